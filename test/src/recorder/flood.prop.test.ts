import { expect, test } from 'vitest';
import { floodLength, forEachPrinted, printedLines } from '../../../src/recorder/redaction/flood.ts';
import { EmulatedScreen } from '../../support/emulated-screen.ts';
import { fc } from '../../support/property.ts';

/** So wide that what is too short to be looked at does not fill it. */
const COLS = 4200;

/** Lines as a log has them: colours, tabs, some longer than the screen is wide. */
const line = fc
  .array(fc.constantFrom('text ', '\u001b[1;32m', '\u001b[m', '\t', 'é好', '#'.repeat(COLS + 5), '7'), { maxLength: 3 })
  .map((parts) => `${parts.join('')}\r\n`);

async function shown(rows: number, ...texts: string[]): Promise<string[]> {
  const screen = new EmulatedScreen(COLS, rows);
  for (const text of texts) await screen.write(text);
  const { buffer } = screen.terminal;
  return [...screen.lines(), `${buffer.active.cursorX},${buffer.active.cursorY}`];
}

test('without what is left out the screen at the end is the same, wherever the cursor was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 8 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(line, { minLength: 3, maxLength: 14, size: 'max' }),
      fc.constantFrom('', 'no line end', '\u001b[31mred'),
      async (rows, cursorRow, lines, end) => {
        // Below the shortest length that is looked at, everything is drawn.
        const text = `${'0123456789abcdef'.repeat(256)}\r\n${lines.join('')}${end}`;
        const flood = floodLength(text, rows);
        const before = `${`${'old'.repeat(20)}\r\n`.repeat(rows)}old\u001b[${cursorRow}H`;
        const whole = await shown(rows, before, text);
        // Nothing of what was there before is seen beside a shorter line.
        expect(await shown(rows, before, flood > 0 ? `\u001b[${rows}H` : '', text.slice(flood))).toEqual(whole);
        // Of the lines all but one screen are left out, when there are two.
        if (lines.length > 2 * rows) expect(text.slice(flood).split('\n').length).toBe(rows + 1);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['a cursor movement', '\u001b[2A'],
  ['a return within a line', 'a\rb'],
  ['a line feed alone', 'a\nb'],
  ['a title', '\u001b]0;x\u0007'],
  ['a private SGR', '\u001b[>4;1m'],
  ['a backspace', '\b'],
] as const)('nothing is left out of a text with %s', (_, part) => {
  const lines = 'some line\r\n'.repeat(1000);
  expect(floodLength(lines, 24)).toBe(lines.length - 24 * 11);
  expect(floodLength(`${lines}${part}${lines}`, 24)).toBe(0);
});

test('what a flood prints is found at its places', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.nat(), fc.nat(), (lines, a, b) => {
      const text = lines.join('');
      const printed = printedLines(text);
      const plain = text.replace(/\u001b\[[\d;:]*m|\r/g, '').replaceAll('\t', ' ');
      if (printed === undefined) {
        expect(`\n${plain}`).toContain('\n\n');
        return;
      }
      expect(printed).toBe(plain);
      const [from = 0, to = 0] = [a % (printed.length + 1), b % (printed.length + 1)].sort((x, y) => x - y);
      let found = '';
      forEachPrinted(text, from, to, (at) => {
        found += text[at];
      });
      expect(found.replaceAll(' ', '')).toBe(printed.slice(from, to).replace(/[\n ]/g, ''));
    }),
  );
});
