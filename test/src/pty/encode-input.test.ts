import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeFocus,
  encodeKey,
  encodeMouse,
  encodePaste,
  type PtyModes,
  type PtyMouseEvent,
} from '../../../src/pty/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';

const MODES: PtyModes = {
  applicationCursor: false,
  applicationKeypad: false,
  bracketedPaste: false,
  focusEvents: false,
  alternateScreen: false,
  mouse: 'none',
  mouseEncoding: 'default',
};
const shown = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1');
const key = (name: string, sent: string, modes: Partial<PtyModes> = {}) =>
  shown(encodeKey(name, Buffer.from(sent), { ...MODES, ...modes }));

describe('keys', () => {
  test.each([
    ['Up', '\u001b[A', { applicationCursor: true }, '\u001bOA'],
    ['Up', '\u001bOA', {}, '\u001b[A'],
    ['Home', '\u001b[1~', { applicationCursor: true }, '\u001bOH'],
    ['Ctrl-Right', '\u001b[1;5C', { applicationCursor: true }, '\u001b[1;5C'],
    ['a', 'a', { applicationCursor: true }, 'a'],
    ['Escape', '\u001b', {}, '\u001b'],
  ])('%s sent as %j with %o', (name, sent, modes, expected) => {
    expect(key(name, sent, modes)).toBe(expected);
  });
});

describe('mouse', () => {
  const event = (change: Partial<PtyMouseEvent>): PtyMouseEvent => ({
    action: 'press',
    button: 'left',
    x: 4,
    y: 2,
    shift: false,
    alt: false,
    ctrl: false,
    ...change,
  });
  const sgr = { mouse: 'drag', mouseEncoding: 'sgr' } as const;
  test.each([
    ['nothing asked for', {}, {}, undefined],
    ['press', {}, sgr, '\u001b[<0;5;3M'],
    ['release', { action: 'release' }, sgr, '\u001b[<0;5;3m'],
    ['wheel', { action: 'wheel-down', button: 'none' }, sgr, '\u001b[<65;5;3M'],
    ['modifiers', { shift: true, alt: true, ctrl: true, button: 'right' }, sgr, '\u001b[<30;5;3M'],
    ['a drag', { action: 'move' }, sgr, '\u001b[<32;5;3M'],
    ['a move without a button is no drag', { action: 'move', button: 'none' }, sgr, undefined],
    [
      'a move when every move is asked for',
      { action: 'move', button: 'none' },
      { ...sgr, mouse: 'any' },
      '\u001b[<35;5;3M',
    ],
    ['no moves in the plain mode', { action: 'move' }, { ...sgr, mouse: 'vt200' }, undefined],
    ['bytes', {}, { mouse: 'vt200' }, '\u001b[M %#'],
    ['bytes, release', { action: 'release' }, { mouse: 'vt200' }, '\u001b[M#%#'],
    ['bytes cannot say column 230', { x: 229 }, { mouse: 'vt200' }, undefined],
    ['x10 has no release', { action: 'release' }, { mouse: 'x10' }, undefined],
    [
      'the wheel on the alternate screen',
      { action: 'wheel-up', button: 'none' },
      { alternateScreen: true },
      '\u001b[A\u001b[A\u001b[A',
    ],
    [
      'and in application cursor mode',
      { action: 'wheel-down', button: 'none' },
      { alternateScreen: true, applicationCursor: true },
      '\u001bOB\u001bOB\u001bOB',
    ],
    ['the wheel elsewhere is ours', { action: 'wheel-up', button: 'none' }, {}, undefined],
  ] as const)('%s', (_name, change, modes, expected) => {
    expect(shown(encodeMouse(event(change), { ...MODES, ...modes }))).toBe(expected);
  });
});

describe('paste', () => {
  const paste = (text: string, bracketedPaste: boolean) =>
    Buffer.from(encodePaste(text, { ...MODES, bracketedPaste })).toString();
  test('line ends are Return; bracketed only when asked', () => {
    expect(paste('a\nb\r\nc', false)).toBe('a\rb\rc');
    expect(paste('a\nb', true)).toBe('\u001b[200~a\rb\u001b[201~');
  });

  test('no text closes the bracket from inside', () => {
    const piece = fc.constantFrom(
      '\u001b[201~',
      '\u001b[20',
      '1~',
      '\u001b[200~',
      '\u009b201~',
      'rm -rf',
      '\n',
      '\u001b',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const sent = paste(pieces.join(''), true);
        expect(sent.indexOf('\u001b[201~')).toBe(sent.length - 6);
        expect(sent).not.toContain('\u009b201~');
      }),
      runs(500),
    );
  });
});

test('focus is reported only when asked for', () => {
  expect(encodeFocus(true, MODES)).toBeUndefined();
  expect(shown(encodeFocus(true, { ...MODES, focusEvents: true }))).toBe('\u001b[I');
  expect(shown(encodeFocus(false, { ...MODES, focusEvents: true }))).toBe('\u001b[O');
});
