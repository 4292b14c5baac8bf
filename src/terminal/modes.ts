import type { Environment } from './color-choice.ts';

export interface ModeOptions {
  readonly mouse: boolean;
  /** A terminal without a title, colour query, focus or mouse: the Linux console. */
  readonly isConsole: boolean;
  readonly title: string;
}

export const isConsole = (env: Environment): boolean => env.TERM === 'linux';

/** DEC private modes: 1000 button presses, 1002 drags, 1006 decimal coordinates. */
const MOUSE_ON = '\x1b[?1000h\x1b[?1002h\x1b[?1006h';

/**
 * Takes the screen: alternate screen (1049), no autowrap (7), no cursor (25), bracketed paste (2004), focus events
 * (1004), mouse, the title saved and set.
 */
export function enterSequence({ mouse, isConsole, title }: ModeOptions): string {
  const screen = '\x1b[?1049h\x1b[?7l\x1b[?25l';
  if (isConsole) return screen;
  return `${screen}\x1b[?2004h\x1b[?1004h${mouse ? MOUSE_ON : ''}\x1b[22;0t${titleSequence(title)}`;
}

/**
 * Gives the screen back. CAN ends a half-written sequence; scroll margins, synchronized update, colours and cursor shape
 * go back to their defaults; each of our modes is left. Good for every state we may have been in.
 */
export const RESTORE_SEQUENCE =
  '\x18\x1b[?2026l\x1b[m\x1b[r\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b[23;0t\x1b[?7h\x1b[?25h' +
  '\x1b[0 q\x1b[?1049l';

/** OSC 2; the text must be clean. */
export const titleSequence = (title: string): string => `\x1b]2;${title}\x07`;

/** OSC 11 with a question mark: what is your background? */
export const BACKGROUND_QUESTION = '\x1b]11;?\x07';
