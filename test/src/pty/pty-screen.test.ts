import { describe, expect, test } from 'vitest';
import {
  CELL,
  loadPtyScreen,
  NO_COLOR,
  PALETTE_COLOR,
  type ScreenCell,
  UNDERLINE_SHIFT,
} from '../../../src/pty/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { castBytes, decodeAll } from '../asciicast/cast-files.ts';
import { screenOf } from './screens.ts';

const cellAt = async (text: string, x = 0): Promise<ScreenCell> => {
  const screen = await screenOf(text);
  let found: ScreenCell | undefined;
  screen.readRow(0, (column, cell) => {
    if (column === x) found = { ...cell };
  });
  return found as ScreenCell;
};

describe('cells', () => {
  test.each([
    ['plain', 'a', { text: 'a', width: 1, fg: NO_COLOR, bg: NO_COLOR, flags: 0 }],
    ['blank', '', { text: ' ', width: 1, flags: 0 }],
    ['wide', '好', { text: '好', width: 2 }],
    ['palette colours', '\u001b[31;105mx', { fg: PALETTE_COLOR + 1, bg: PALETTE_COLOR + 13 }],
    ['24-bit colours', '\u001b[38;2;1;2;3;48;2;4;5;6mx', { fg: 0x010203, bg: 0x040506 }],
    ['black is not the default', '\u001b[38;2;0;0;0mx', { fg: 0 }],
    ['every flag', '\u001b[1;2;3;5;7;8;9;53mx', { flags: 255 }],
    ['bold alone', '\u001b[1mx', { flags: CELL.bold }],
    ['underline', '\u001b[4mx', { flags: 1 << UNDERLINE_SHIFT }],
    ['double underline', '\u001b[21mx', { flags: 2 << UNDERLINE_SHIFT }],
    ['curly underline', '\u001b[4:3mx', { flags: 3 << UNDERLINE_SHIFT }],
    ['dashed underline', '\u001b[4:5mx', { flags: 5 << UNDERLINE_SHIFT }],
    ['a mark', 'e\u0301', { text: 'e\u0301', width: 1 }],
    ['marks without end are cut to three', `e${'\u0301'.repeat(50)}`, { text: 'e\u0301\u0301\u0301' }],
    ['a mark without a base', '\u0301', { text: ' \u0301' }],
  ])('%s', async (_name, text, expected) => {
    expect(await cellAt(text)).toMatchObject(expected);
  });

  test('the right half of a wide character has no text and no width', async () => {
    expect(await cellAt('好', 1)).toMatchObject({ text: '', width: 0 });
  });

  test('widths are those of the program: an emoji takes two cells', async () => {
    expect(await cellAt('😀x', 2)).toMatchObject({ text: 'x' });
  });
});

describe('modes, cursor and title', () => {
  test('what the program asked for', async () => {
    const screen = await screenOf(
      '\u001b[?1;1002;1006;2004;1004h\u001b[?1049h\u001b=\u001b[3 q\u001b]2;a title\u0007ab',
    );
    expect(screen.modes).toEqual({
      applicationCursor: true,
      applicationKeypad: true,
      bracketedPaste: true,
      focusEvents: true,
      alternateScreen: true,
      mouse: 'drag',
      mouseEncoding: 'sgr',
    });
    expect(screen.cursor).toEqual({ x: 2, y: 0, shape: 'underline', isVisible: true });
    expect(screen.title).toBe('a title');
  });

  test('a hidden cursor is not visible', async () => {
    expect((await screenOf('\u001b[?25l')).cursor.isVisible).toBe(false);
  });

  test('the cursor behind the last column is shown on it', async () => {
    expect((await screenOf('x'.repeat(20))).cursor).toMatchObject({ x: 19, y: 0 });
  });
});

describe('scrolling back', () => {
  test('shows what went off the top, and stays there while output goes on', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => `line ${n}`).join('\r\n');
    const screen = await screenOf(lines, { scrollback: 100 });
    expect(screen.rowText(5)).toBe('line 19');
    screen.scrollBy(-10);
    expect(screen.rowText(0)).toBe('line 4');
    expect(screen.scroll).toEqual({ rows: 14, offset: 10 });
    expect(screen.cursor.isVisible).toBe(false);
    screen.write('\r\nmore');
    await screen.whenParsed();
    expect(screen.rowText(0)).toBe('line 4');
    screen.scrollToEnd();
    expect(screen.rowText(5)).toBe('more');
  });
});

describe('queries', () => {
  test('a live session gets the answers', async () => {
    const answers: string[] = [];
    const { PtyScreen } = await loadPtyScreen();
    const screen = new PtyScreen({ cols: 20, rows: 6, clock: new ManualClock(), answer: (data) => answers.push(data) });
    screen.write('ab\u001b[6n\u001b[c');
    await screen.whenParsed();
    expect(answers).toEqual(['\u001b[1;3R', '\u001b[?1;2c']);
  });
});

describe('feeding', () => {
  test('dirty rows are those that output touched', async () => {
    const screen = await screenOf('');
    screen.takeDirty();
    expect(screen.takeDirty()).toBeUndefined();
    screen.write('\u001b[3;1Hx');
    await screen.whenParsed();
    const dirty = screen.takeDirty();
    expect(dirty?.to).toBe(2);
    expect(screen.takeDirty()).toBeUndefined();
  });

  test('callbacks come in the order of the writes, resizes between them in theirs', async () => {
    const screen = await screenOf('');
    const seen: string[] = [];
    screen.write('12345678901234567890', () => seen.push(`first ${screen.cols}`));
    screen.write('', () => screen.resize(30, 6));
    screen.write('next', () => seen.push(`second ${screen.cols}`));
    await screen.whenParsed();
    expect(seen).toEqual(['first 20', 'second 30']);
  });

  test('a megabyte in one write arrives whole, is counted back, and lets the loop turn meanwhile', async () => {
    const screen = await screenOf('');
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    let now = 0;
    const clock = { now: () => (now += 7), after: () => () => {}, every: () => () => {} };
    const { PtyScreen } = await loadPtyScreen();
    const slow = new PtyScreen({ cols: 80, rows: 24, scrollback: 0, clock });
    slow.write('0123456789'.repeat(100_000));
    expect(slow.pending).toBe(1_000_000);
    await slow.whenParsed();
    clearInterval(timer);
    expect(slow.pending).toBe(0);
    expect(slow.rowText(0)).toMatch(/^\d{80}$/);
    expect(turns).toBeGreaterThan(20);
    screen.dispose();
  });

  test('a screen is at ground only between sequences', async () => {
    expect((await screenOf('abc')).isAtGround).toBe(true);
    expect((await screenOf('abc\u001b[3')).isAtGround).toBe(false);
    expect((await screenOf('abc\u001b]2;ti')).isAtGround).toBe(false);
  });
});

test.each(['a_tui', 'b_shell', 'c_idle', 'e_unicode'])(
  '%s: a snapshot in the middle leads to the same last screen',
  async (name) => {
    const outputs = decodeAll(castBytes(name)).items.flatMap((item) => (item.kind === 'output' ? [item.data] : []));
    const middle = Math.floor(outputs.length / 2);
    const size = name === 'a_tui' ? { cols: 120, rows: 35 } : { cols: 80, rows: 24 };
    const original = await screenOf(outputs.slice(0, middle).join(''), size);
    const copy = await screenOf(original.snapshot(), size);
    for (const screen of [original, copy]) screen.write(outputs.slice(middle).join(''));
    await Promise.all([original.whenParsed(), copy.whenParsed()]);
    const rows = (screen: typeof copy) => Array.from({ length: screen.rows }, (_, y) => screen.rowText(y));
    expect(rows(copy)).toEqual(rows(original));
    expect(rows(original).join('').trim()).not.toBe('');
  },
);
