import { compileSchema, type Wire, type WireSchema } from './wire-schema.ts';

/** Of a bookmark: ObjectMeta of apimachinery's generated.proto. `metadata` is field 1 of every object. */
const BOOKMARK = {
  metadata: {
    number: 1,
    type: { resourceVersion: { number: 6, type: 'string' }, annotations: { number: 12, type: 'stringMap' } },
  },
} as const satisfies WireSchema;

export const BOOKMARK_SCHEMA = compileSchema(BOOKMARK);
export type BookmarkWire = Wire<typeof BOOKMARK>;

/** ListMeta of apimachinery's generated.proto. */
const LIST_META = {
  resourceVersion: { number: 2, type: 'string' },
  continue: { number: 3, type: 'string' },
  remainingItemCount: { number: 4, type: 'int' },
} as const satisfies WireSchema;

export const LIST_META_SCHEMA = compileSchema(LIST_META);
export type ListMetaWire = Wire<typeof LIST_META>;

/** runtime.TypeMeta. */
const TYPE_META = {
  apiVersion: { number: 1, type: 'string' },
  kind: { number: 2, type: 'string' },
} as const satisfies WireSchema;

export const TYPE_META_SCHEMA = compileSchema(TYPE_META);
export type TypeMetaWire = Wire<typeof TYPE_META>;
