/** Where a piece of a text ends that is to end at `end`: not between the halves of a surrogate pair. */
export function pieceEnd(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const before = text.charCodeAt(end - 1);
  return before >= 0xd800 && before <= 0xdbff ? end + 1 : end;
}
