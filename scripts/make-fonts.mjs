// Writes assets/fonts/*.pack, the fonts that the GIF and still exports draw with, from npm packages.
// Usage: node scripts/make-fonts.mjs [NAME...]   (text, symbols, emoji, icons, cjk, last-resort; default all)
// Packages that are not dependencies (CJK alone unpacks to 200 MB) are fetched by `npm pack` into build/font-sources.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  FontBytes,
  isWoff2,
  PackFace,
  readTables,
  SfntFace,
  unpackWoff2,
  writePack,
} from '../src/gif/fonts/build-time.ts';
import { chooseColors, nearestColor } from './emoji-colors.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'assets/fonts');
const require = createRequire(import.meta.url);

/** Coordinates of CJK, icons and emoji: a 256th of an em is a sixteenth of a pixel at the usual size. */
const COARSE_EM = 256;
/** Unifont's characters are bitmaps of 16 lines. */
const BITMAP_EM = 16;

/** Where a page needs few characters of many, slices are small. */
const SLICE_GLYPHS = { icons: 128, 'last-resort': 256 };

const FETCHED = {
  '@fontsource/noto-sans-sc': '5.3.0',
  '@fontsource/noto-sans-jp': '5.3.0',
  '@fontsource/noto-sans-kr': '5.3.0',
  '@fontsource/unifontex': '5.2.6',
  '@azurity/pure-nerd-font': '3.0.5',
};

const recipes = {
  text() {
    const styles = { regular: 'Regular', bold: 'Bold', italic: 'Italic', 'bold-italic': 'BoldItalic' };
    for (const [name, file] of Object.entries(styles)) {
      const face = open(packageFile('jetbrains-mono', `fonts/webfonts/JetBrainsMonoNL-${file}.woff2`));
      save(`text-${name}`, face, glyphsOf(face, isDrawnFromFont), face.unitsPerEm);
    }
  },
  symbols() {
    const known = new Set(packed('text-regular').keys());
    const face = open(packageFile('dejavu-fonts-ttf', 'ttf/DejaVuSansMono.ttf'));
    save(
      'symbols',
      face,
      glyphsOf(face, (code) => isDrawnFromFont(code) && !known.has(String.fromCodePoint(code))),
      1024,
    );
  },
  emoji() {
    const face = open(packageFile('twemoji-colr-font', 'twemoji.woff2'));
    const glyphs = glyphsOf(face, (code) => code > 0xff || face.shapeOf(String.fromCodePoint(code)).layers.length > 1);
    for (const [key, shape] of sequencesOf(face)) glyphs.set(key, shape);
    const colors = chooseColors(glyphs.values());
    for (const [key, shape] of glyphs) {
      const layers = shape.layers.map((layer) => ({ ...layer, color: nearestColor(colors, layer.color ?? 0) }));
      glyphs.set(key, { ...shape, layers });
    }
    save('emoji', face, glyphs, COARSE_EM);
    writeColors(colors);
  },
  icons() {
    const face = open(fetchedFile('@azurity/pure-nerd-font', 'PureNerdFont.woff2'));
    save(
      'icons',
      face,
      glyphsOf(face, (code) => isPrivateUse(code) && isDrawnFromFont(code)),
      COARSE_EM,
    );
  },
  cjk() {
    const glyphs = new Map();
    let first;
    for (const language of ['sc', 'jp', 'kr']) {
      for (const face of slices(`@fontsource/noto-sans-${language}`, `noto-sans-${language}-`)) {
        first ??= face;
        for (const [key, shape] of glyphsOf(face, isCjk)) if (!glyphs.has(key)) glyphs.set(key, shape);
      }
    }
    save('cjk', first, glyphs, COARSE_EM);
  },
  'last-resort'() {
    const known = new Set();
    for (const name of ['text-regular', 'symbols', 'cjk', 'icons', 'emoji'])
      for (const key of packed(name).keys()) known.add(key);
    const face = open(fetchedFile('@fontsource/unifontex', 'files/unifontex-latin-400-normal.woff2'));
    const isNeeded = (code) => isDrawnFromFont(code) && isLiving(code) && !known.has(String.fromCodePoint(code));
    save('last-resort', face, glyphsOf(face, isNeeded), BITMAP_EM);
  },
};

mkdirSync(target, { recursive: true });
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(recipes);
for (const name of wanted) recipes[name]();

/** Control characters are never drawn; boxes, blocks, braille, sextants and powerline are drawn by rule. */
function isDrawnFromFont(code) {
  if (code < 0x21 || (code >= 0x7f && code <= 0xa0) || code === 0xad) return false;
  if (code >= 0x2500 && code <= 0x259f) return false;
  if (code >= 0x2800 && code <= 0x28ff) return false;
  if (code >= 0x1fb00 && code <= 0x1fb3b) return false;
  return !(code >= 0xe0b0 && code <= 0xe0bf);
}

function isPrivateUse(code) {
  return (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000;
}

/** The basic plane without private use, and the symbols of the next: no scripts that only scholars type. */
function isLiving(code) {
  if (code >= 0x3400 && code < 0xa000) return false; // ideographs that none of the three languages uses
  return (
    (code < 0x10000 && !isPrivateUse(code)) ||
    (code >= 0x1d000 && code < 0x1d800) ||
    (code >= 0x1f000 && code < 0x1fc00)
  );
}

/** Ideographs, kana, Hangul, bopomofo, their punctuation and the full-width forms. */
function isCjk(code) {
  return (
    (code >= 0x1100 && code <= 0x11ff) ||
    (code >= 0x2e80 && code <= 0x9fff) ||
    (code >= 0xa960 && code <= 0xa97f) ||
    (code >= 0xac00 && code <= 0xd7ff) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe4f) ||
    (code >= 0xff00 && code <= 0xffef) ||
    (code >= 0x1b000 && code <= 0x1b16f) ||
    (code >= 0x20000 && code <= 0x3ffff)
  );
}

function glyphsOf(face, isWanted) {
  const glyphs = new Map();
  for (let code = 0x21; code < 0x110000; code++) {
    const id = face.glyphIdOf(code);
    if (id === 0 || !isWanted(code)) continue;
    const shape = face.shapeOfGlyph(id);
    const isEmpty = shape.layers.every((layer) => layer.contours.length === 0);
    if (!isEmpty) glyphs.set(String.fromCodePoint(code), shape);
  }
  return glyphs;
}

/** Flags, keycaps, skin tones and families: what the font draws as one. Keys hold no variation selector. */
function sequencesOf(face) {
  const characters = new Map();
  for (let code = 0x20; code < 0x110000; code++) {
    const id = face.glyphIdOf(code);
    if (id !== 0 && !characters.has(id)) characters.set(id, String.fromCodePoint(code));
  }
  const sequences = new Map();
  for (const [first, ligatures] of face.ligatures) {
    for (const { rest, glyph } of ligatures) {
      const parts = [first, ...rest].map((id) => characters.get(id));
      if (parts.includes(undefined)) continue;
      const key = parts.join('').replaceAll('\ufe0f', '');
      const shape = face.shapeOfGlyph(glyph);
      if ([...key].length > 1 && shape.layers.some((layer) => layer.contours.length > 0)) sequences.set(key, shape);
    }
  }
  return sequences;
}

function save(name, face, glyphs, unitsPerEm) {
  const sliceGlyphs = SLICE_GLYPHS[name] ?? 64;
  const scale = unitsPerEm / face.unitsPerEm;
  const round = (value) => Math.round(value * scale);
  const scaled = new Map();
  for (const [key, shape] of glyphs) {
    const layers = shape.layers.map((layer) => ({
      color: layer.color,
      contours: layer.contours.map((contour) => ({ ...contour, xs: contour.xs.map(round), ys: contour.ys.map(round) })),
    }));
    scaled.set(key, {
      advance: round(shape.advance),
      layers: layers.map((layer) => ({ ...layer, contours: layer.contours.map(thinned) })),
    });
  }
  const bytes = writePack({
    unitsPerEm,
    ascender: round(face.ascender),
    descender: round(face.descender),
    advance: usualAdvance(scaled),
    sliceGlyphs,
    glyphs: scaled,
  });
  writeFileSync(join(target, `${name}.pack`), bytes);
  console.log(`${name}.pack: ${scaled.size} glyphs, ${bytes.length} bytes`);
}

/** Rounding makes neighbours equal, and bitmaps have a point at each pixel of a straight edge: neither is needed. */
function thinned(contour) {
  const kept = [];
  const { xs, ys, onCurve } = contour;
  for (let at = 0; at < xs.length; at++) {
    const before = kept.length > 0 ? kept.at(-1) : undefined;
    if (before !== undefined && onCurve[at] && onCurve[before] && xs[at] === xs[before] && ys[at] === ys[before])
      continue;
    const earlier = kept.length > 1 ? kept.at(-2) : undefined;
    const isStraight =
      earlier !== undefined &&
      onCurve[at] &&
      onCurve[before] &&
      onCurve[earlier] &&
      ((xs[at] === xs[before] && xs[before] === xs[earlier]) || (ys[at] === ys[before] && ys[before] === ys[earlier]));
    if (isStraight) kept.pop();
    kept.push(at);
  }
  return { xs: kept.map((at) => xs[at]), ys: kept.map((at) => ys[at]), onCurve: kept.map((at) => onCurve[at]) };
}

function usualAdvance(glyphs) {
  const counts = new Map();
  for (const { advance } of glyphs.values()) counts.set(advance, (counts.get(advance) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0][0];
}

function open(file) {
  const bytes = readFileSync(file);
  return new SfntFace(isWoff2(bytes) ? unpackWoff2(bytes) : readTables(FontBytes.of(bytes)));
}

function packed(name) {
  const bytes = readFileSync(join(target, `${name}.pack`));
  return new PackFace((offset, length) => bytes.subarray(offset, offset + length));
}

function* slices(name, prefix) {
  const folder = join(dirname(fetchedFile(name, 'package.json')), 'files');
  const number = (file) => Number(/-(\d+)-400-normal/.exec(file)?.[1] ?? Number.MAX_SAFE_INTEGER);
  const files = readdirSync(folder).filter((file) => file.startsWith(prefix) && file.endsWith('-400-normal.woff2'));
  for (const file of files.sort((one, other) => number(one) - number(other))) yield open(join(folder, file));
}

function packageFile(name, path) {
  return join(dirname(require.resolve(`${name}/package.json`)), path);
}

function fetchedFile(name, path) {
  const folder = join(root, 'build/font-sources', name.replace('/', '-').replace('@', ''));
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    const file = execFileSync('npm', ['pack', '--silent', `${name}@${FETCHED[name]}`], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
    execFileSync('tar', ['xzf', file], { cwd: folder });
  }
  return join(folder, 'package', path);
}

function writeColors(colors) {
  const rows = [];
  for (let at = 0; at < colors.length; at += 8)
    rows.push(
      colors
        .slice(at, at + 8)
        .map((color) => `0x${color.toString(16).padStart(6, '0')}`)
        .join(', '),
    );
  writeFileSync(
    join(root, 'src/gif/glyphs/emoji-colors.generated.ts'),
    `// Written by scripts/make-fonts.mjs: the colours that emoji are drawn in.\nexport const EMOJI_COLORS: readonly number[] = [\n${rows.map((row) => `  ${row},`).join('\n')}\n];\n`,
  );
}
