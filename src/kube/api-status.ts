import { isRecord } from './json-decoder.ts';
import { compileSchema, type Wire, type WireSchema } from './wire-schema.ts';

/** What the API server says when something is not as asked: `metav1.Status`, with what is used of it. */
export interface Status {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: { readonly causes?: readonly StatusCause[]; readonly retryAfterSeconds?: number };
}

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
}

/** Field numbers of `Status` in the generated.proto of apimachinery. */
const STATUS = {
  message: { number: 3, type: 'string' },
  reason: { number: 4, type: 'string' },
  details: {
    number: 5,
    type: {
      causes: {
        number: 4,
        type: { reason: { number: 1, type: 'string' }, message: { number: 2, type: 'string' } },
        repeated: true,
      },
      retryAfterSeconds: { number: 5, type: 'int' },
    },
  },
  code: { number: 6, type: 'int' },
} as const satisfies WireSchema;

export const STATUS_SCHEMA = compileSchema(STATUS);

/** A Status out of what a decoder read by STATUS_SCHEMA. */
export function statusOf(wire: Wire<typeof STATUS>): Status {
  const { code = 0, reason = '', message = '', details } = wire;
  const causes = (details?.causes ?? []).map((cause) => ({ reason: cause.reason ?? '', message: cause.message ?? '' }));
  const retryAfterSeconds = details?.retryAfterSeconds ?? 0;
  if (causes.length === 0 && retryAfterSeconds === 0) return { code, reason, message };
  return {
    code,
    reason,
    message,
    details: { ...(causes.length > 0 && { causes }), ...(retryAfterSeconds > 0 && { retryAfterSeconds }) },
  };
}

/** Whether a watch event's object is a Status, from either encoding or a test's own server. */
export function isStatusObject(object: unknown): object is Status {
  return isRecord(object) && object.kind === 'Status';
}
