import fc from 'fast-check';

/** Streams as terminal programs write them, in DEC's mnemonics, for properties of emulators, snapshots and recorders. */

const CSI = '\u001b[';
const small = fc.integer({ min: 0, max: 12 });
const csi = (final: string) => fc.array(small, { maxLength: 2 }).map((params) => `${CSI}${params.join(';')}${final}`);

const sgr = fc
  .array(
    fc.oneof(
      fc.constantFrom('0', '1', '2', '3', '4', '7', '8', '9', '22', '24', '27', '53', '4:3', '21', '39', '49'),
      fc.integer({ min: 30, max: 37 }).map(String),
      fc.integer({ min: 40, max: 47 }).map(String),
      fc.integer({ min: 90, max: 107 }).map(String),
      fc.integer({ min: 0, max: 255 }).map((n) => `38;5;${n}`),
      fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map(([r, g, b]) => `48;2;${r};${g};${b}`),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((codes) => `${CSI}${codes.join(';')}m`);

const printable: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 6 }) },
      { weight: 1, arbitrary: fc.constantFrom('好', '世界', '한', '😀', 'é', '─│┌', 'e\u0301', '▒') },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));

const decMode = fc
  .tuple(
    fc.constantFrom(1, 6, 7, 25, 45, 47, 66, 1000, 1002, 1003, 1004, 1006, 1047, 1048, 1049, 2004),
    fc.constantFrom('h', 'l'),
  )
  .map(([mode, final]) => `${CSI}?${mode}${final}`);

/** One command: `Cup`, `Decstbm`, `Sgr`, `Ed`, `El`, `Ich`, `Dch`, `Il`, `Dl`, `Ech`, `Su`, `Sd`, modes, charsets, tabs. */
export const terminalCommand: fc.Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: printable },
  { weight: 4, arbitrary: sgr },
  { weight: 4, arbitrary: fc.constantFrom('\r\n', '\n', '\r', '\b', '\t', '\r\n\r\n') },
  { weight: 4, arbitrary: csi('H') },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'd', '@', 'P', 'L', 'M', 'X', 'S', 'T', 'I', 'Z')
      .chain(csi),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 }).map((n) => `${CSI}${n}J`) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 2 }).map((n) => `${CSI}${n}K`) },
  { weight: 2, arbitrary: csi('r') },
  { weight: 3, arbitrary: decMode },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\u001b7', '\u001b8', '\u001bD', '\u001bE', '\u001bM', '\u001bH', '\u001b=', '\u001b>'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u001b(0', '\u001b(B', `${CSI}4h`, `${CSI}4l`, `${CSI}3g`, `${CSI}g`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `${CSI}!p`,
      '\u001bc',
      `${CSI}3 q`,
      `${CSI}2 q`,
      '\u001b]2;title\u0007',
      `${CSI}c`,
      `${CSI}6n`,
    ),
  },
);

export const terminalStream: fc.Arbitrary<string> = fc
  .array(terminalCommand, { maxLength: 40 })
  .map((parts) => parts.join(''));
