/** Safe ways into JSON whose shape nobody has promised: what is not there, or is something else, is empty. */

export type JsonRecord = Readonly<Record<string, unknown>>;

export const record = (value: unknown): JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {};

export const records = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.map(record) : []);

/** A string, or a number or boolean as one. */
export const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

export const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The members of a record whose values are strings. */
export const texts = (value: unknown): readonly (readonly [string, string])[] =>
  Object.entries(record(value)).map(([name, inner]) => [name, text(inner)] as const);
