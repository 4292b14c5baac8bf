// Writes docs/glyphs/*.png: every range of characters as the GIF and still exports draw it, to be looked at.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PackFace } from '../src/gif/fonts/build-time.ts';
import { builtInFonts, DEFAULT_PICTURE, FontChain, parseTheme, renderStill } from '../src/gif/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const COLS = 104;
/** Where the pictures begin, right of the code point of the first one in the row. */
const LEFT = 9;

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));

function packed(name: string, from = 0, to = 0x10ffff): string[] {
  const bytes = readFileSync(`${root}assets/fonts/${name}.pack`);
  const face = new PackFace((offset, length) => bytes.subarray(offset, offset + length));
  return face.keys().filter((key) => {
    const code = key.codePointAt(0) as number;
    return code >= from && code <= to && !/^\p{M}/u.test(key) && (name === 'icons' || !/^\p{Co}/u.test(key));
  });
}

const isOne = (key: string): boolean => [...key].length === 1;
/** Every so many-th, so that a sheet shows all of a large range. */
const sample = (keys: readonly string[], most: number): string[] =>
  keys.filter((_, at) => at % Math.ceil(keys.length / most) === 0);

/** A sequence as it is typed: what is text by nature is made an emoji by a selector (UTS #51, "fully qualified"). */
function qualified(key: string): string {
  const characters = [...key];
  return characters
    .map((character, at) => {
      const isText = /^\p{Emoji}$/u.test(character) && !/^\p{Emoji_Presentation}$/u.test(character);
      return isText && !/^\p{Emoji_Modifier}/u.test(characters[at + 1] ?? '') ? `${character}\ufe0f` : character;
    })
    .join('');
}

const title = (text: string): string => `\u001b[1m${text}\u001b[0m`;
const label = (text: string): string =>
  `\u001b[2m${(text.codePointAt(0) as number).toString(16).toUpperCase().padStart(7)}\u001b[0m`;

/** One at each stop of `step` columns, placed by cursor moves: widths of sequences do not matter then. */
function grid(keys: readonly string[], step: number): string[] {
  const perRow = Math.floor((COLS - LEFT) / step);
  const rows: string[] = [];
  for (let from = 0; from < keys.length; from += perRow) {
    const row = keys.slice(from, from + perRow);
    rows.push(label(row[0] as string) + row.map((key, at) => `\u001b[${at * step + LEFT + 1}G${key}`).join(''));
  }
  return rows;
}

const styled = (text: string): string[] =>
  [
    ['regular', ''],
    ['bold', '1'],
    ['italic', '3'],
    ['bold italic', '1;3'],
    ['dim', '2'],
    ['inverse', '7'],
    ['strike', '9'],
    ['overline', '53'],
    ['underline', '4'],
    ['double', '4:2'],
    ['curly', '4:3'],
    ['dotted', '4:4'],
    ['dashed', '4:5'],
    ['coloured', '4:3;58;5;203'],
    ['all of it', '1;3;4:3;9;53;58;2;80;250;123;31'],
  ].map(([name, sgr]) => `\u001b[2m${(name as string).padEnd(13)}\u001b[0m\u001b[${sgr}m${text}\u001b[0m`);

const sheets: Record<string, string[]> = {
  letters: [
    ...styled('The quick brown fox 0123456789 {}[]()<> @#$%&* \u4f60\u597d \u{1f600} \u250c\u2500\u2510'),
    '',
    title('Combining marks'),
    '  a\u0301 e\u0300 o\u0302 n\u0303 u\u0308 a\u030a c\u0327 s\u030c  o\u0302\u0323 a\u0308\u0304 q\u0303 x\u0301 Z\u0351\u034b\u0343  x\u0336y\u0336z\u0336  n\u20d7  \u05e9\u05c1 \u0e01\u0e49 \u0915\u094d \u0438\u0306  \u304b\u3099 \u1112\u1161\u11ab',
    '',
    title('Letters'),
    ...grid(packed('text-regular'), 2),
    '',
    title('No font has it'),
    '  \u{e0fff} \u{10fffd}',
  ],
  boxes: [
    title('Joined'),
    ...joined(),
    '',
    title('Lines'),
    ...grid(range(0x2500, 0x257f), 2),
    title('Blocks'),
    ...grid(range(0x2580, 0x259f), 2),
    '',
    title('Braille'),
    ...grid(range(0x2800, 0x28ff), 2),
    '',
    title('Sextants'),
    ...grid(range(0x1fb00, 0x1fb3b), 2).flatMap((row) => [row, '']),
    title('Wedges, strips, greys and fills'),
    ...grid(
      range(0x1fb3c, 0x1fb9f).filter((key) => key !== '\u{1fb93}'),
      2,
    ).flatMap((row) => [row, '']),
    title('Slanted lines'),
    ...grid(range(0x1fba0, 0x1fbaf), 2),
    '',
    title('Octants'),
    ...grid([...range(0x1cd00, 0x1cde5), ...'\u{1cea0}\u{1cea3}\u{1cea8}\u{1ceab}\u{1fbe6}\u{1fbe7}'], 2).flatMap(
      (row) => [row, ''],
    ),
    title('Powerline'),
    ...grid(range(0xe0a0, 0xe0a3), 3),
    ...grid([...range(0xe0b0, 0xe0c8), ...'\ue0ca\ue0cc\ue0cd\ue0ce\ue0cf\ue0d0\ue0d1\ue0d2\ue0d4'], 3).flatMap(
      (row) => [row, ''],
    ),
  ],
  symbols: [
    ...grid(packed('symbols'), 2),
    title('Bitmaps, where no outline is at hand'),
    ...grid(sample(packed('last-resort'), 500), 3),
  ],
  cjk: [
    title('\u4e2d\u6587'),
    '  \u4f60\u597d\uff0c\u4e16\u754c\uff01\u5bb9\u5668\u7f16\u6392\u4e0e\u96c6\u7fa4\u7ba1\u7406\uff1a\u8282\u70b9\u3001\u5bb9\u5668\u7ec4\u3001\u670d\u52a1\u3002\u300c\u5f15\u7528\u300d\u201c\u5f15\u53f7\u201d\u2026\u2026\u2014\u2014',
    '  \u7e41\u9ad4\u4e2d\u6587\uff1a\u81fa\u7063\u3001\u6a39\u8393\u6d3e\u7684\u53e2\u96c6\u8207\u5bb9\u5668\u3002',
    title('\u65e5\u672c\u8a9e'),
    '  \u3053\u3093\u306b\u3061\u306f\u4e16\u754c\u3001\u30b3\u30f3\u30c6\u30ca\u3002\u300c\u62ec\u5f27\u300d\uff76\uff80\uff76\uff85\u3000\uff26\uff55\uff4c\uff4c',
    title('\ud55c\uad6d\uc5b4'),
    '  \uc548\ub155\ud558\uc138\uc694 \uc138\uacc4, \ucee8\ud14c\uc774\ub108 \ub178\ub4dc. \u1112\u1161\u11ab\u1100\u1173\u11af',
    ...styled('\u7c97\u4f53\u4e0e\u659c\u4f53 \u3072\u3089\u304c\u306a \ud55c\uae00').slice(0, 12),
    ...grid(packed('cjk', 0x3000, 0x33ff), 3),
    ...grid(sample(packed('cjk', 0x4e00, 0x9fff), 620), 3),
    ...grid(sample(packed('cjk', 0xac00, 0xd7a3), 248), 3),
    ...grid(packed('cjk', 0xff00, 0xffef), 3),
  ],
  emoji: [
    title('Flags'),
    ...grid(
      packed('emoji', 0x1f1e6, 0x1f1ff).filter((key) => !isOne(key)),
      3,
    ),
    title('Keycaps and flags of sequences'),
    ...grid(
      packed('emoji')
        .filter((key) => /\u20e3|[\u{e0060}-\u{e007f}]/u.test(key))
        .map(qualified),
      3,
    ),
    title('Joined: families, couples, professions (every sixth)'),
    ...grid(
      sample(
        packed('emoji').filter((key) => key.includes('\u200d')),
        176,
      ).map(qualified),
      11,
    ),
    title('Skin tones (every fourth)'),
    ...grid(
      sample(
        packed('emoji').filter((key) => /^\p{Emoji}\p{Emoji_Modifier}$/u.test(key)),
        160,
      ),
      5,
    ),
    title('Alone'),
    ...grid(packed('emoji', 0x2000).filter(isOne).map(qualified), 3),
  ],
  icons: [title('Nerd Font icons, a sample of each set'), ...grid(sample(packed('icons'), 2600), 3)],
};

/** What has to meet its neighbours, meeting them. */
function joined(): string[] {
  const left = [
    '\u250c\u2500\u252c\u2500\u2510 \u250f\u2501\u2533\u2501\u2513 \u2554\u2550\u2566\u2550\u2557 \u256d\u2500\u252c\u2500\u256e \u2553\u2500\u2565\u2500\u2556 \u2552\u2550\u2564\u2550\u2555 \u250d\u2501\u252f\u2501\u2511 \u250e\u2500\u2530\u2500\u2512',
    '\u2502 \u2502 \u2502 \u2503 \u2503 \u2503 \u2551 \u2551 \u2551 \u2502 \u2502 \u2502 \u2551 \u2551 \u2551 \u2502 \u2502 \u2502 \u2502 \u2502 \u2502 \u2503 \u2503 \u2503',
    '\u251c\u2500\u253c\u2500\u2524 \u2523\u2501\u254b\u2501\u252b \u2560\u2550\u256c\u2550\u2563 \u251c\u2500\u253c\u2500\u2524 \u255f\u2500\u256b\u2500\u2562 \u255e\u2550\u256a\u2550\u2561 \u251d\u2501\u253f\u2501\u2525 \u2520\u2500\u2542\u2500\u2528',
    '\u2514\u2500\u2534\u2500\u2518 \u2517\u2501\u253b\u2501\u251b \u255a\u2550\u2569\u2550\u255d \u2570\u2500\u2534\u2500\u256f \u2559\u2500\u2568\u2500\u255c \u2558\u2550\u2567\u2550\u255b \u2515\u2501\u2537\u2501\u2519 \u2516\u2500\u2538\u2500\u251a',
    '\u2571\u2572\u2571\u2572\u2573\u2573 \u2504\u2504\u2504 \u2508\u2508\u2508 \u254c\u254c\u254c \u2505\u2505\u2505 \u2509\u2509\u2509 \u254d\u254d\u254d \u2500\u257c\u2501\u257e\u2500 \u2591\u2591\u2592\u2592\u2593\u2593\u2588\u2588',
    '\u2572\u2571\u2572\u2571\u2573\u2573 \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588\u2587\u2586\u2585\u2584\u2583\u2582\u2581 \u258f\u258e\u258d\u258c\u258b\u258a\u2589\u2588 \u2596\u2597\u2598\u2599\u259a\u259b\u259c\u259d\u259e\u259f \u2580\u2584\u2580\u2584',
  ];
  const wave = (row: number) =>
    Array.from({ length: 24 }, (_, x) => {
      let bits = 0;
      for (let dx = 0; dx < 2; dx++) {
        const y = Math.round(7.5 - 7.5 * Math.sin(((x * 2 + dx) * Math.PI) / 12)) - row * 4;
        if (y >= 0 && y < 4)
          bits |=
            [
              [1, 2, 4, 64],
              [8, 16, 32, 128],
            ][dx]?.[y] ?? 0;
      }
      return String.fromCodePoint(0x2800 + bits);
    }).join('');
  const prompt =
    '\u001b[44;97m node-1 \u001b[34;42m\ue0b0\u001b[30m \ue0a0 main \u001b[32;49m\ue0b0\u001b[0m \ue0b6\u001b[7m round \u001b[0m\ue0b4  \ue0ba\u001b[7m slant \u001b[0m\ue0bc';
  return [...left.map((row, at) => `  ${row}\u001b[58G${at < 4 ? wave(at) : ''}`), `  ${prompt}`];
}

mkdirSync(`${root}docs/glyphs`, { recursive: true });
for (const [name, lines] of Object.entries(sheets)) {
  const size = { cols: COLS, rows: lines.length };
  const events = async function* () {
    yield [{ kind: 'output' as const, atMicros: 0, data: lines.join('\r\n') }];
  };
  const options = { ...DEFAULT_PICTURE, theme: parseTheme('dracula'), showCursor: false };
  const { bytes, missing } = await renderStill(
    events(),
    { initial: size, canvas: size },
    { options, fonts: new FontChain(builtInFonts()), format: 'png' },
  );
  writeFileSync(`${root}docs/glyphs/${name}.png`, bytes);
  const absent = missing.map((each) => (each.codePointAt(0) as number).toString(16)).join(' ');
  console.log(
    `${name}.png: ${lines.length} rows, ${bytes.length} bytes${absent === '' ? '' : `, no font has ${absent}`}`,
  );
}
