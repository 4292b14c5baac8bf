/** What goes into a CFF table. Charstrings are as `charstring` makes them. */
export interface CffParts {
  readonly glyphs: readonly Uint8Array[];
  readonly global?: readonly Uint8Array[];
  readonly local?: readonly Uint8Array[];
  /** The names' numbers of the glyphs after the first, for a charset of format 0. */
  readonly names?: readonly number[];
  /** Makes it CID-keyed: a font DICT for each list of local subroutines, and the one that each glyph belongs to. */
  readonly fonts?: readonly (readonly Uint8Array[])[];
  readonly select?: readonly number[];
  readonly matrix?: readonly string[];
}

const OPERATORS: Record<string, readonly number[]> = {
  ...{ hstem: [1], vstem: [3], vmoveto: [4], rlineto: [5], hlineto: [6], vlineto: [7], rrcurveto: [8], callsubr: [10] },
  ...{ return: [11], endchar: [14], vsindex: [15], blend: [16], hstemhm: [18], hintmask: [19], cntrmask: [20] },
  ...{ rmoveto: [21], hmoveto: [22], vstemhm: [23], rcurveline: [24], rlinecurve: [25], vvcurveto: [26] },
  ...{ hhcurveto: [27], callgsubr: [29], vhcurveto: [30], hvcurveto: [31], and: [12, 3], or: [12, 4], not: [12, 5] },
  ...{ abs: [12, 9], add: [12, 10], sub: [12, 11], div: [12, 12], neg: [12, 14], eq: [12, 15], drop: [12, 18] },
  ...{ put: [12, 20], get: [12, 21], ifelse: [12, 22], mul: [12, 24], sqrt: [12, 26], dup: [12, 27], exch: [12, 28] },
  ...{ index: [12, 29], roll: [12, 30], hflex: [12, 34], flex: [12, 35], hflex1: [12, 36], flex1: [12, 37] },
};

/** A charstring from words: numbers (in each of their forms), operators, and `0xNN` for a byte as it is. */
export function charstring(text: string): Uint8Array {
  const bytes = text.split(/\s+/).flatMap((word): readonly number[] => {
    if (word === '') return [];
    if (word.startsWith('0x')) return [Number(word)];
    return OPERATORS[word] ?? numberBytes(Number(word));
  });
  return Uint8Array.from(bytes);
}

function numberBytes(value: number): number[] {
  if (!Number.isFinite(value)) throw new Error('no such word in a charstring');
  if (!Number.isInteger(value)) return [255, ...int32(Math.round(value * 65_536))];
  if (value >= -107 && value <= 107) return [value + 139];
  if (value >= 108 && value <= 1131) return [247 + ((value - 108) >> 8), (value - 108) & 255];
  if (value <= -108 && value >= -1131) return [251 + ((-value - 108) >> 8), (-value - 108) & 255];
  return [28, (value >> 8) & 255, value & 255];
}

const int16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
const int32 = (value: number): number[] => [(value >> 24) & 255, (value >> 16) & 255, (value >> 8) & 255, value & 255];

export function cffTable({ fonts, select = [], ...parts }: CffParts): Uint8Array {
  const [header, names] = [[1, 0, 4, 1], index([ascii('F')])];
  const rest = [...index([]), ...index(parts.global ?? [])];
  const isKeyed = fonts !== undefined;
  const topOf = (at: Places): number[] => [
    ...(isKeyed ? [...dictInts(0, 0, 0), 12, 30] : []),
    ...(parts.matrix === undefined ? [] : [...parts.matrix.flatMap(real), 12, 7]),
    ...[...dictInts(at.charset), 15, ...dictInts(at.glyphs), 17],
    ...(isKeyed ? [...dictInts(at.fonts), 12, 36, ...dictInts(at.select), 12, 37] : [...at.part, 18]),
  ];
  const nowhere = { charset: 0, glyphs: 0, fonts: 0, select: 0, part: dictInts(0, 0) };
  const start = header.length + names.length + index([topOf(nowhere)]).length + rest.length;
  const body: number[] = [];
  const place = (bytes: readonly number[]): number => start + body.push(...bytes) - bytes.length;
  const places = {
    charset: parts.names === undefined ? 0 : place([0, ...parts.names.flatMap(int16)]),
    glyphs: place(index(parts.glyphs)),
    part: dictInts(...placePart(parts.local ?? [], place)),
    fonts: isKeyed ? place(index(fonts.map((local) => [...dictInts(...placePart(local, place)), 18]))) : 0,
    select: isKeyed ? place([0, ...select]) : 0,
  };
  return Uint8Array.from([...header, ...names, ...index([topOf(places)]), ...rest, ...body]);
}

interface Places {
  readonly charset: number;
  readonly glyphs: number;
  readonly fonts: number;
  readonly select: number;
  readonly part: readonly number[];
}

/** A Private DICT with its subroutines right behind it: its size and place. */
function placePart(local: readonly Uint8Array[], place: (bytes: readonly number[]) => number): [number, number] {
  const dict = [...dictInts(6), 19];
  return [dict.length, place([...dict, ...index(local)])];
}

/** A CFF2 table with one font DICT, and variation data of so many regions each. */
export function cff2Table(glyphs: readonly Uint8Array[], regions: readonly number[]): Uint8Array {
  const topOf = (at: { glyphs: number; fonts: number; store: number }) => [
    ...[...dictInts(at.glyphs), 17, ...dictInts(at.fonts), 12, 36, ...dictInts(at.store), 24],
  ];
  const topLength = topOf({ glyphs: 0, fonts: 0, store: 0 }).length;
  const start = 5 + topLength;
  const body: number[] = index2([]);
  const place = (bytes: readonly number[]): number => start + body.push(...bytes) - bytes.length;
  const data = regions.map((count) => [...int16(0), ...int16(0), ...int16(count), ...Array(count * 2).fill(0)]);
  const first = 8 + data.length * 4;
  const offsets = data.map((_, at) => first + data.slice(0, at).reduce((sum, { length }) => sum + length, 0));
  const store = [...int16(1), ...int32(0), ...int16(data.length), ...offsets.flatMap(int32), ...data.flat()];
  const places = {
    glyphs: place(index2(glyphs)),
    fonts: place(index2([[...dictInts(0, 0), 18]])),
    store: place([...int16(store.length), ...store]),
  };
  return Uint8Array.from([2, 0, 5, ...int16(topLength), ...topOf(places), ...body]);
}

const dictInts = (...values: readonly number[]): number[] => values.flatMap((value) => [29, ...int32(value)]);

function real(text: string): number[] {
  const nibbles = [...Array.from(text, (digit) => '0123456789.'.indexOf(digit)), 15];
  if (nibbles.length % 2 === 1) nibbles.push(15);
  return [
    30,
    ...nibbles.filter((_, at) => at % 2 === 0).map((high, at) => high * 16 + (nibbles[at * 2 + 1] as number)),
  ];
}

/** An INDEX with offsets of two bytes. */
function index(items: readonly ArrayLike<number>[], count = int16(items.length)): number[] {
  if (items.length === 0) return count;
  let end = 1;
  const offsets = [1, ...items.map((item) => (end += item.length))];
  return [...count, 2, ...offsets.flatMap(int16), ...items.flatMap((item) => Array.from(item))];
}

const index2 = (items: readonly ArrayLike<number>[]): number[] => index(items, int32(items.length));

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What a built font is like, besides its outlines. */
export interface FontLook {
  readonly name?: string;
  readonly isMono?: boolean;
  readonly unitsPerEm?: number;
}

/** The tables of an OpenType font of `glyphs` glyphs: `A`, `B`, `C` ... are those after the first, each 600 units wide. */
export function fontTables(outlines: Readonly<Record<string, Uint8Array>>, glyphs: number, look: FontLook = {}) {
  const head = new Uint8Array(54);
  new DataView(head.buffer).setUint16(18, look.unitsPerEm ?? 1000);
  const hhea = new Uint8Array(36);
  const metrics = new DataView(hhea.buffer);
  metrics.setInt16(4, 800);
  metrics.setInt16(6, -200);
  metrics.setUint16(34, 1);
  const group = [...int32(65), ...int32(65 + glyphs - 2), ...int32(1)];
  const wide = [...int16(12), 0, 0, ...int32(28), ...int32(0), ...int32(1), ...group];
  const name = ascii(look.name ?? 'Test');
  return new Map<string, Uint8Array>([
    ['head', head],
    ['hhea', hhea],
    ['hmtx', Uint8Array.from([...int16(600), ...int16(0)])],
    ['cmap', Uint8Array.from([...int16(0), ...int16(1), ...int16(3), ...int16(10), ...int32(12), ...wide])],
    ['post', Uint8Array.from([...Array(12).fill(0), ...int32(Number(look.isMono ?? false))])],
    [
      'name',
      Uint8Array.from([0, 0, ...int16(1), ...int16(18), 0, 1, 0, 0, 0, 0, 0, 1, ...int16(name.length), 0, 0, ...name]),
    ],
    ...Object.entries(outlines),
  ]);
}

/** A font file, or with more than one font a collection. */
export function fontFile(...fonts: readonly ReadonlyMap<string, Uint8Array>[]): Uint8Array {
  const isCollection = fonts.length > 1;
  const directories = fonts.map(({ size }) => 12 + size * 16);
  const header = isCollection ? 12 + fonts.length * 4 : 0;
  let at = header + directories.reduce((sum, size) => sum + size, 0);
  const data: number[] = [];
  const lists = fonts.map((tables) => {
    const entries = [...tables].flatMap(([tag, bytes]) => {
      data.push(...bytes);
      at += bytes.length;
      return [...ascii(tag), ...int32(0), ...int32(at - bytes.length), ...int32(bytes.length)];
    });
    const isCff = tables.has('CFF ') || tables.has('CFF2');
    return [...(isCff ? ascii('OTTO') : int32(0x10000)), ...int16(tables.size), 0, 0, 0, 0, 0, 0, ...entries];
  });
  const offsets = fonts.map((_, face) => header + directories.slice(0, face).reduce((sum, size) => sum + size, 0));
  const front = isCollection
    ? [...ascii('ttcf'), ...int32(0x10000), ...int32(fonts.length), ...offsets.flatMap(int32)]
    : [];
  return Uint8Array.from([...front, ...lists.flat(), ...data]);
}
