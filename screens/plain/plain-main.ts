export async function runPlain(..._: unknown[]): Promise<number> {
  return 0;
}
