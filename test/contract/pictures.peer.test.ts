import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawScreen } from '../../src/gif/draw-screen.ts';
import { layOut } from '../../src/gif/geometry.ts';
import { Coverage } from '../../src/gif/glyphs/coverage.ts';
import { GlyphAtlas } from '../../src/gif/glyphs/glyph-atlas.ts';
import { drawContours } from '../../src/gif/glyphs/outline.ts';
import { builtInFonts, DEFAULT_PICTURE, FontChain, openFontFile, parseTheme } from '../../src/gif/index.ts';
import { openPicture } from '../../src/gif/picture.ts';
import { encodeSvg } from '../../src/gif/svg.ts';

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const python = join(cache, 'kpi-tui/peers/recorder/venv/bin/python');
const hasPeers = spawnSync(python, ['-c', 'import freetype, resvg_py']).status === 0;
if (!hasPeers) console.warn('SKIPPED: FreeType and resvg are not there (npm run peers recorder)');
const script = new URL('../peers/rasterise.py', import.meta.url).pathname;
const fonts = join(cache, 'kpi-tui/peers/recorder/fonts');
if (!existsSync(fonts)) console.warn('SKIPPED: fonts with PostScript outlines are not there (npm run peers recorder)');
const font = new URL('../../node_modules/dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf', import.meta.url).pathname;

function ask<T>(what: 'glyphs' | 'svg', request: unknown): T {
  const input = JSON.stringify(request);
  return JSON.parse(execFileSync(python, [script, what], { input, encoding: 'utf8', maxBuffer: 1 << 28 })) as T;
}

interface FreeTypeGlyph {
  readonly left: number;
  readonly top: number;
  readonly rows: readonly (readonly number[])[];
}

/** What FreeType covers of a pixel, 0..1, right of the pen and below the baseline. */
const coverageAt = ({ rows, left, top }: FreeTypeGlyph, x: number, y: number): number =>
  (rows[y + top]?.[x - left] ?? 0) / 255;

const CHARACTERS = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@#%&$(){}\u00df\u00e9\u0416\u03bb\u2192',
];

describe.skipIf(!hasPeers)('FreeType', () => {
  test.each([8, 12, 16, 19, 32])('covers the pixels of an outline at %i px as our rasteriser does', (size) => {
    const face = openFontFile(font);
    const theirs = ask<FreeTypeGlyph[]>('glyphs', {
      font,
      glyphs: CHARACTERS.map((text) => ({ text, size, left: 0.25 })),
    });
    let sum = 0;
    let inked = 0;
    let worst = 0;
    for (const [at, text] of CHARACTERS.entries()) {
      const coverage = new Coverage(64, 64);
      const contours = face.shapeOf(text)?.layers[0]?.contours ?? [];
      drawContours(coverage, contours, { scale: size / face.unitsPerEm, left: 8.25, baseline: 40 });
      for (const [pixel, own] of coverage.finish().entries()) {
        const other = coverageAt(theirs[at] as FreeTypeGlyph, (pixel % 64) - 8, Math.floor(pixel / 64) - 40);
        if (own === 0 && other === 0) continue;
        sum += Math.abs(own - other);
        inked++;
        worst = Math.max(worst, Math.abs(own - other));
      }
    }
    expect(inked).toBeGreaterThan(2000);
    // FreeType rounds points to 64ths of a pixel; four edges of that are the most that one pixel can gain.
    expect(worst).toBeLessThan(0.08);
    expect(sum / inked).toBeLessThan(0.003);
  });

  test('draws letters as the finished glyphs are, but for heights on whole pixels, six greys and steeper edges', () => {
    const face = openFontFile(font);
    const { unitsPerEm, ascender, descender } = face;
    const advance = (face.shapeOf('0')?.advance ?? 0) / unitsPerEm;
    const metrics = { advance, ascender: ascender / unitsPerEm, descender: descender / unitsPerEm };
    const geometry = layOut({ cols: 1, rows: 1 }, { size: 16, lineHeight: 1.4 }, metrics);
    const atlas = new GlyphAtlas({ geometry, levels: 6, fonts: new FontChain(builtInFonts(), [face]) });
    const left = (geometry.cellWidth - advance * 16) / 2;
    const theirs = ask<FreeTypeGlyph[]>('glyphs', {
      font,
      glyphs: CHARACTERS.map((text) => ({ text, size: 16, left })),
    });
    const faults = CHARACTERS.filter((text, at) => {
      const glyph = atlas.glyph(atlas.idOfText(text, 0));
      const pairs = Array.from(glyph.pixels, (level, pixel): [number, number] => {
        const [x, y] = [pixel % geometry.cellWidth, Math.floor(pixel / geometry.cellWidth)];
        return [level / 5, coverageAt(theirs[at] as FreeTypeGlyph, x, y - geometry.baseline)];
      }).filter(([own, other]) => own > 0 || other > 0);
      const mean = pairs.reduce((sum, [own, other]) => sum + Math.abs(own - other), 0) / pairs.length;
      const ink =
        pairs.reduce((sum, [own, other]) => sum + own - other, 0) / pairs.reduce((sum, [, other]) => sum + other, 0);
      const worst = Math.max(...pairs.map(([own, other]) => Math.abs(own - other)));
      return mean > 0.14 || Math.abs(ink) > 0.15 || worst > 0.55;
    });
    expect(faults).toEqual([]);
  });
});

/** So many times as large as the text is FreeType asked, whose own curves stray by a sixth of a pixel at the size of text. */
const OVER = 5;

describe.skipIf(!hasPeers || !existsSync(fonts))('FreeType', () => {
  const han = '\u4e2d\u6587\u5bb9\u5668\u7bc0\u9ede\u3042\u30a2\ud55c\uad6d';
  test.each([
    { name: 'of CFF', file: 'EBGaramond12-Regular.otf', face: '', number: 0, text: CHARACTERS, worst: 0.03 },
    {
      name: 'of a CID-keyed collection',
      file: 'NotoSansCJK-Regular.ttc',
      face: '#1',
      number: 1,
      text: han,
      worst: 0.03,
    },
    {
      name: 'of its default face',
      file: 'NotoSansCJK-Regular.ttc',
      face: '',
      number: 5,
      text: CHARACTERS,
      worst: 0.03,
    },
    // Strokes of a variable font overlap; in a pixel at the edges of two, our areas count both.
    { name: 'of CFF2', file: 'SourceCodeVF-Upright.otf', face: '', number: 0, text: CHARACTERS, worst: 0.4 },
  ])('covers the pixels of outlines $name as our rasteriser does', ({ file, face, number, text, worst }) => {
    const own = openFontFile(join(fonts, file) + face);
    const theirs = ask<FreeTypeGlyph[]>('glyphs', {
      font: join(fonts, file),
      face: number,
      glyphs: [...text].map((character) => ({ text: character, size: 16 * OVER, left: 0 })),
    });
    const differences = [...text].flatMap((character, at) => {
      const coverage = new Coverage(24, 28);
      const contours = own.shapeOf(character)?.layers[0]?.contours ?? [];
      drawContours(coverage, contours, { scale: 16 / own.unitsPerEm, left: 4, baseline: 20 });
      return Array.from(coverage.finish(), (share, pixel) => {
        const other = meanAt(theirs[at] as FreeTypeGlyph, (pixel % 24) - 4, Math.floor(pixel / 24) - 20);
        return share < 1e-4 && other === 0 ? undefined : Math.abs(share - other);
      }).filter((difference) => difference !== undefined);
    });
    expect(differences.length).toBeGreaterThan(500);
    expect(Math.max(...differences)).toBeLessThan(worst);
    expect(differences.reduce((sum, difference) => sum + difference, 0) / differences.length).toBeLessThan(0.003);
  });
});

/** The covered part of a pixel that is OVER x OVER of FreeType's. */
function meanAt(glyph: FreeTypeGlyph, x: number, y: number): number {
  let sum = 0;
  for (let at = 0; at < OVER * OVER; at++)
    sum += coverageAt(glyph, x * OVER + (at % OVER), y * OVER + Math.floor(at / OVER));
  return sum / (OVER * OVER);
}

const SCREEN = [
  'plain <b>&amp; "quotes" \u001b[1mbold\u001b[0m \u001b[31mred\u001b[0m',
  '\u001b[44m   \u001b[42m  \u001b[0m \u001b[48;2;200;100;50m\u001b[38;2;1;2;3m x \u001b[0m',
  '\u250c\u2500\u252c\u2500\u2510\u2588\u2592\u2591\u2584\u2580 \u2554\u2550\u2557',
  '\u2502 \u2502 \u2502\u2596\u259e\u28ff\u2847 \ue0b0\ue0b2 \u256d\u2500\u256e',
  '\u2514\u2500\u2534\u2500\u2518\u{1fb00}\u{1fb2a} \u{1fb3c}\u{1fb68}\u{1fb81}\u{1fb91}\u{1fb95}\u{1fb98}\u{1fb9c}\u{1fbae}\u{1cd31}',
].join('\r\n');

describe.skipIf(!hasPeers)('resvg', () => {
  test('shows an SVG as our own raster of the screen: grounds and what is drawn by rule exactly, letters by their ink', async () => {
    const size = { cols: 44, rows: 6 };
    const options = { ...DEFAULT_PICTURE, theme: parseTheme('dracula'), levels: 32 };
    const picture = openPicture({ initial: size, canvas: size }, options, new FontChain(builtInFonts()));
    picture.emulator.write(SCREEN, () => {});
    await picture.emulator.drained();
    const seen = ask<{ width: number; height: number; pixels: number[] }>('svg', { svg: encodeSvg(picture) });
    const wanted = drawScreen(picture);
    expect([seen.width, seen.height]).toEqual([wanted.width, wanted.height]);
    const { cellWidth, cellHeight, marginX, marginY } = picture.geometry;
    const faults: string[] = [];
    for (let cell = 0; cell < size.cols * size.rows; cell++) {
      const [x, y] = [cell % size.cols, Math.floor(cell / size.cols)];
      const { text } = picture.atlas.definitionOf(picture.screen.glyphs[cell] as number);
      let [own, other] = [0, 0];
      for (let at = 0; at < cellWidth * cellHeight; at++) {
        const pixel =
          (marginY + y * cellHeight + Math.floor(at / cellWidth)) * wanted.width +
          marginX +
          x * cellWidth +
          (at % cellWidth);
        own += lightness(wanted.pixels[pixel] as number);
        other += lightness(seen.pixels[pixel] as number);
      }
      const off = Math.abs(own - other) / (cellWidth * cellHeight);
      // A letter is drawn by another font file, at other heights; half a shade is no whole number of 31 steps.
      if (off > (/[!-~]/.test(text) ? 24 : 3.5)) faults.push(`${text} at ${x},${y} is off by ${off.toFixed(1)}`);
    }
    expect(faults).toEqual([]);
    picture.emulator.dispose();
  });
});

const lightness = (color: number): number => ((color >> 16) + ((color >> 8) & 255) + (color & 255)) / 3;
