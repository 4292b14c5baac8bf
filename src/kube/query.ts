export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** `?a=1&b=2`, without what is '', 0, false or undefined; '' when nothing is left. */
export function queryText(query: Query): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== '' && value !== 0 && value !== false,
  );
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}
