import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { KpiError } from '../../../src/flow/index.ts';
import { FontBytes, pagedReader } from '../../../src/gif/fonts/font-bytes.ts';
import { readTables, SfntFace } from '../../../src/gif/fonts/sfnt.ts';
import { openFontFile } from '../../../src/gif/index.ts';
import { cff2Table, cffTable, charstring, fontFile, fontTables } from '../../support/font-builder.ts';
import { fc } from '../../support/property.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

/** A font whose `A` is a square of this side. */
function font(side: number, name: string, isMono = false): ReadonlyMap<string, Uint8Array> {
  const square = charstring(`0 0 rmoveto ${side} ${side} ${-side} hlineto endchar`);
  return fontTables({ 'CFF ': cffTable({ glyphs: [charstring('endchar'), square] }) }, 2, { name, isMono });
}

function saved(name: string, bytes: Uint8Array): string {
  writeFileSync(folder.file(name), bytes);
  return folder.file(name);
}

const sideOf = (path: string): number | undefined => openFontFile(path).shapeOf('A')?.layers[0]?.contours[0]?.xs[1];

test('a font with PostScript outlines is opened, and has its metrics', () => {
  const face = openFontFile(saved('one.otf', fontFile(font(300, 'One'))));
  expect([face.unitsPerEm, face.ascender, face.descender]).toEqual([1000, 800, -200]);
  expect(face.shapeOf('A')).toMatchObject({ advance: 600, layers: [{ contours: [{ xs: [0, 300, 300, 0] }] }] });
  expect(face.shapeOf('B')).toBeUndefined();
});

describe('a collection', () => {
  const plain = saved('plain.ttc', fontFile(font(1, 'Sans'), font(2, 'Sans Bold'), font(3, 'Serif')));
  const mono = saved('mono.ttc', fontFile(font(1, 'Sans KR'), font(2, 'Sans Mono KR'), font(3, 'Sans Mono JP')));
  const fixed = saved('fixed.ttc', fontFile(font(1, 'Sans'), font(2, 'Typewriter', true)));
  const long = saved('long.ttc', fontFile(font(1, 'Sans Bold'), font(2, 'Sans')));
  test.each([
    { name: 'the first face by itself', path: plain, side: 1 },
    { name: 'the first face that is called monospaced', path: mono, side: 2 },
    { name: 'the face that says it is monospaced', path: fixed, side: 2 },
    { name: 'a number from nought on', path: `${plain}#0`, side: 1 },
    { name: 'a number', path: `${mono}#2`, side: 3 },
    { name: 'a name', path: `${mono}#Sans Mono JP`, side: 3 },
    { name: 'a name, however it is written', path: `${mono}#sansmono-jp`, side: 3 },
    { name: 'a whole name before the part of another', path: `${long}#sans`, side: 2 },
    { name: 'a part of a name', path: `${plain}#bold`, side: 2 },
  ])('is asked for $name', ({ path, side }) => {
    expect(sideOf(path)).toBe(side);
  });

  test.each([
    { name: 'a number that is too high', path: `${plain}#3` },
    { name: 'a name that no face has', path: `${plain}#Gothic` },
    { name: 'nothing', path: `${plain}#` },
  ])('that is asked for $name tells what there is', ({ path }) => {
    const hint = 'Choose one of: 0 Sans, 1 Sans Bold, 2 Serif.';
    expect(() => openFontFile(path)).toThrow(expect.objectContaining({ code: 'FONT_FACE', hint }));
  });

  test('a file may have a # in its name', () => {
    expect(sideOf(saved('odd#1.ttc', fontFile(font(5, 'Sans'), font(6, 'Serif'))))).toBe(5);
  });
});

const short = fontFile(font(300, 'One')).subarray(0, -20);
const tables = font(300, 'One');
const without = (tag: string) => fontFile(new Map([...tables].filter(([each]) => each !== tag)));
test.each([
  { name: 'cut off', bytes: short, says: 'outside the file' },
  { name: 'of pictures', bytes: fontFile(fontTables({ CBDT: new Uint8Array(8) }, 2)), says: 'pictures' },
  { name: 'without outlines', bytes: without('CFF '), says: "no table 'glyf'" },
  { name: 'without characters', bytes: without('cmap'), says: "no table 'cmap'" },
  {
    name: 'with an outline table of rubbish',
    bytes: fontFile(fontTables({ 'CFF ': new Uint8Array(9) }, 2)),
    says: 'version 0',
  },
  {
    name: 'with an outline table of Type 1',
    bytes: fontFile(fontTables({ 'CFF ': Uint8Array.from([1, 0, 4, 1, 0, 0, 0, 0]) }, 2)),
    says: 'damaged',
  },
  {
    name: 'of a million faces',
    bytes: Uint8Array.from([...'ttcf'].map((c) => c.charCodeAt(0)).concat([0, 1, 0, 0, 0, 16, 0, 0])),
    says: '1048576 faces',
  },
])('a font $name is an error in a sentence', ({ name, bytes, says }) => {
  const path = saved(`${name}.otf`, bytes);
  expect(() => openFontFile(path)).toThrow(
    expect.objectContaining({ code: 'FONT_FORMAT', message: expect.stringContaining(says) }),
  );
});

test('a folder is no font', () => {
  expect(() => openFontFile(folder.path)).toThrow(expect.objectContaining({ code: 'FONT_FILE' }));
});

const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);

test('whatever is asked for through pages is what the file has there', () => {
  const part = fc.record({ offset: fc.nat(1100), length: fc.nat(300) });
  fc.assert(
    fc.property(fc.array(part), fc.integer({ min: 1, max: 200 }), (parts, page) => {
      const read = pagedReader((offset, length) => bytes.subarray(offset, offset + length), page, 3);
      for (const { offset, length } of parts)
        expect(read(offset, length)).toEqual(bytes.subarray(offset, offset + length));
    }),
  );
});

test('a page is read once while it is among the last three', () => {
  const asked: number[] = [];
  const read = pagedReader(
    (offset, length) => {
      asked.push(offset / 100);
      return bytes.subarray(offset, offset + length);
    },
    100,
    3,
  );
  for (const page of [0, 1, 2, 0, 1, 2, 3, 2, 0]) read(page * 100 + 7, 50);
  expect(asked).toEqual([0, 1, 2, 3, 0]);
});

test('a damaged font with PostScript outlines is an error with a code or has fewer glyphs; nothing else happens', () => {
  const glyphs = ['endchar', '10 20 rmoveto 1 2 3 4 5 6 rrcurveto -107 callsubr endchar', '0 0 65 66 endchar'].map(
    charstring,
  );
  const local = [charstring('5 hlineto return')];
  const keyed = cffTable({ glyphs, fonts: [local, local], select: [0, 1, 0] });
  const sources = [
    fontFile(fontTables({ 'CFF ': cffTable({ glyphs, local, names: [34, 35] }) }, 3)),
    fontFile(fontTables({ 'CFF ': keyed }, 3), fontTables({ 'CFF ': keyed }, 3, { name: 'Mono' })),
    fontFile(fontTables({ CFF2: cff2Table(glyphs, [2, 1]) }, 3)),
  ];
  const change = fc.record({ place: fc.nat(), value: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.array(change, { minLength: 1, maxLength: 4 }), (source, changes) => {
      const damaged = Uint8Array.from(source);
      for (const { place, value } of changes) damaged[place % damaged.length] = value;
      let face: SfntFace;
      try {
        face = new SfntFace(readTables(FontBytes.of(damaged)));
      } catch (cause) {
        if (!(cause instanceof KpiError) && !(cause instanceof RangeError)) throw cause;
        return;
      }
      // Once open, a font never throws.
      for (const text of ['A', 'B', 'AB']) face.shapeOf(text);
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 1000) },
  );
});
