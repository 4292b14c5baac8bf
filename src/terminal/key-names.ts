import type { KeyInput } from './input-event.ts';

/** xterm's modifier parameter is 1 plus these bits. */
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;

/** Final bytes of `CSI` and `SS3` keys. */
export const LETTER_KEYS: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  E: 'Center',
  F: 'End',
  H: 'Home',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
};

/** The keypad in application mode, `SS3` only. */
export const KEYPAD_KEYS: Readonly<Record<string, string>> = {
  M: 'Enter',
  X: '=',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  p: '0',
  q: '1',
  r: '2',
  s: '3',
  t: '4',
  u: '5',
  v: '6',
  w: '7',
  x: '8',
  y: '9',
};

/** First parameters of `CSI n ~`. */
export const NUMBER_KEYS: Readonly<Record<number, string>> = {
  1: 'Home',
  2: 'Insert',
  3: 'Delete',
  4: 'End',
  5: 'PageUp',
  6: 'PageDown',
  7: 'Home',
  8: 'End',
  11: 'F1',
  12: 'F2',
  13: 'F3',
  14: 'F4',
  15: 'F5',
  17: 'F6',
  18: 'F7',
  19: 'F8',
  20: 'F9',
  21: 'F10',
  23: 'F11',
  24: 'F12',
  25: 'F13',
  26: 'F14',
  28: 'F15',
  29: 'F16',
  31: 'F17',
  32: 'F18',
  33: 'F19',
  34: 'F20',
};

/** Names of C0 and DEL where they are keys of their own. */
const CONTROL_KEYS: Readonly<Record<number, string>> = {
  8: 'Backspace',
  9: 'Tab',
  13: 'Enter',
  27: 'Escape',
  127: 'Backspace',
};

/** A key with its modifiers; `parameter` is xterm's, 1 for none. */
export function namedKey(name: string, parameter: number, bytes: Uint8Array): KeyInput {
  const bits = Math.max(0, parameter - 1);
  const prefix = `${bits & CTRL ? 'Ctrl-' : ''}${bits & ALT ? 'Alt-' : ''}${bits & SHIFT ? 'Shift-' : ''}`;
  return { kind: 'key', key: prefix + name, text: prefix === '' && name.length === 1 ? name : '', bytes };
}

/** A key by its code point, as `CSI code ; modifiers u` gives it (and xterm's modifyOtherKeys). */
export function codeKey(code: number, parameter: number, bytes: Uint8Array): KeyInput | undefined {
  const control = CONTROL_KEYS[code];
  if (control !== undefined) return namedKey(control, parameter, bytes);
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    return undefined;
  const bits = Math.max(0, parameter - 1);
  const character = String.fromCodePoint(code);
  if (bits & CTRL) return namedKey(code === 32 ? 'Space' : character.toUpperCase(), parameter, bytes);
  // The shifted character says by itself that shift was held.
  const shifted = bits & SHIFT ? character.toUpperCase() : character;
  const name = code === 32 ? 'Space' : shifted;
  return bits & ALT
    ? { kind: 'key', key: `Alt-${name}`, text: '', bytes }
    : { kind: 'key', key: name, text: shifted, bytes };
}

/** A key by its C0 code or DEL: `Ctrl-A`, `Enter`, ... */
export function controlKey(code: number, bytes: Uint8Array): KeyInput {
  const name = CONTROL_KEYS[code];
  if (name !== undefined) return { kind: 'key', key: name, text: '', bytes };
  return { kind: 'key', key: code === 0 ? 'Ctrl-Space' : `Ctrl-${String.fromCharCode(code + 0x40)}`, text: '', bytes };
}

/** The same key with Alt: it came with ESC before it. */
export function withAlt(key: KeyInput, bytes: Uint8Array): KeyInput {
  const ctrl = key.key.startsWith('Ctrl-') && key.key.length > 5 ? 'Ctrl-' : '';
  const rest = key.key.slice(ctrl.length);
  return { kind: 'key', key: rest.startsWith('Alt-') ? key.key : `${ctrl}Alt-${rest}`, text: '', bytes };
}
