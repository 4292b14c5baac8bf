import type { DecodedInput, KeyInput } from './input-event.ts';
import { type ControlSequence, meaningOf, mouseInput, type PASTE_START } from './input-sequence.ts';
import { controlKey, KEYPAD_KEYS, LETTER_KEYS, namedKey, withAlt } from './key-names.ts';

const ESC = 0x1b;
/** Longer control sequences and answers are none of ours. */
const SEQUENCE_LIMIT = 64;
const STRING_LIMIT = 4096;

/**
 * What stands at one place of the input. `incomplete`: more bytes decide. `overlong`: bounded, the rest of it must be
 * skipped. Otherwise `end` is the index behind it, and what it means, if anything.
 */
export type Reading =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'overlong'; readonly of: 'control' | 'string' }
  | { readonly kind: 'read'; readonly end: number; readonly input: DecodedInput | typeof PASTE_START | undefined };

const INCOMPLETE: Reading = { kind: 'incomplete' };
const read = (end: number, input?: DecodedInput | typeof PASTE_START): Reading => ({ kind: 'read', end, input });

/**
 * Reads one key, mouse report, answer or marker at `at`. Depends only on the bytes it consumes, never on how they were
 * split, and never on what follows.
 */
export function readInput(bytes: Uint8Array, at: number): Reading {
  return bytes[at] === ESC ? readEscape(bytes, at) : readCharacter(bytes, at);
}

function readEscape(bytes: Uint8Array, at: number): Reading {
  const second = bytes[at + 1];
  if (second === undefined) return INCOMPLETE;
  if (second === 0x5b) return readControl(bytes, at);
  if (second === 0x4f) return readSingleShift(bytes, at);
  if (second === 0x5d || second === 0x50) return readString(bytes, at);
  if (second === ESC) return readDoubleEscape(bytes, at);
  const inner = readCharacter(bytes, at + 1);
  return inner.kind === 'read' ? withAltBefore(inner, bytes, at) : inner;
}

/** ESC before another sequence: Alt with a key, else the Escape key and then that sequence. */
function readDoubleEscape(bytes: Uint8Array, at: number): Reading {
  const third = bytes[at + 2];
  if (third === undefined) return INCOMPLETE;
  if (third === 0x5b || third === 0x4f) {
    const inner = readEscape(bytes, at + 1);
    if (inner.kind === 'incomplete') return inner;
    if (inner.kind === 'read' && typeof inner.input === 'object' && inner.input.kind === 'key')
      return withAltBefore(inner, bytes, at);
  }
  return read(at + 1, controlKey(ESC, bytes.slice(at, at + 1)));
}

function withAltBefore(inner: Reading & { kind: 'read' }, bytes: Uint8Array, at: number): Reading {
  if (typeof inner.input !== 'object' || inner.input.kind !== 'key') return inner;
  return read(inner.end, withAlt(inner.input, bytes.slice(at, inner.end)));
}

function readControl(bytes: Uint8Array, at: number): Reading {
  const first = bytes[at + 2];
  if (first === 0x5b) return readConsoleKey(bytes, at);
  if (first === 0x4d) return readOldMouse(bytes, at);
  for (let end = at + 2; end < bytes.length; end++) {
    const byte = bytes[end] as number;
    if (end - at > SEQUENCE_LIMIT) return { kind: 'overlong', of: 'control' };
    if (byte >= 0x40 && byte <= 0x7e) {
      return read(end + 1, meaningOf(takeApart(bytes, at + 2, end), bytes.slice(at, end + 1)));
    }
    // A control or a character within a sequence ends it; it counts itself.
    if (byte < 0x20 || byte > 0x3f) return read(end);
  }
  return INCOMPLETE;
}

function takeApart(bytes: Uint8Array, from: number, end: number): ControlSequence {
  const body = String.fromCharCode(...bytes.subarray(from, end));
  const [, prefix = '', params = '', intermediates = ''] = /^([<-?]?)([0-9:;]*)(.*)$/.exec(body) ?? [];
  return {
    prefix,
    // `1:2` is a parameter with parts, of which the first counts.
    params: params === '' ? [] : params.split(';').map((part) => Number(part.split(':', 1)[0])),
    intermediates,
    final: String.fromCharCode(bytes[end] as number),
  };
}

/** F1 to F5 of the Linux console: `CSI [ A`. */
function readConsoleKey(bytes: Uint8Array, at: number): Reading {
  const final = bytes[at + 3];
  if (final === undefined) return INCOMPLETE;
  if (final < 0x41 || final > 0x45) return read(at + 3);
  return read(at + 4, namedKey(`F${final - 0x40}`, 1, bytes.slice(at, at + 4)));
}

/** X10 mouse, for terminals that do not know mode 1006: three bytes, each 32 more than its value. */
function readOldMouse(bytes: Uint8Array, at: number): Reading {
  if (bytes.length < at + 6) return INCOMPLETE;
  const button = (bytes[at + 3] as number) - 32;
  const [x, y] = [(bytes[at + 4] as number) - 33, (bytes[at + 5] as number) - 33];
  const isRelease = (button & 0x43) === 3;
  return read(at + 6, button < 0 ? undefined : mouseInput(button, x, y, isRelease));
}

/** SS3: cursor and function keys in application mode. What is no such key was Alt-O. */
function readSingleShift(bytes: Uint8Array, at: number): Reading {
  let end = at + 2;
  while (end - at < 5 && (bytes[end] as number) >= 0x30 && (bytes[end] as number) <= 0x39) end++;
  if (bytes[end] === undefined) return INCOMPLETE;
  const final = String.fromCharCode(bytes[end] as number);
  const name = LETTER_KEYS[final] ?? KEYPAD_KEYS[final];
  if (name === undefined) return read(at + 2, namedKey('Alt-O', 1, bytes.slice(at, at + 2)));
  const modifiers = end === at + 2 ? 1 : Number(String.fromCharCode(...bytes.subarray(at + 2, end)));
  return read(end + 1, namedKey(name, modifiers, bytes.slice(at, end + 1)));
}

/** OSC and DCS: always answers of the terminal. What does not begin like one was Alt with ] or P. */
function readString(bytes: Uint8Array, at: number): Reading {
  const first = bytes[at + 2];
  if (first === undefined) return INCOMPLETE;
  const isAnswer = (first >= 0x30 && first <= 0x39) || (bytes[at + 1] === 0x50 && (first === 0x3e || first === 0x21));
  if (!isAnswer)
    return read(at + 2, withAlt(characterKey(bytes[at + 1] as number, bytes, at + 1), bytes.slice(at, at + 2)));
  for (let end = at + 2; end < bytes.length; end++) {
    const byte = bytes[end] as number;
    if (end - at > STRING_LIMIT) return { kind: 'overlong', of: 'string' };
    if (byte === 0x07) return read(end + 1, answerOf(bytes, at, end));
    if (byte === 0x18 || byte === 0x1a) return read(end + 1);
    if (byte !== ESC) continue;
    if (bytes[end + 1] === undefined) return INCOMPLETE;
    return bytes[end + 1] === 0x5c ? read(end + 2, answerOf(bytes, at, end)) : read(end);
  }
  return INCOMPLETE;
}

function answerOf(bytes: Uint8Array, at: number, end: number): DecodedInput {
  const text = String.fromCharCode(...bytes.subarray(at + 2, end));
  const color = bytes[at + 1] === 0x5d ? /^11;(.*)$/.exec(text)?.[1] : undefined;
  return color === undefined ? { kind: 'reply', reply: 'other' } : { kind: 'reply', reply: 'background', color };
}

/** One character of UTF-8, or a control. A byte that cannot be UTF-8 is nothing. */
function readCharacter(bytes: Uint8Array, at: number): Reading {
  const first = bytes[at] as number;
  if (first < 0x20 || first === 0x7f) return read(at + 1, controlKey(first, bytes.slice(at, at + 1)));
  if (first < 0x7f) return read(at + 1, characterKey(first, bytes, at));
  const length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return read(at + 1);
  let code = first & (0x7f >> length);
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return INCOMPLETE;
    if ((byte & 0xc0) !== 0x80) return read(at + index);
    code = (code << 6) | (byte & 0x3f);
  }
  const isOverlong = (length === 3 && code < 0x800) || (length === 4 && (code < 0x10000 || code > 0x10ffff));
  if (isOverlong || (code >= 0xd800 && code <= 0xdfff) || code < 0xa0) return read(at + length);
  return read(at + length, {
    kind: 'key',
    key: String.fromCodePoint(code),
    text: String.fromCodePoint(code),
    bytes: bytes.slice(at, at + length),
  });
}

function characterKey(code: number, bytes: Uint8Array, at: number): KeyInput {
  const character = String.fromCharCode(code);
  return { kind: 'key', key: code === 0x20 ? 'Space' : character, text: character, bytes: bytes.slice(at, at + 1) };
}
