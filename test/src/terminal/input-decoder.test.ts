import { describe, expect, test } from 'vitest';
import { type DecodedInput, InputDecoder, pasteForPrompt, pasteForPty } from '../../../src/terminal/index.ts';

const encoder = new TextEncoder();

/** Events in short: keys by name, everything else as it is. */
function decoded(input: string, decoder = new InputDecoder(30)): (string | object)[] {
  return decoder.feed(encoder.encode(input)).map(short);
}

const short = (event: DecodedInput): string | object => (event.kind === 'key' ? event.key : event);

describe('keys', () => {
  test.each<[string, string]>([
    ['a', 'a'],
    ['A', 'A'],
    ['/', '/'],
    [' ', 'Space'],
    ['é', 'é'],
    ['漢', '漢'],
    ['😀', '😀'],
    ['\r', 'Enter'],
    ['\t', 'Tab'],
    ['\x7f', 'Backspace'],
    ['\b', 'Backspace'],
    ['\x03', 'Ctrl-C'],
    ['\x1a', 'Ctrl-Z'],
    ['\n', 'Ctrl-J'],
    ['\x00', 'Ctrl-Space'],
    ['\x1c', 'Ctrl-\\'],
    ['\x1d', 'Ctrl-]'],
    ['\x1f', 'Ctrl-_'],
    ['\x1bx', 'Alt-x'],
    ['\x1bX', 'Alt-X'],
    ['\x1b ', 'Alt-Space'],
    ['\x1b\r', 'Alt-Enter'],
    ['\x1b\x01', 'Ctrl-Alt-A'],
    ['\x1b\x7f', 'Alt-Backspace'],
    ['\x1bé', 'Alt-é'],
    ['\x1b[A', 'Up'],
    ['\x1b[B', 'Down'],
    ['\x1b[C', 'Right'],
    ['\x1b[D', 'Left'],
    ['\x1b[H', 'Home'],
    ['\x1b[F', 'End'],
    ['\x1bOA', 'Up'],
    ['\x1bOH', 'Home'],
    ['\x1bOP', 'F1'],
    ['\x1bOS', 'F4'],
    ['\x1bOM', 'Enter'],
    ['\x1bOj', '*'],
    ['\x1b[1~', 'Home'],
    ['\x1b[2~', 'Insert'],
    ['\x1b[3~', 'Delete'],
    ['\x1b[4~', 'End'],
    ['\x1b[5~', 'PageUp'],
    ['\x1b[6~', 'PageDown'],
    ['\x1b[15~', 'F5'],
    ['\x1b[21~', 'F10'],
    ['\x1b[24~', 'F12'],
    ['\x1b[[A', 'F1'],
    ['\x1b[[E', 'F5'],
    ['\x1b[Z', 'Shift-Tab'],
    ['\x1b[1;2A', 'Shift-Up'],
    ['\x1b[1;5C', 'Ctrl-Right'],
    ['\x1b[1;3D', 'Alt-Left'],
    ['\x1b[1;6B', 'Ctrl-Shift-Down'],
    ['\x1b[1;8H', 'Ctrl-Alt-Shift-Home'],
    ['\x1b[3;5~', 'Ctrl-Delete'],
    ['\x1b[1;2R', 'Shift-F3'],
    ['\x1bO5A', 'Ctrl-Up'],
    ['\x1b\x1b[A', 'Alt-Up'],
    ['\x1b[97;5u', 'Ctrl-A'],
    ['\x1b[97;2u', 'A'],
    ['\x1b[97;3u', 'Alt-a'],
    ['\x1b[27u', 'Escape'],
    ['\x1b[32;5u', 'Ctrl-Space'],
    ['\x1b[13;2u', 'Shift-Enter'],
    ['\x1b[27;5;13~', 'Ctrl-Enter'],
  ])('%j is %s', (input, key) => {
    expect(decoded(input)).toEqual([key]);
  });

  test('carry what a prompt inserts, and their bytes', () => {
    const [letter, space, up, alt] = new InputDecoder(30).feed(encoder.encode('é \x1b[A\x1bx'));
    expect(letter).toEqual({ kind: 'key', key: 'é', text: 'é', bytes: encoder.encode('é') });
    expect(space).toMatchObject({ key: 'Space', text: ' ' });
    expect(up).toEqual({ kind: 'key', key: 'Up', text: '', bytes: encoder.encode('\x1b[A') });
    expect(alt).toEqual({ kind: 'key', key: 'Alt-x', text: '', bytes: encoder.encode('\x1bx') });
  });

  test.each<[string, string]>([
    ['an unknown final byte', '\x1b[5qa'],
    ['an unknown number', '\x1b[99~a'],
    ['intermediates', '\x1b[3$za'],
    ['a control within', '\x1b[3\x00'],
    ['a byte that is no UTF-8', '\xff'],
  ])('%s gives nothing of itself', (_, input) => {
    const bytes = Uint8Array.from(input, (character) => character.charCodeAt(0));
    const keys = new InputDecoder(30).feed(bytes).map(short);
    expect(keys).toEqual(input.endsWith('a') ? ['a'] : input.endsWith('\x00') ? ['Ctrl-Space'] : []);
  });
});

describe('an escape alone', () => {
  test.each<[string, string[]]>([
    ['\x1b', ['Escape']],
    ['\x1b\x1b', ['Escape', 'Escape']],
    ['\x1b[', ['Alt-[']],
    ['\x1bO', ['Alt-O']],
    ['\x1b]', ['Alt-]']],
    ['\x1bP', ['Alt-P']],
    ['\x1b\x1b[', ['Escape', 'Alt-[']],
    ['\x1b[1;', []],
    ['\x1b]11;rgb:00', []],
    ['\xc3', []],
  ])('%j is, when nothing follows, %j', (input, keys) => {
    const decoder = new InputDecoder(30);
    expect(decoder.feed(Uint8Array.from(input, (character) => character.charCodeAt(0)))).toEqual([]);
    expect(decoder.waitMs).toBeGreaterThanOrEqual(30);
    expect(decoder.expire().map(short)).toEqual(keys);
    expect(decoder.waitMs).toBeUndefined();
    expect(decoded('a', decoder)).toEqual(['a']);
  });

  test('is waited for as long as was asked, an answer longer', () => {
    const decoder = new InputDecoder(80);
    decoder.feed(encoder.encode('\x1b'));
    expect(decoder.waitMs).toBe(80);
    decoder.feed(encoder.encode(']11;'));
    expect(decoder.waitMs).toBe(1000);
  });

  test('the Escape key and an answer in one read are both seen', () => {
    expect(decoded('\x1b\x1b[0n')).toEqual(['Escape', { kind: 'reply', reply: 'status' }]);
  });

  test('Alt with ] or P and more keys is no answer', () => {
    expect(decoded('\x1b]ab')).toEqual(['Alt-]', 'a', 'b']);
    expect(decoded('\x1bPab')).toEqual(['Alt-P', 'a', 'b']);
  });
});

describe('mouse', () => {
  const plain = { shift: false, alt: false, ctrl: false };
  test.each<[string, object | undefined]>([
    ['\x1b[<0;1;1M', { action: 'press', button: 'left', x: 0, y: 0, ...plain }],
    ['\x1b[<0;300;120m', { action: 'release', button: 'left', x: 299, y: 119, ...plain }],
    ['\x1b[<1;2;3M', { action: 'press', button: 'middle', x: 1, y: 2, ...plain }],
    ['\x1b[<2;2;3M', { action: 'press', button: 'right', x: 1, y: 2, ...plain }],
    ['\x1b[<32;2;3M', { action: 'move', button: 'left', x: 1, y: 2, ...plain }],
    ['\x1b[<35;2;3M', { action: 'move', button: 'none', x: 1, y: 2, ...plain }],
    ['\x1b[<64;2;3M', { action: 'wheel-up', button: 'none', x: 1, y: 2, ...plain }],
    ['\x1b[<65;2;3M', { action: 'wheel-down', button: 'none', x: 1, y: 2, ...plain }],
    ['\x1b[<28;2;3M', { action: 'press', button: 'left', x: 1, y: 2, shift: true, alt: true, ctrl: true }],
    ['\x1b[<66;2;3M', undefined],
    ['\x1b[<128;2;3M', undefined],
    ['\x1b[<0;0;0M', undefined],
    ['\x1b[<0;2M', undefined],
    ['\x1b[M !!', { action: 'press', button: 'left', x: 0, y: 0, ...plain }],
    ['\x1b[M#%&', { action: 'release', button: 'none', x: 4, y: 5, ...plain }],
    ['\x1b[M`!!', { action: 'wheel-up', button: 'none', x: 0, y: 0, ...plain }],
  ])('%j', (input, expected) => {
    expect(decoded(input)).toEqual(expected === undefined ? [] : [{ kind: 'mouse', ...expected }]);
  });
});

describe('answers', () => {
  test.each<[string, object]>([
    ['\x1b[0n', { reply: 'status' }],
    ['\x1b[3n', { reply: 'other' }],
    ['\x1b[?62;4c', { reply: 'other' }],
    ['\x1b[>1;10;0c', { reply: 'other' }],
    ['\x1b[?2026;2$y', { reply: 'other' }],
    ['\x1b[12;40R', { reply: 'other' }],
    ['\x1b[8;24;80t', { reply: 'other' }],
    ['\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\', { reply: 'background', color: 'rgb:1e1e/1e1e/2e2e' }],
    ['\x1b]11;rgb:1e1e/1e1e/2e2e\x07', { reply: 'background', color: 'rgb:1e1e/1e1e/2e2e' }],
    ['\x1b]10;rgb:ff/ff/ff\x07', { reply: 'other' }],
    ['\x1bP>|xterm(390)\x1b\\', { reply: 'other' }],
    ['\x1bP1$r0m\x1b\\', { reply: 'other' }],
  ])('%j is no key', (input, reply) => {
    expect(decoded(`${input}k`)).toEqual([{ kind: 'reply', ...reply }, 'k']);
  });

  test.each<[string, string]>([
    ['a string', `\x1b]11;${'x'.repeat(100_000)}\x07k`],
    ['a string ended by ST', `\x1b]11;${'x'.repeat(100_000)}\x1b\\k`],
    ['a sequence', `\x1b[${'1;'.repeat(1000)}mk`],
  ])('%s without end is read over, and bounded', (_, input) => {
    expect(decoded(input)).toEqual(['k']);
  });

  test('a string that is cut off by an escape ends there', () => {
    expect(decoded('\x1b]11;rgb\x1b[A')).toEqual(['Up']);
    expect(decoded('\x1b]11;rgb\x18k')).toEqual(['k']);
  });
});

test('focus comes and goes', () => {
  expect(decoded('\x1b[I\x1b[O')).toEqual([
    { kind: 'focus', focused: true },
    { kind: 'focus', focused: false },
  ]);
});

describe('a paste', () => {
  test('is one event, whatever is in it', () => {
    expect(decoded('a\x1b[200~one\r\ntwo\x1b[A\x03é\x1b[201~b')).toEqual([
      'a',
      { kind: 'paste', text: 'one\r\ntwo\x1b[A\x03é' },
      'b',
    ]);
  });

  test('ends at the first end marker; a stray one is nothing', () => {
    expect(decoded('\x1b[200~x\x1b[201~\x1b[201~y')).toEqual([{ kind: 'paste', text: 'x' }, 'y']);
  });

  test('holds 1 MiB, the rest is read over', () => {
    const [paste, key] = decoded(`\x1b[200~${'x'.repeat(3_000_000)}\x1b[201~k`);
    expect((paste as { text: string }).text.length).toBe(1024 * 1024);
    expect(key).toBe('k');
  });

  test('without its end is given after a while, so that keys work again', () => {
    const decoder = new InputDecoder(30);
    expect(decoded('\x1b[200~half', decoder)).toEqual([]);
    expect(decoder.waitMs).toBe(3000);
    expect(decoder.expire()).toEqual([{ kind: 'paste', text: 'half' }]);
    expect(decoded('q', decoder)).toEqual(['q']);
  });

  test('for a prompt is clean and never submits', () => {
    expect(pasteForPrompt('rm -rf /\r\n\x1b[31mx\n')).toBe('rm -rf / ␛[31mx ');
  });

  test('for a pty is bracketed only if asked, and no end marker hidden in it survives', () => {
    expect(pasteForPty('a\nb\r\nc\td', false)).toBe('a\rb\rc\td');
    expect(pasteForPty('ls', true)).toBe('\x1b[200~ls\x1b[201~');
    for (const hidden of ['\x1b[201~', '\x9b201~', '\x1b[20\x1b[201~1~', '\x1b\x1b[201~[201~']) {
      const sent = pasteForPty(`a${hidden}rm\n\x03`, true);
      expect(sent.slice(6, -6)).not.toMatch(/[\x1b\x9b\x03]/);
      expect(sent.endsWith('\x1b[201~')).toBe(true);
    }
  });
});
