/** How a field is written. `time` is read as milliseconds since the epoch, `quantity` as its text (`200m`). */
export type WireType = 'string' | 'int' | 'bool' | 'time' | 'quantity' | 'stringMap' | 'quantityMap' | WireSchema;

export interface WireField {
  /** The protobuf field number, from the generated.proto of k8s.io/api or apimachinery. */
  readonly number: number;
  readonly type: WireType;
  readonly repeated?: true;
}

/** Which fields of a message are taken: JSON name -> field number and type. All other fields are skipped unread. */
export interface WireSchema {
  readonly [jsonName: string]: WireField;
}

/**
 * What is read of a kind of object, from either encoding, and what is kept of it.
 *
 * `fromWire` gets a plain object with the JSON names of the schema. A field that is absent is undefined, and so is one
 * that has its zero ('' 0 false, an empty list or map): Go writes zeroes in one encoding and leaves them out in the other.
 */
export interface Projection<T> {
  readonly kind: string;
  readonly apiVersion: string;
  readonly schema: WireSchema;
  /** Gets `Wire<typeof schema>`. */
  readonly fromWire: (wire: never) => T;
}

/** The type of what a schema reads, for a schema that is declared `as const satisfies WireSchema`. */
export type Wire<S extends WireSchema> = { readonly [Name in keyof S]?: FieldValue<S[Name]> };
type FieldValue<F extends WireField> = F extends { readonly repeated: true }
  ? readonly TypeValue<F['type']>[]
  : TypeValue<F['type']>;
type TypeValue<T extends WireType> = T extends 'string' | 'quantity'
  ? string
  : T extends 'int' | 'time'
    ? number
    : T extends 'bool'
      ? boolean
      : T extends 'stringMap' | 'quantityMap'
        ? Readonly<Record<string, string>>
        : T extends WireSchema
          ? Wire<T>
          : never;

export type WireValue = string | number | boolean | WireRecord | readonly WireValue[];
export interface WireRecord {
  [name: string]: WireValue | undefined;
}

/** How a value is read: numbers, as this is asked for each field of each object. */
export const KIND = {
  int: 0,
  bool: 1,
  string: 2,
  message: 3,
  time: 4,
  quantity: 5,
  stringMap: 6,
  quantityMap: 7,
} as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/** One field, ready for the readers. */
export interface CompiledField {
  readonly name: string;
  readonly number: number;
  readonly kind: Kind;
  readonly repeated: boolean;
  /** 0 varint, 2 length-delimited: https://protobuf.dev/programming-guides/encoding/#structure */
  readonly wireType: 0 | 2;
  readonly message: CompiledSchema | undefined;
}

export interface CompiledSchema {
  readonly fields: readonly CompiledField[];
  /** By field number, for the protobuf reader. */
  readonly byNumber: readonly (CompiledField | undefined)[];
  /** All fields, undefined: what is read begins as a copy of it, so that all objects of a schema have one shape. */
  readonly blank: WireRecord;
}

/** A table is made for every number up to the greatest; Kubernetes has none near this. */
const GREATEST_FIELD_NUMBER = 4096;

/** Throws a TypeError on a number that is out of range or used twice. */
export function compileSchema(schema: WireSchema): CompiledSchema {
  const fields = Object.entries(schema).map(([name, field]) => compileField(name, field));
  const byNumber: (CompiledField | undefined)[] = [];
  for (const field of fields) {
    if (byNumber[field.number] !== undefined)
      throw new TypeError(`${field.name}: field number ${field.number} is used twice`);
    while (byNumber.length <= field.number) byNumber.push(undefined);
    byNumber[field.number] = field;
  }
  const blank = Object.fromEntries(fields.map((field) => [field.name, undefined]));
  return { fields, byNumber, blank };
}

function compileField(name: string, field: WireField): CompiledField {
  if (!Number.isInteger(field.number) || field.number < 1 || field.number > GREATEST_FIELD_NUMBER) {
    throw new TypeError(
      `${name}: expected a field number from 1 to ${GREATEST_FIELD_NUMBER}, received ${field.number}`,
    );
  }
  const isMessage = typeof field.type === 'object';
  return {
    name,
    number: field.number,
    kind: KIND[typeof field.type === 'string' ? field.type : 'message'],
    repeated: field.repeated === true,
    wireType: field.type === 'int' || field.type === 'bool' ? 0 : 2,
    message: isMessage ? compileSchema(field.type as WireSchema) : undefined,
  };
}
