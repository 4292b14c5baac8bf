/** Throws a TypeError that names option, expected and received. */
export function expectNumber(name: string, value: number, expected: 'of at least 0' | 'above 0'): number {
  if (typeof value === 'number' && (expected === 'above 0' ? value > 0 : value >= 0)) return value;
  throw new TypeError(`${name}: expected a number ${expected}, received ${String(value)}`);
}
