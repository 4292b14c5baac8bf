const PRESENTED_AS_EMOJI = /^\p{Emoji_Presentation}/u;
const IS_EMOJI = /^\p{Emoji}/u;
const FLAG_LETTER = /^\p{RI}\ufe0f?$/u;
const RI = /^\p{RI}/u;
const VS_EMOJI = '\ufe0f';
const VS_TEXT = '\ufe0e';
const KEYCAP = '\u20e3';
const JOINER = '\u200d';

/** True when a text is to be drawn in colour: by its first character's nature, or because a selector says so. */
export function isEmoji(text: string): boolean {
  const code = text.codePointAt(0) as number;
  if (code < 0x23 || text.includes(VS_TEXT)) return false;
  if (text.includes(VS_EMOJI) || text.includes(KEYCAP)) return IS_EMOJI.test(text);
  return code >= 0x231a && PRESENTED_AS_EMOJI.test(text);
}

/** How emoji fonts of this program name a sequence: without variation selectors. */
export const emojiKey = (text: string): string => text.replaceAll(VS_EMOJI, '').replaceAll(VS_TEXT, '');

export const isRegionalIndicator = (code: number): boolean => code >= 0x1f1e6 && code <= 0x1f1ff;

export const isSkinTone = (code: number): boolean => code >= 0x1f3fb && code <= 0x1f3ff;

/** True when what is in the next cells belongs to this: a joiner between them, a skin tone, the second letter of a flag. */
export const isJoinedTo = (text: string, next: string): boolean =>
  text.endsWith(JOINER) || isSkinTone(next.codePointAt(0) as number) || (FLAG_LETTER.test(text) && RI.test(next));
