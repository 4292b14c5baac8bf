/**
 * How well `query` fits `text` as a subsequence, ignoring case: undefined when it is none, else higher is better.
 * Runs, word starts and early places count more. `places` are the matched indexes in `text`.
 */
export function fuzzyMatch(query: string, text: string): { score: number; places: readonly number[] } | undefined {
  const wanted = query.toLowerCase();
  const lower = text.toLowerCase();
  const whole = wanted === '' ? -1 : lower.indexOf(wanted);
  if (whole >= 0) {
    const places = Array.from(wanted, (_, offset) => whole + offset);
    return { score: 100 + wanted.length * 10 + (isWordStart(text, whole) ? 20 : 0) - whole, places };
  }
  const places: number[] = [];
  let score = 0;
  let from = 0;
  for (const letter of wanted) {
    const found = lower.indexOf(letter, from);
    if (found < 0) return undefined;
    score += found === from && places.length > 0 ? 8 : isWordStart(text, found) ? 6 : 1;
    places.push(found);
    from = found + 1;
  }
  return { score: score - (places[0] ?? 0) / 10, places };
}

const isWordStart = (text: string, at: number): boolean => at === 0 || /[\s\-_/.:]/.test(text[at - 1] as string);
