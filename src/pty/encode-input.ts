import type { PtyModes } from './pty-modes.ts';

/** A mouse event as the input decoder of the real terminal reports it; x and y count from 0 inside the screen. */
export interface PtyMouseEvent {
  readonly action: 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down';
  readonly button: 'left' | 'middle' | 'right' | 'none';
  readonly x: number;
  readonly y: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

/** DECCKM: the final bytes of the keys that application cursor mode changes. */
const CURSOR_KEYS: Readonly<Record<string, string>> = {
  Up: 'A',
  Down: 'B',
  Right: 'C',
  Left: 'D',
  Home: 'H',
  End: 'F',
};

const ESC = '\u001b';
const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/**
 * The bytes of a key as the program wants them. `key` is the canonical name (`Up`, `Ctrl-C`, `a`), `bytes` what the real
 * terminal sent, in its own mode; only unmodified cursor keys differ between the modes.
 */
export function encodeKey(key: string, bytes: Uint8Array, modes: PtyModes): Uint8Array {
  const final = CURSOR_KEYS[key];
  if (final === undefined) return bytes;
  return ascii(modes.applicationCursor ? `${ESC}O${final}` : `${ESC}[${final}`);
}

/**
 * A pasted text: line ends become Return; bracketed only when the program asked, and then without any end marker inside,
 * which would let the rest run as if typed.
 */
export function encodePaste(text: string, modes: PtyModes): Uint8Array {
  let safe = text.replace(/\r\n|\n/g, '\r');
  if (!modes.bracketedPaste) return Buffer.from(safe);
  // Taking one marker out may join the halves of another.
  for (let before = ''; before !== safe; ) {
    before = safe;
    safe = safe.replace(/(\u001b\[|\u009b)20[01]~/g, '');
  }
  return Buffer.from(`${ESC}[200~${safe}${ESC}[201~`);
}

export function encodeFocus(focused: boolean, modes: PtyModes): Uint8Array | undefined {
  return modes.focusEvents ? ascii(`${ESC}[${focused ? 'I' : 'O'}`) : undefined;
}

/** Lines a wheel step moves a full-screen program that does not know the mouse. */
const WHEEL_LINES = 3;

/**
 * A mouse event in the mode that the program asked for; undefined when it asked for nothing of the kind. Without mouse
 * reports the wheel becomes cursor keys on the alternate screen, as xterm's alternate scroll mode does.
 */
export function encodeMouse(event: PtyMouseEvent, modes: PtyModes): Uint8Array | undefined {
  const isWheel = event.action === 'wheel-up' || event.action === 'wheel-down';
  if (modes.mouse === 'none') {
    if (!isWheel || !modes.alternateScreen) return undefined;
    const key = event.action === 'wheel-up' ? 'Up' : 'Down';
    const one = Buffer.from(encodeKey(key, ascii(''), modes)).toString('latin1');
    return ascii(one.repeat(WHEEL_LINES));
  }
  if (!isReported(event, modes)) return undefined;
  return modes.mouseEncoding === 'sgr' ? sgrReport(event) : byteReport(event, modes);
}

function isReported(event: PtyMouseEvent, { mouse }: PtyModes): boolean {
  if (event.action === 'press') return true;
  if (event.action === 'move') return mouse === 'any' || (mouse === 'drag' && event.button !== 'none');
  return mouse !== 'x10';
}

const BUTTONS = { left: 0, middle: 1, right: 2, none: 3 } as const;

function buttonCode(event: PtyMouseEvent): number {
  const modifiers = (event.shift ? 4 : 0) + (event.alt ? 8 : 0) + (event.ctrl ? 16 : 0);
  if (event.action === 'wheel-up') return 64 + modifiers;
  if (event.action === 'wheel-down') return 65 + modifiers;
  return BUTTONS[event.button] + (event.action === 'move' ? 32 : 0) + modifiers;
}

/** xterm's mode 1006. */
function sgrReport(event: PtyMouseEvent): Uint8Array {
  const final = event.action === 'release' ? 'm' : 'M';
  return ascii(`${ESC}[<${buttonCode(event)};${event.x + 1};${event.y + 1}${final}`);
}

/** xterm's default: three bytes, so no column or row beyond 223 can be said. */
function byteReport(event: PtyMouseEvent, modes: PtyModes): Uint8Array | undefined {
  if (event.x > 222 || event.y > 222) return undefined;
  const released = event.action === 'release' ? (buttonCode(event) & ~3) | 3 : buttonCode(event);
  const code = modes.mouse === 'x10' ? BUTTONS[event.button] : released;
  return ascii(`${ESC}[M${String.fromCharCode(32 + code, 33 + event.x, 33 + event.y)}`);
}
