/** Columns of a tab in untrusted text; it has no column to align to. */
const TAB = '    ';

const isPlainAscii = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
};

/**
 * Untrusted text made safe to show: C0 and DEL become control pictures (U+2400...), tabs spaces, C1 `?`, lone
 * surrogates U+FFFD; bidi controls, zero-width characters, variation selectors and private use are dropped.
 * Combining marks stay. The result holds no control character at all.
 */
export function clean(text: string): string {
  if (isPlainAscii(text)) return text;
  let safe = '';
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) as number;
    if (code > 0xffff) at++;
    safe += cleanCodePoint(code);
  }
  return safe;
}

/** The safe form of one code point: itself, a stand-in, or ''. */
export function cleanCodePoint(code: number): string {
  if (code === 0x09) return TAB;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code < 0x7f) return String.fromCharCode(code);
  if (code === 0x7f) return '\u2421';
  if (code < 0xa0) return '?';
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  if (isInvisible(code) || isPrivateUse(code)) return '';
  return String.fromCodePoint(code);
}

/** Characters that change how others are shown, or show nothing: they hide what a text really says. */
function isInvisible(code: number): boolean {
  if (code === 0xad || code === 0x61c || code === 0x115f || code === 0x1160 || code === 0x3164 || code === 0xffa0)
    return true;
  if (code >= 0x180b && code <= 0x180f) return true; // Mongolian selectors and vowel separator
  if (code >= 0x200b && code <= 0x200f) return true; // zero width space ... right-to-left mark
  if (code >= 0x2028 && code <= 0x202e) return true; // line and paragraph separator, bidi embeddings
  if (code >= 0x2060 && code <= 0x206f) return true; // word joiner, invisible operators, bidi isolates
  if (code >= 0xfe00 && code <= 0xfe0f) return true; // variation selectors
  if (code === 0xfeff || (code >= 0xfff0 && code <= 0xfffb)) return true;
  return code >= 0xe0000 && code <= 0xe0fff; // tags and supplementary variation selectors
}

function isPrivateUse(code: number): boolean {
  return (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000;
}
