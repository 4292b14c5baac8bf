/** What kind of sequence stands at `start` (an ESC) and where it ends. */
export interface Escape {
  /** `sgr`: `params` holds what is between `CSI` and `m`. Everything else is only skipped. */
  readonly kind: 'sgr' | 'other';
  readonly params: string;
  /** Index behind the sequence; the length of the text when it is not complete. */
  readonly end: number;
}

const isParameter = (unit: number): boolean => unit >= 0x30 && unit <= 0x3f;
const isIntermediate = (unit: number): boolean => unit >= 0x20 && unit <= 0x2f;
const SGR_PARAMS = /^[0-9;:]*$/;

/** Reads one escape sequence (ECMA-48 5.4, 5.6) out of a text, so that only SGR is obeyed and all others are dropped. */
export function readEscape(text: string, start: number): Escape {
  const introducer = text[start + 1];
  if (introducer === '[') return readControl(text, start + 2);
  // OSC, DCS, APC, PM, SOS: strings up to BEL or ST.
  if (introducer !== undefined && ']P_^X'.includes(introducer)) return skipped(stringEnd(text, start + 2));
  let end = start + 1;
  while (isIntermediate(text.charCodeAt(end))) end++;
  return skipped(Math.min(text.length, end + 1));
}

function readControl(text: string, from: number): Escape {
  let end = from;
  while (isParameter(text.charCodeAt(end))) end++;
  const params = text.slice(from, end);
  const last = end;
  while (isIntermediate(text.charCodeAt(end))) end++;
  const final = text.charCodeAt(end);
  // What is no final byte ended the sequence early; it is text again.
  if (!(final >= 0x40 && final <= 0x7e)) return skipped(end);
  if (final === 0x6d && last === end && SGR_PARAMS.test(params)) return { kind: 'sgr', params, end: end + 1 };
  return skipped(end + 1);
}

function stringEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x07 || unit === 0x9c) return at + 1;
    // ESC ends the string; ESC \ is its regular end.
    if (unit === 0x1b) return text[at + 1] === '\\' ? at + 2 : at;
  }
  return text.length;
}

const skipped = (end: number): Escape => ({ kind: 'other', params: '', end });
