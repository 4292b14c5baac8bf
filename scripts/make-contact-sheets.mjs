// Writes docs/glyphs/*.png: every range of characters as the GIF and still exports draw it, to be looked at.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PackFace } from '../src/gif/fonts/build-time.ts';
import { builtInFonts, DEFAULT_PICTURE, FontChain, parseTheme, renderStill } from '../src/gif/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const COLS = 96;
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));
const packed = (name) => {
  const bytes = readFileSync(`${root}assets/fonts/${name}.pack`);
  return [...new PackFace((offset, length) => bytes.subarray(offset, offset + length)).keys()];
};
const isIn = (from, to) => (key) => key.codePointAt(0) >= from && key.codePointAt(0) <= to;
/** Every so many-th, so that a sheet shows all of a large range. */
const sample = (keys, most) => keys.filter((_, at) => at % Math.ceil(keys.length / most) === 0);
const styled = (text) =>
  ['', '1', '3', '1;3', '2', '7', '9', '53', '4', '4:2', '4:3', '4:4', '4:5', '4:3;58;5;203'].map(
    (sgr) => `\u001b[${sgr}m${text}\u001b[0m`,
  );

const sheets = {
  letters: [
    ...styled('The quick brown fox 0123456789 {}[]()<> @#$%&*'),
    ...grid(
      packed('text-regular').filter((key) => !/\p{M}/u.test(key)),
      2,
    ),
    `Combining: a\u0301 o\u0308 x\u0301 n\u0303 q\u0302 \u0938\u094d`,
  ],
  boxes: [
    ...block(0x2500, 0x259f),
    ...grid(range(0x2800, 0x28ff), 2),
    ...grid(range(0x1fb00, 0x1fb3b), 2),
    ...grid(range(0xe0b0, 0xe0bf), 3),
  ],
  symbols: grid(
    packed('symbols').filter((key) => !/\p{M}/u.test(key)),
    2,
  ),
  cjk: [
    '\u4f60\u597d\uff0c\u4e16\u754c\uff01\u5bb9\u5668\u7f16\u6392\u4e0e\u96c6\u7fa4\u7ba1\u7406\u3002',
    '\u3053\u3093\u306b\u3061\u306f\u4e16\u754c\u3001\u30b3\u30f3\u30c6\u30ca\u3002',
    '\uc548\ub155\ud558\uc138\uc694 \uc138\uacc4, \ucee8\ud14c\uc774\ub108.',
    ...styled('\u7c97\u4f53\u4e0e\u659c\u4f53').slice(0, 9),
    ...grid(packed('cjk').filter(isIn(0x3000, 0x30ff)), 3),
    ...grid(sample(packed('cjk').filter(isIn(0x4e00, 0x9fff)), 640), 3),
    ...grid(sample(packed('cjk').filter(isIn(0xac00, 0xd7a3)), 320), 3),
  ],
  emoji: grid(
    packed('emoji')
      .filter((key) => [...key].length > 1 || key.codePointAt(0) > 0x2000)
      .map((key) => (/^[\u{1f1e6}-\u{1f1ff}]/u.test(key) ? key : `${key}\ufe0f`)),
    8,
  ),
  icons: grid(sample(packed('icons'), 2600), 3),
};

/** One a stop of `step` columns, placed by cursor moves: widths of sequences do not matter then. */
function grid(keys, step) {
  const perRow = Math.floor(COLS / step);
  const rows = [];
  for (let from = 0; from < keys.length; from += perRow) {
    rows.push(
      keys
        .slice(from, from + perRow)
        .map((key, at) => `\u001b[${at * step + 1}G${key}`)
        .join(''),
    );
  }
  return rows;
}

function block(from, to) {
  const rows = [];
  for (let code = from; code <= to; code += 32) rows.push(grid(range(code, Math.min(to, code + 31)), 3)[0], '');
  return rows;
}

mkdirSync(`${root}docs/glyphs`, { recursive: true });
for (const [name, lines] of Object.entries(sheets)) {
  const size = { cols: COLS, rows: lines.length };
  const events = async function* () {
    yield [{ kind: 'output', atMicros: 0, data: lines.join('\r\n') }];
  };
  const options = { ...DEFAULT_PICTURE, theme: parseTheme('dracula'), showCursor: false };
  const { bytes, missing } = await renderStill(
    events(),
    { initial: size, canvas: size },
    { options, fonts: new FontChain(builtInFonts()), format: 'png' },
  );
  writeFileSync(`${root}docs/glyphs/${name}.png`, bytes);
  console.log(
    `${name}.png: ${lines.length} rows, ${bytes.length} bytes${missing.length > 0 ? `, missing ${missing.map((each) => each.codePointAt(0).toString(16)).join(' ')}` : ''}`,
  );
}
