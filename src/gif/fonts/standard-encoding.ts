/** First code, last code, and the string number of the first (Adobe TN 5176, appendices A and B). */
const RUNS = [
  [32, 126, 1],
  [161, 175, 96],
  [177, 180, 111],
  [182, 189, 115],
  [191, 191, 123],
  [193, 200, 124],
  [202, 203, 132],
  [205, 208, 134],
  [225, 225, 138],
  [227, 227, 139],
  [232, 235, 140],
  [241, 241, 144],
  [245, 245, 145],
  [248, 251, 146],
] as const;

/** The number of the string that names a character of StandardEncoding; undefined when the code has none. */
export function standardName(code: number): number | undefined {
  const run = RUNS.find(([first, last]) => code >= first && code <= last);
  return run === undefined ? undefined : code - run[0] + run[2];
}
