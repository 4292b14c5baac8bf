import { clean } from '../text/index.ts';

/** Newlines become blanks: pasting never submits. Everything else is as any untrusted text. */
export function pasteForPrompt(text: string): string {
  return clean(text.replace(/\r\n|[\r\n]/g, ' '));
}

/**
 * What a program in a pty gets. Lines end in CR, as keys do. ESC, C1 and most controls are removed: an end marker hidden
 * in the text would make the rest of it typed keys, and ^C in it would be a signal.
 */
export function pasteForPty(text: string, isBracketed: boolean): string {
  const safe = text.replace(/\r\n|\n/g, '\r').replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '');
  return isBracketed ? `\x1b[200~${safe}\x1b[201~` : safe;
}
