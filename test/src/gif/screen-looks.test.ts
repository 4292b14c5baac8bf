import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { drawScreen } from '../../../src/gif/draw-screen.ts';
import {
  builtInFonts,
  DEFAULT_PICTURE,
  FontChain,
  type PictureOptions,
  parseTheme,
  renderStill,
  THEME_NAMES,
} from '../../../src/gif/index.ts';
import { openPicture, type Picture } from '../../../src/gif/picture.ts';

const options: PictureOptions = { ...DEFAULT_PICTURE, theme: parseTheme('dracula'), showCursor: false };
const BG = 0x282a36;
const FG = 0xf8f8f2;

async function show(
  data: string,
  { cols = 12, rows = 2, ...changed }: Partial<PictureOptions> & { cols?: number; rows?: number } = {},
): Promise<Picture> {
  const size = { cols, rows };
  const picture = openPicture(
    { initial: size, canvas: size },
    { ...options, ...changed },
    new FontChain(builtInFonts()),
  );
  picture.emulator.write(data, () => {});
  await picture.emulator.drained();
  picture.screen.update();
  return picture;
}

const pairAt = ({ screen, pairTable }: Picture, cell: number) => pairTable.pair(screen.pairs[cell] as number);
const definitionAt = ({ screen, atlas }: Picture, cell: number) => atlas.definitionOf(screen.glyphs[cell] as number);

test.each([
  ['default', 'x', FG, BG],
  ['a palette colour', '\u001b[31mx', 0xff5555, BG],
  ['a bright one', '\u001b[91mx', 0xff6e6e, BG],
  ['of 256', '\u001b[38;5;21mx', 0x0000ff, BG],
  ['a grey of 256', '\u001b[38;5;240mx', 0x585858, BG],
  ['24-bit', '\u001b[38;2;1;2;3;48;2;4;5;6mx', 0x010203, 0x040506],
  ['inverse', '\u001b[7mx', BG, FG],
  ['dim', '\u001b[2mx', 0x909194, BG],
  ['dim and inverse', '\u001b[2;7mx', 0x909194, FG],
  ['hidden', '\u001b[8mx', BG, BG],
  ['bold stays its colour', '\u001b[1;31mx', 0xff5555, BG],
])('colours: %s', async (_, data, foreground, background) => {
  expect(pairAt(await show(data), 0)).toMatchObject({ foreground, background });
});

test('bold is bright only when asked for', async () => {
  expect(pairAt(await show('\u001b[1;31mx', { boldIsBright: true }), 0).foreground).toBe(0xff6e6e);
});

test('a blank costs no colour but its background, unless a line is seen in it', async () => {
  const picture = await show('\u001b[31m \u001b[4m ');
  expect(pairAt(picture, 0)).toMatchObject({ foreground: BG, background: BG });
  expect(pairAt(picture, 1)).toMatchObject({ foreground: 0xff5555, background: BG });
});

test('an underline has its own style and colour', async () => {
  const picture = await show('\u001b[4:3m\u001b[58;2;9;8;7mx\u001b[0;4mx\u001b[4:2mx\u001b[4:4mx\u001b[4:5mx');
  expect(pairAt(picture, 0)).toMatchObject({ foreground: FG, line: 0x090807 });
  expect(pairAt(picture, 1).line).toBe(FG);
  const styles = [0, 1, 2, 3, 4].map((cell) => (definitionAt(picture, cell).style >> 4) & 7);
  expect(styles).toEqual([3, 1, 2, 4, 5]);
});

test.each([
  ['block', '\u001b[2 q', { foreground: BG, background: FG }, 0],
  ['bar', '\u001b[6 q', { foreground: FG, background: BG }, 512],
  ['underline', '\u001b[4 q', { foreground: FG, background: BG }, 1024],
])('the cursor is a %s', async (_, data, pair, bit) => {
  const picture = await show(`${data}ab\u001b[D`, { showCursor: true });
  expect(pairAt(picture, 1)).toMatchObject(pair);
  expect(definitionAt(picture, 1).style & (512 | 1024)).toBe(bit);
  expect(pairAt(picture, 0)).toMatchObject({ foreground: FG, background: BG });
});

test('a hidden cursor is not drawn, and a reset shows it again', async () => {
  expect(pairAt(await show('\u001b[?25la\u001b[D', { showCursor: true }), 0).background).toBe(BG);
  expect(pairAt(await show('\u001b[?25l\u001bca\u001b[D', { showCursor: true }), 0).background).toBe(FG);
});

test('a wide character is two halves; its overwritten half is gone', async () => {
  const picture = await show('\u6f22x');
  expect([definitionAt(picture, 0), definitionAt(picture, 1)]).toEqual([
    { text: '\u6f22', style: 128 },
    { text: '\u6f22', style: 256 },
  ]);
  const cut = await show('\u6f22\u001b[2Gx');
  expect(definitionAt(cut, 0).text).toBe(' ');
  expect(definitionAt(cut, 1).text).toBe('x');
});

test.each([
  ['a family is one picture in its first two cells', '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}x', 6],
  ['so is a hand with its skin', '\u{1f44d}\u{1f3fd}x', 4],
  ['a couple has a narrow heart between', '\u{1f469}\u200d\u2764\ufe0f\u200d\u{1f468}x', 5],
  ['a rainbow begins with a narrow flag', '\u{1f3f3}\ufe0f\u200d\u{1f308}x', 3],
  ['a narrow hand has a wide skin', '\u261d\u{1f3fd}x', 3],
  ['two narrow ones are as wide as one', '\u26f9\ufe0f\u200d\u2640\ufe0fx', 2],
  ['a flag takes the cells of its letters', '\u{1f1ef}\u{1f1f5}x', 2],
])('%s', async (_, data, cells) => {
  const picture = await show(data);
  const text = data.slice(0, -1);
  expect([definitionAt(picture, 0), definitionAt(picture, 1)]).toEqual([
    { text, style: 128 },
    { text, style: 256 },
  ]);
  for (let rest = 2; rest < cells; rest++) expect(definitionAt(picture, rest).text).toBe(' ');
  expect(definitionAt(picture, cells).text).toBe('x');
});

test('what no font draws as one stays apart, and lines run on under what is joined', async () => {
  const apart = await show('\u{1f600}\u{1f3fd}\u{1f1fd}\u{1f1fd}');
  expect([0, 2, 4, 5].map((cell) => definitionAt(apart, cell).text)).toEqual([
    '\u{1f600}',
    '\u{1f3fd}',
    '\u{1f1fd}',
    '\u{1f1fd}',
  ]);
  const underlined = await show('\u001b[4m\u{1f44d}\u{1f3fd}');
  expect([2, 3].map((cell) => definitionAt(underlined, cell))).toEqual(Array(2).fill({ text: ' ', style: 16 }));
});

test('a wide character at the edge of a screen that shrank does not leave it', async () => {
  const picture = await show('\u4f60\u597d');
  picture.emulator.resize(3, 2);
  picture.screen.update();
  expect([2, 3].map((cell) => definitionAt(picture, cell).text)).toEqual(['\u597d', ' ']);
});

test('an icon spreads over a blank behind it, and not over a letter', async () => {
  const styles = async (data: string) => definitionAt(await show(data), 0).style & (128 | 256);
  expect(await styles('\uf015 ')).toBe(128);
  expect(await styles('\uf015x')).toBe(0);
  expect(await styles('\uf015\u001b[41m ')).toBe(0);
});

test.each(['\u00a0', '\u2003', '\u3000', '\u3164', '\u1160'])('the space %j is a blank', async (space) => {
  const picture = await show(`a${space}b`);
  drawScreen(picture);
  const texts = Array.from({ length: 4 }, (_, cell) => definitionAt(picture, cell).text);
  expect(texts.join('')).toMatch(space === '\u1160' ? /^a\u1160b/ : /^a +b/);
  expect(picture.atlas.missing).toEqual([]);
});

test('a soft hyphen is a hyphen; the further separators of powerline fill their cell', async () => {
  const picture = await show('\u00ad\ue0d2');
  expect(definitionAt(picture, 0).text).toBe('-');
  const { cellWidth, cellHeight } = picture.geometry;
  const { pixels } = picture.atlas.glyph(picture.screen.glyphs[1] as number);
  const corners = [0, (cellHeight - 1) * cellWidth].map((at) => pixels[at]);
  expect(corners).toEqual([picture.atlas.levels - 1, picture.atlas.levels - 1]);
});

test('a character that no font has is a box with its number, and is reported', async () => {
  const picture = await show('\u{e0fff}a');
  drawScreen(picture);
  expect(picture.atlas.missing).toEqual(['\u{e0fff}']);
});

/** Pixels of a PNG as this program writes them, 0xRRGGBB. */
function readPng(bytes: Uint8Array): { width: number; height: number; pixels: Int32Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    chunks.set(
      String.fromCharCode(...bytes.subarray(at + 4, at + 8)),
      bytes.subarray(at + 8, at + 8 + view.getUint32(at)),
    );
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const table = chunks.get('PLTE');
  const step = table === undefined ? 3 : 1;
  const rows = inflateSync(chunks.get('IDAT') as Uint8Array);
  const pixels = new Int32Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const from = Math.floor(at / width) * (width * step + 1) + 1 + (at % width) * step;
    const color =
      table === undefined
        ? rows.subarray(from, from + 3)
        : table.subarray((rows[from] as number) * 3, (rows[from] as number) * 3 + 3);
    pixels[at] = ((color[0] as number) << 16) | ((color[1] as number) << 8) | (color[2] as number);
  }
  return { width, height, pixels };
}

const still = (data: string, format: 'png' | 'svg', cols = 40, rows = 6) => {
  const size = { cols, rows };
  const events = async function* () {
    yield [{ kind: 'output' as const, atMicros: 0, data }];
  };
  return renderStill(
    events(),
    { initial: size, canvas: size },
    { options, fonts: new FontChain(builtInFonts()), format },
  );
};

test.each([
  ['few colours', 'plain \u001b[31mred'],
  ['many colours', Array.from({ length: 100 }, (_, n) => `\u001b[48;2;${n};${2 * n};9;38;2;${n};0;0m\u2580`).join('')],
])('a PNG of %s has the pixels of the screen', async (_, data) => {
  const { width, height, pixels } = readPng((await still(data, 'png')).bytes);
  const picture = await show(data, { cols: 40, rows: 6 });
  const wanted = drawScreen(picture);
  expect([width, height]).toEqual([wanted.width, wanted.height]);
  expect(pixels).toEqual(wanted.pixels);
});

const SHEET = [
  '\u001b[1mbold\u001b[0m \u001b[3mitalic\u001b[0m \u001b[1;3mboth\u001b[0m \u001b[2mdim\u001b[0m \u001b[7minverse\u001b[0m \u001b[9mstrike\u001b[0m \u001b[53mover\u001b[0m',
  '\u001b[4mone\u001b[0m \u001b[4:2mtwo\u001b[0m \u001b[4:3mcurly\u001b[0m \u001b[4:4mdotted\u001b[0m \u001b[4:5mdashed\u001b[0m \u001b[4:3;58;2;255;80;80mcolour\u001b[0m',
  '\u4f60\u597d\u4e16\u754c \u3053\u3093\u306b\u3061\u306f \uc548\ub155 \u001b[1m\u7c97\u4f53\u001b[0m',
  '\u{1f600} \u2764\ufe0f \u{1f44d}\u{1f3fd} \u{1f469}\u200d\u{1f469}\u200d\u{1f467} \u{1f1ef}\u{1f1f5} 1\ufe0f\u20e3 x\u0301 e\u0301',
  '\u250c\u2500\u252c\u2510 \u2554\u2566\u2557 \u256d\u256e \u2588\u2593\u2592\u2591 \u2801\u28ff \u{1fb00}\u{1fb3b} \ue0b0\ue0b2 \uf015 \ue718',
  '\u03b1\u03b2\u03b3 \u0416\u0434 \u0e01\u0e02 \u2603 \u2192 \u{1d54f}',
].join('\r\n');

test('letters, lines, CJK, emoji, boxes and icons look as the golden shows them', async () => {
  const { bytes, missing } = await still(SHEET, 'png');
  expect(missing).toEqual([]);
  const path = new URL('../../golden/gif/looks.png', import.meta.url);
  if (process.env.UPDATE_GOLDEN !== undefined) (await import('node:fs')).writeFileSync(path, bytes);
  expect(readPng(bytes).pixels).toEqual(readPng(readFileSync(path)).pixels);
});

test('an SVG holds the text, escaped, with its looks; no script, nothing from outside', async () => {
  const { bytes } = await still(
    '<b>&\u0007 \u001b[1;4:3mtext\u001b[0m \u001b[41m  \u001b[0m\u2500\u2591\u001b[6 q',
    'svg',
  );
  const svg = new TextDecoder().decode(bytes);
  expect(svg).toContain('&lt;b&gt;&amp;<');
  expect(svg).toMatch(/font-weight="bold" style="text-decoration:underline wavy">text</);
  expect(svg).toContain('fill="#ff5555"/>');
  expect(svg).toContain('<path d="M');
  expect(svg).toContain('fill-opacity="0.25"');
  expect(svg).not.toMatch(/<script|href|url\(|@import/);
});

test('every theme has sixteen colours, and a list of colours is a theme', () => {
  for (const name of THEME_NAMES) expect(parseTheme(name).ansi.filter((color) => color >= 0).length).toBe(16);
  const eight = parseTheme('000000,ffffff,111111,222222,333333,444444,555555,666666,777777,888888');
  expect(eight.ansi[8]).toBe(0x111111);
  expect(() => parseTheme('solarised-dark')).toThrow(/did you mean solarized-dark/);
  expect(() => parseTheme('000000,ffffff,111111')).toThrow(expect.objectContaining({ code: 'GIF_THEME' }));
});
