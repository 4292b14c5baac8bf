import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPtyScreen } from '../../../src/pty/index.ts';
import { RawFilter } from '../../../src/recorder/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { terminalCommand } from '../../support/terminal-arbitraries.ts';
import { castBytes, decodeAll } from '../asciicast/cast-files.ts';
import { seen } from '../pty/screens.ts';

const dangerous = fc.constantFrom(
  '\u001b[c',
  '\u001b[>c',
  '\u001b[=c',
  '\u001b[>q',
  '\u001b[5n',
  '\u001b[6n',
  '\u001b[?6n',
  '\u001b[?25$p',
  '\u001b[4$p',
  '\u001b[18t',
  '\u001b[21t',
  '\u001b[22;0;0t',
  '\u001b[x',
  '\u001b[?u',
  '\u001bZ',
  '\u0005',
  '\u009bc',
  '\u001b]52;c;aGk=\u0007',
  '\u001b]52;c;?\u001b\\',
  '\u001b]0;title\u0007',
  '\u001b]2;title\u009c',
  '\u001b]10;?\u0007',
  '\u001b]4;1;?\u001b\\',
  '\u001bP$qm\u001b\\',
  '\u001bP+q544e\u001b\\',
  '\u001b_Gi=1,a=q\u001b\\',
);
const stream = fc.array(fc.oneof(terminalCommand, dangerous), { maxLength: 40 }).map((parts) => parts.join(''));

const filtered = (text: string, size: number): string => {
  const filter = new RawFilter();
  let out = '';
  for (let at = 0; at < text.length; at += size) out += filter.filter(text.slice(at, at + size));
  return out;
};

async function shown(text: string): Promise<{ screen: object; answers: string }> {
  const { PtyScreen } = await loadPtyScreen();
  let answers = '';
  const screen = new PtyScreen({
    cols: 20,
    rows: 6,
    scrollback: 0,
    clock: new ManualClock(),
    answer: (data) => (answers += data),
  });
  screen.write(text);
  await screen.whenParsed();
  const result = { screen: { ...seen(screen), title: '' }, answers };
  screen.dispose();
  return result;
}

test('what passes shows the same screen and makes no terminal answer, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(stream, fc.integer({ min: 1, max: 30 }), async (text, size) => {
      const [original, safe] = await Promise.all([shown(text), shown(filtered(text, size))]);
      expect(safe.answers).toBe('');
      expect(safe.screen).toEqual(original.screen);
    }),
    runs(250),
  );
});

test('of any text nothing passes that sets a title or the clipboard, or is a query', () => {
  fc.assert(
    fc.property(
      fc
        .array(
          fc.oneof(
            dangerous,
            fc.string({ unit: 'binary', maxLength: 8 }),
            fc.constantFrom('\u001b', '[', ']', '52;', 'c'),
          ),
        )
        .map((parts) => parts.join('')),
      (text) => {
        const out = filtered(text, 7);
        expect(out).not.toMatch(
          /\u001b\][0125]2?;|\u001bP|\u001b_|\u001b\[[\d;>=?]*c|\u001b\[\??[\d;]*n|\u0005|[\u0080-\u009f]/,
        );
      },
    ),
    runs(300),
  );
});

describe('the sample recordings', () => {
  test('a_tui asks its terminal twice; its filtered output never does', async () => {
    const text = decodeAll(castBytes('a_tui'))
      .items.map((item) => (item.kind === 'output' ? item.data : ''))
      .join('');
    expect((await shown(text)).answers).not.toBe('');
    const safe = filtered(text, 4096);
    expect((await shown(safe)).answers).toBe('');
    expect(safe.length).toBeGreaterThan(text.length * 0.9);
  });

  test.each([
    ['colours that are set', '\u001b]4;1;#ff0000\u001b\\', '\u001b]4;1;#ff0000\u001b\\'],
    ['a hyperlink', '\u001b]8;;https://x\u0007', '\u001b]8;;https://x\u001b\\'],
    ['a cursor shape', '\u001b[3 q', '\u001b[3 q'],
    ['a character set', '\u001b(0', '\u001b(0'],
    ['an unfinished sequence', 'a\u001b[3', 'a'],
    ['a clipboard', 'a\u001b]52;c;aGk=\u0007b', 'ab'],
  ])('%s', (_name, text, expected) => {
    expect(filtered(text, 100)).toBe(expected);
  });
});
