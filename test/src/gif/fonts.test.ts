import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KpiError } from '../../../src/flow/index.ts';
import { FontBytes } from '../../../src/gif/fonts/font-bytes.ts';
import type { GlyphShape } from '../../../src/gif/fonts/font-face.ts';
import { PackFace } from '../../../src/gif/fonts/glyph-pack.ts';
import { readTables, SfntFace } from '../../../src/gif/fonts/sfnt.ts';
import { unpackWoff2 } from '../../../src/gif/fonts/woff2.ts';
import { writePack } from '../../../src/gif/fonts/write-pack.ts';
import { builtInFonts, FontChain, openFontFile } from '../../../src/gif/index.ts';

const require = createRequire(import.meta.url);
const fontFile = (path: string) => require.resolve(path);
const jetBrains = fontFile('jetbrains-mono/fonts/webfonts/JetBrainsMonoNL-Regular.woff2');
const dejaVu = fontFile('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf');
const numRuns = Number(process.env.FC_RUNS ?? 200);

const open = builtInFonts();
const fonts = new FontChain(open);
const plain = { bold: false, italic: false };

test('a built-in face has the outlines of the font that it was made from', () => {
  const source = openFontFile(jetBrains);
  const packed = open('text-regular');
  expect([packed.unitsPerEm, packed.ascender, packed.descender]).toEqual([1000, 1020, -300]);
  for (const character of 'aBg@8{~\u00e9\u0416\u03b1\u2192') {
    const [one, other] = [source.shapeOf(character), packed.shapeOf(character)] as [GlyphShape, GlyphShape];
    expect(other.advance).toBe(one.advance);
    const areas = [one, other].map((shape) =>
      shape.layers.flatMap((layer) => layer.contours.map(areaOf)).map(Math.round),
    );
    expect(areas[1]).toEqual(areas[0]);
  }
});

/** Twice the signed area of the polygon through the points. */
function areaOf({ xs, ys }: { readonly xs: ArrayLike<number>; readonly ys: ArrayLike<number> }): number {
  let sum = 0;
  for (let at = 0; at < xs.length; at++) {
    const next = (at + 1) % xs.length;
    sum += (xs[at] as number) * (ys[next] as number) - (xs[next] as number) * (ys[at] as number);
  }
  return sum;
}

test('a TrueType file is read: simple and composite glyphs', () => {
  const face = openFontFile(dejaVu);
  expect(face.unitsPerEm).toBe(2048);
  const contours = (text: string) => face.shapeOf(text)?.layers[0]?.contours.length;
  expect([contours('o'), contours('i'), contours('\u00f6')]).toEqual([2, 2, 4]);
  expect(face.shapeOf('\u{1f9ff}')).toBeUndefined();
});

test.each([
  ['a letter', 'a', 'text'],
  ['Greek', '\u03bb', 'text'],
  ['a symbol', '\u2603', 'symbol'],
  ['Chinese', '\u4e2d', 'cjk'],
  ['Japanese', '\u3042', 'cjk'],
  ['Korean', '\ud55c', 'cjk'],
  ['an icon', '\uf015', 'icon'],
  ['an emoji', '\u{1f600}', 'emoji'],
  ['a heart as an emoji', '\u2764\ufe0f', 'emoji'],
  ['a heart as text', '\u2764', 'symbol'],
  ['a flag', '\u{1f1ef}\u{1f1f5}', 'emoji'],
  ['a family', '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}', 'emoji'],
  ['a skin tone', '\u{1f44d}\u{1f3fd}', 'emoji'],
  ['a keycap', '1\ufe0f\u20e3', 'emoji'],
  ['Thai', '\u0e01', 'bitmap'],
])('%s is found', (_, text, kind) => {
  expect(fonts.find(text, plain)?.kind).toBe(kind);
});

test('a character that no font has is not found', () => {
  expect(fonts.find('\u{e0fff}', plain)).toBeUndefined();
});

test('bold and italic have faces of their own for letters, and are made for other text', () => {
  const bold = { bold: true, italic: false };
  expect(fonts.find('a', bold)?.fakeBold).toBe(false);
  expect(fonts.find('a', bold)?.shape).not.toEqual(fonts.find('a', plain)?.shape);
  expect(fonts.find('\u4e2d', bold)?.fakeBold).toBe(true);
  expect(fonts.find('\u{1f600}', bold)?.fakeBold).toBe(false);
});

test('a pack gives back what was put into it', () => {
  const shape = (at: number): GlyphShape => ({
    advance: at % 3 === 0 ? 600 : 1000 + at,
    layers: [
      {
        color: at % 2 === 0 ? undefined : 0xff8800 + at,
        contours: [{ xs: [1, 1 - at, 5000], ys: [at, 3, -7], onCurve: [true, false, true] }],
      },
    ],
  });
  const keys = [
    ...Array.from({ length: 150 }, (_, at) => String.fromCodePoint(0x4e00 + at * 3)),
    'ab',
    '\u{1f469}\u200d\u{1f467}',
  ];
  const glyphs = new Map(keys.map((key, at) => [key, shape(at)]));
  const bytes = writePack({ unitsPerEm: 256, ascender: 200, descender: -56, advance: 600, sliceGlyphs: 64, glyphs });
  const face = new PackFace((offset, length) => bytes.subarray(offset, offset + length));
  expect([...face.keys()].sort()).toEqual([...keys].sort());
  for (const key of keys) expect(face.shapeOf(key)).toEqual(glyphs.get(key));
  expect(face.shapeOf('z')).toBeUndefined();
  expect(face.shapeOf('abc')).toBeUndefined();
});

test('a damaged font file is an error with a code or has fewer glyphs; nothing else happens', () => {
  const sources = [readFileSync(dejaVu).subarray(0, 60_000), readFileSync(jetBrains)];
  fc.assert(
    fc.property(
      fc.constantFrom(...sources),
      fc.integer({ min: 0, max: 59_999 }),
      fc.integer({ min: 0, max: 255 }),
      (source, place, value) => {
        const bytes = Uint8Array.from(source);
        bytes[place % bytes.length] = value;
        try {
          const face = new SfntFace(source === sources[1] ? unpackWoff2(bytes) : readTables(FontBytes.of(bytes)));
          face.shapeOf('g');
        } catch (cause) {
          if (!(cause instanceof KpiError) && !(cause instanceof RangeError)) throw cause;
        }
      },
    ),
    { numRuns: Math.min(numRuns, 300) },
  );
});

test('tables of packed fonts have their own names, also those of three letters', () => {
  const tags = [...unpackWoff2(readFileSync(jetBrains)).keys()];
  expect(tags).toContain('cvt ');
  expect(tags.filter((tag) => tag.startsWith(' '))).toEqual([]);
});

test('a file that is no font says so', () => {
  expect(() => openFontFile(import.meta.filename)).toThrow(expect.objectContaining({ code: 'FONT_FORMAT' }));
  expect(() => openFontFile('/nowhere/font.ttf')).toThrow(expect.objectContaining({ code: 'FONT_FILE' }));
});
