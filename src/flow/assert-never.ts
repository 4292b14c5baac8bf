/** Ends a switch over a union: a case that was forgotten does not compile, and throws if it comes in at run time. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}
