import { expect, test } from 'vitest';
import { CffTable } from '../../../src/gif/fonts/cff-table.ts';
import { FontBytes } from '../../../src/gif/fonts/font-bytes.ts';
import type { Contour } from '../../../src/gif/fonts/font-face.ts';
import { type CffParts, cff2Table, cffTable, charstring } from '../../support/font-builder.ts';

const EMPTY = charstring('endchar');

const open = (parts: CffParts) => new CffTable(FontBytes.of(cffTable(parts)), 1000);

function contoursOf(text: string, parts: Partial<CffParts> = {}): Contour[] | undefined {
  return open({ ...parts, glyphs: [EMPTY, charstring(text)] }).contoursOf(1);
}

/** A hundred and seven is the bias of a short list: the first subroutine is number -107. */
const FIRST = -107;
const SQUARE = '10 20 rmoveto 100 hlineto 100 vlineto -100 hlineto';
const square = contoursOf(`${SQUARE} endchar`);

test('a square is drawn from its corner on', () => {
  expect(square).toEqual([{ xs: [10, 110, 110, 10], ys: [20, 20, 120, 120], onCurve: [true, true, true, true] }]);
});

test.each([
  { name: 'rlineto', is: '10 20 rmoveto 100 0 0 100 -100 0 rlineto' },
  { name: 'hlineto of several', is: '10 20 rmoveto 100 100 -100 hlineto' },
  { name: 'vlineto after hlineto', is: '10 20 rmoveto 100 hlineto 100 -100 vlineto' },
  { name: 'hmoveto and vmoveto', is: '10 hmoveto 20 vmoveto 100 100 -100 hlineto' },
  { name: 'a width before rmoveto', is: `500 ${SQUARE}` },
  { name: 'a width before hmoveto', is: '500 10 hmoveto 20 vmoveto 100 100 -100 hlineto' },
  { name: 'a width before stems', is: `500 1 2 hstem 3 4 vstem ${SQUARE}` },
  { name: 'hints and a mask of stems after hstemhm', is: `1 2 hstemhm 3 4 hintmask 0xff ${SQUARE}` },
  {
    name: 'a mask of eight stems, which takes one byte',
    is: `1 2 1 2 1 2 1 2 hstemhm 1 2 1 2 1 2 1 2 hintmask 0x0e ${SQUARE}`,
  },
  {
    name: 'a mask of nine stems, which takes two bytes',
    is: `1 2 1 2 1 2 1 2 hstemhm 1 2 1 2 1 2 1 2 1 2 cntrmask 0x0e 0x0e ${SQUARE}`,
  },
  { name: 'numbers of every form', is: '10.0 20 rmoveto 100 hlineto 1100 -1000 add vlineto -1231 1131 add hlineto' },
  { name: 'fractions', is: '9.5 19.25 rmoveto 0.5 0.75 rmoveto 100 100 -100 hlineto' },
  { name: 'sums', is: '2 8 add 30 10 sub rmoveto 50 2 mul 200 2 div -100 neg neg hlineto' },
  { name: 'roots and magnitudes', is: '100 sqrt -20 abs rmoveto 100 100 -100 hlineto' },
  { name: 'stack operators', is: '20 10 exch rmoveto 100 dup -100 hlineto' },
  { name: 'roll upwards', is: '20 10 2 1 roll rmoveto -100 100 100 3 -1 roll hlineto' },
  { name: 'storage', is: '20 3 put 10 3 get rmoveto 100 100 -100 hlineto' },
  { name: 'choices', is: '10 99 1 2 ifelse 99 20 2 1 ifelse rmoveto 100 100 -100 hlineto' },
  { name: 'logic', is: '1 1 and 0 0 or not add 8 add 20 rmoveto 5 5 eq 99 add 100 -100 hlineto' },
])('a square by $name', ({ is }) => {
  expect(contoursOf(`${is} endchar`)).toEqual(square);
});

test.each([
  {
    name: 'several in rrcurveto',
    is: '1 2 3 4 5 6 7 8 9 10 11 12 rrcurveto',
    as: '1 2 3 4 5 6 rrcurveto 7 8 9 10 11 12 rrcurveto',
  },
  { name: 'rcurveline', is: '1 2 3 4 5 6 7 8 rcurveline', as: '1 2 3 4 5 6 rrcurveto 7 8 rlineto' },
  { name: 'rlinecurve', is: '7 8 1 2 3 4 5 6 rlinecurve', as: '7 8 rlineto 1 2 3 4 5 6 rrcurveto' },
  { name: 'hhcurveto', is: '1 2 3 4 5 6 7 8 hhcurveto', as: '1 0 2 3 4 0 5 0 6 7 8 0 rrcurveto' },
  { name: 'a bent hhcurveto', is: '9 1 2 3 4 hhcurveto', as: '1 9 2 3 4 0 rrcurveto' },
  { name: 'vvcurveto', is: '1 2 3 4 5 6 7 8 vvcurveto', as: '0 1 2 3 0 4 0 5 6 7 0 8 rrcurveto' },
  { name: 'a bent vvcurveto', is: '9 1 2 3 4 vvcurveto', as: '9 1 2 3 0 4 rrcurveto' },
  { name: 'hvcurveto', is: '1 2 3 4 5 6 7 8 9 hvcurveto', as: '1 0 2 3 0 4 0 5 6 7 8 9 rrcurveto' },
  { name: 'hvcurveto of one', is: '1 2 3 4 5 hvcurveto', as: '1 0 2 3 5 4 rrcurveto' },
  { name: 'vhcurveto', is: '1 2 3 4 5 6 7 8 9 vhcurveto', as: '0 1 2 3 4 0 5 0 6 7 9 8 rrcurveto' },
  { name: 'flex', is: '1 2 3 4 5 6 7 8 9 10 11 12 50 flex', as: '1 2 3 4 5 6 7 8 9 10 11 12 rrcurveto' },
  { name: 'hflex', is: '1 2 3 4 5 6 7 hflex', as: '1 0 2 3 4 0 5 0 6 -3 7 0 rrcurveto' },
  { name: 'hflex1', is: '1 2 3 4 5 6 7 8 9 hflex1', as: '1 2 3 4 5 0 6 0 7 8 9 -14 rrcurveto' },
  { name: 'a level flex1', is: '10 2 3 4 5 6 7 8 9 10 11 flex1', as: '10 2 3 4 5 6 7 8 9 10 11 -30 rrcurveto' },
  { name: 'an upright flex1', is: '1 20 3 4 5 6 7 8 9 10 11 flex1', as: '1 20 3 4 5 6 7 8 9 10 -25 11 rrcurveto' },
])('curves: $name', ({ is, as }) => {
  expect(contoursOf(`5 6 rmoveto ${is} endchar`)).toEqual(contoursOf(`5 6 rmoveto ${as} endchar`));
});

test('the quadratic pieces of a cubic pass through its own points', () => {
  const [contour] = contoursOf('0 0 rmoveto 0 500 300 300 500 0 rrcurveto endchar') as [Contour];
  const { xs, ys, onCurve } = contour;
  expect([xs[0], ys[0], xs.at(-1), ys.at(-1)]).toEqual([0, 0, 800, 800]);
  const pieces = (xs.length - 1) / 2;
  for (let piece = 0; piece < pieces; piece++) {
    expect([onCurve[piece * 2], onCurve[piece * 2 + 1]]).toEqual([true, false]);
    const [x, y] = [0, 1].map((axis) => {
      const list = axis === 0 ? xs : ys;
      const [from, control, to] = list.slice(piece * 2, piece * 2 + 3) as [number, number, number];
      return (from + 2 * control + to) / 4;
    }) as [number, number];
    const t = (piece + 0.5) / pieces;
    const cubic = (a: number, b: number, ...[c, d]: [number, number]) =>
      (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
    expect(Math.hypot(x - cubic(0, 0, 300, 800), y - cubic(0, 500, 800, 800))).toBeLessThan(0.1);
  }
});

test.each([
  { name: 'local', parts: { local: [charstring(`${SQUARE} return`)] }, is: `${FIRST} callsubr` },
  { name: 'global', parts: { global: [charstring(`${SQUARE} return`)] }, is: `${FIRST} callgsubr` },
  {
    name: 'nested, with the end of the glyph in the inner one',
    parts: { local: [charstring(`${FIRST} callgsubr 500 hlineto`)], global: [charstring(`${SQUARE} endchar`)] },
    is: `${FIRST} callsubr 500 hlineto`,
  },
  {
    name: 'of a list of 1,300, whose bias is 1131',
    parts: { local: [charstring(`${SQUARE} return`), ...Array(1299).fill(charstring('return'))] },
    is: '-1131 callsubr',
  },
])('subroutines: $name', ({ parts, is }) => {
  expect(contoursOf(`${is} endchar`, parts)).toEqual(square);
});

test('a glyph of a font made of several calls the subroutines of its own', () => {
  const other = charstring('1 1 rmoveto 5 5 -5 hlineto return');
  const font = open({
    glyphs: [EMPTY, charstring(`${FIRST} callsubr endchar`), charstring(`${FIRST} callsubr endchar`)],
    fonts: [[charstring(`${SQUARE} return`)], [other]],
    select: [0, 1, 0],
  });
  expect(font.contoursOf(2)).toEqual(square);
  expect(font.contoursOf(1)?.[0]?.xs).toEqual([1, 6, 6, 1]);
});

test('an accented letter is made of two others, by their names', () => {
  const glyphs = [EMPTY, '300 400 97 193 endchar', `${SQUARE} endchar`, '0 0 rmoveto 7 7 -7 hlineto endchar'];
  // 97 is a, named 66; 193 is grave, named 124.
  const font = open({
    glyphs: [EMPTY, ...glyphs.slice(1).map((text) => charstring(String(text)))],
    names: [200, 66, 124],
  });
  expect(font.contoursOf(1)).toEqual([
    ...(square ?? []),
    { xs: [300, 307, 307, 300], ys: [400, 400, 407, 407], onCurve: [true, true, true, true] },
  ]);
  expect(font.contoursOf(2)).toEqual(square);
});

test('outlines in units of their own come to those of the em', () => {
  const parts = { matrix: ['.0005', '0', '0', '.0005', '0', '0'] };
  expect(contoursOf(`${SQUARE} endchar`, parts)?.[0]?.xs).toEqual([5, 55, 55, 5]);
});

test('a variable font is drawn at the default place of its axes', () => {
  const glyphs = [
    charstring(''),
    charstring('10 20 1 2 3 4 2 blend rmoveto 100 7 8 1 blend hlineto 100 vlineto -100 hlineto'),
    charstring('1 vsindex 10 5 1 blend 20 rmoveto 100 100 -100 hlineto'),
    charstring('2 vsindex 10 5 1 blend 20 rmoveto 100 100 -100 hlineto'),
  ];
  const font = new CffTable(FontBytes.of(cff2Table(glyphs, [2, 1])), 1000);
  expect(font.contoursOf(1)).toEqual(square);
  expect(font.contoursOf(2)).toEqual(square);
  expect(font.contoursOf(3)).toBeUndefined();
});

/** Nine subroutines that each call the next one twenty times, and a last one. */
const BOMB = [...Array.from({ length: 9 }, (_, at) => `${FIRST + at + 1} callsubr `.repeat(20)), 'return'];

test.each([
  { name: 'an operator that lacks its arguments', is: '5 rmoveto' },
  { name: 'a line that lacks its end', is: '5 5 rmoveto 5 rlineto' },
  { name: 'a curve that lacks its end', is: '5 5 rmoveto 1 2 3 4 5 rrcurveto' },
  { name: 'a subroutine that calls itself', is: `${FIRST} callsubr`, local: [`${FIRST} callsubr`] },
  { name: 'calls that call twenty others, nine times over', is: `${FIRST} callsubr`, local: BOMB },
  { name: 'a subroutine that is not there', is: '55 callsubr' },
  { name: 'an operator that means nothing', is: '0x02' },
  { name: 'a number that is cut off', is: '0x1c 0x01' },
  { name: 'more numbers than the stack holds', is: Array(600).fill('1').join(' ') },
  { name: 'a place far out', is: `${'32000 hmoveto '.repeat(4)} 5 hlineto` },
  { name: 'a division by nothing', is: '5 0 div 5 rmoveto 5 hlineto' },
  { name: 'an accented letter of itself', is: '0 0 97 97 endchar', names: [66] },
  { name: 'an accented letter of none', is: '0 0 97 200 endchar', names: [66] },
  { name: 'storage that is not there', is: '5 99 put 5 5 rmoveto' },
])('a malformed glyph has no outline, and the next one does: $name', ({ is, local, names }) => {
  const glyphs = [EMPTY, charstring(is), charstring(`${SQUARE} endchar`)];
  const font = open({
    glyphs,
    local: (local ?? []).map(charstring),
    ...(names === undefined ? {} : { names: [...names, 300] }),
  });
  expect(font.contoursOf(1)).toBeUndefined();
  expect(font.contoursOf(2)).toEqual(square);
});
