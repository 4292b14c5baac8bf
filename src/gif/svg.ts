import { drawOutlines, isDrawnByRule } from './glyphs/drawn-by-rule.ts';
import { BLANK } from './glyphs/glyph-atlas.ts';
import { type GlyphStyle, partOf, styleOf } from './glyphs/glyph-style.ts';
import { drawGrey, shadeOf } from './glyphs/legacy-blocks.ts';
import type { ColorPair } from './pair-table.ts';
import type { Picture } from './picture.ts';
import { SvgPen } from './svg-pen.ts';

/** Characters that XML does not allow, whatever they are escaped to (XML 1.0, "Char"). */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;

/**
 * A screen as an SVG document: text stays text, backgrounds are merged rectangles, boxes and blocks are paths. It holds no
 * script and refers to nothing outside.
 */
export function encodeSvg({ atlas, pairTable, screen, geometry }: Picture): string {
  screen.update();
  const rows = Array.from({ length: screen.rows }, (_, y) =>
    Array.from({ length: screen.cols }, (_, x): Cell => {
      const at = y * screen.cols + x;
      const glyph = screen.glyphs[at] as number;
      const { text, style } = atlas.definitionOf(glyph);
      const part = partOf(style);
      const pair = pairTable.pair(screen.pairs[at] as number);
      return {
        x,
        y,
        text,
        style: styleOf(style),
        width: part === 'left' ? 2 : part === 'right' ? 0 : 1,
        pair,
        isBlank: glyph === BLANK,
      };
    }),
  );
  const layout: Layout = {
    left: (x) => geometry.marginX + x * geometry.cellWidth,
    top: (y) => geometry.marginY + y * geometry.cellHeight,
    geometry,
  };
  const { width, height, fontSize } = geometry;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" fill="${hex(screen.background)}"/>`,
    `<g font-family="JetBrains Mono,DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="${fontSize}" xml:space="preserve">`,
    ...rows.flatMap((row) => backgrounds(row, screen.background, layout)),
    ...rows.flatMap((row) => row.flatMap((cell) => drawnCell(cell, layout))),
    ...rows.flatMap((row) => textRuns(row).map((run) => textElement(run, layout))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly style: GlyphStyle;
  /** In columns; 0 is covered by the cell before. */
  readonly width: number;
  readonly pair: ColorPair;
  readonly isBlank: boolean;
}

interface Layout {
  readonly left: (x: number) => number;
  readonly top: (y: number) => number;
  readonly geometry: Picture['geometry'];
}

function backgrounds(row: readonly Cell[], screenBackground: number, { left, top, geometry }: Layout): string[] {
  const found: string[] = [];
  for (let from = 0; from < row.length; ) {
    const { x, y, pair } = row[from] as Cell;
    let to = from + 1;
    while (row[to]?.pair.background === pair.background) to++;
    const width = (to - from) * geometry.cellWidth;
    if (pair.background !== screenBackground) {
      found.push(
        `<rect x="${left(x)}" y="${top(y)}" width="${width}" height="${geometry.cellHeight}" fill="${hex(pair.background)}"/>`,
      );
    }
    from = to;
  }
  return found;
}

/** A character drawn by rule, and a line of the cursor. */
function drawnCell(cell: Cell, { left, top, geometry }: Layout): string[] {
  const found: string[] = [];
  const { cellWidth, cellHeight, lineWidth } = geometry;
  const x = left(cell.x);
  const y = top(cell.y);
  const fill = hex(cell.pair.foreground);
  const code = cell.text.codePointAt(0) as number;
  const outlined = (draw: (pen: SvgPen) => void, attributes: string) => {
    const pen = new SvgPen({ width: cellWidth, height: cellHeight }, x, y);
    draw(pen);
    if (pen.data !== '') found.push(`<path d="${pen.data}" ${attributes}/>`);
  };
  if (isDrawnByRule(code)) outlined((pen) => drawOutlines(pen, code, lineWidth), `fill="${fill}"`);
  const shade = shadeOf(code);
  if (shade !== undefined) outlined((pen) => drawGrey(pen, code), `fill="${fill}" fill-opacity="${shade}"`);
  if (cell.style.cursor === 'bar')
    found.push(`<rect x="${x}" y="${y}" width="2" height="${cellHeight}" fill="${fill}"/>`);
  if (cell.style.cursor === 'underline')
    found.push(`<rect x="${x}" y="${y + cellHeight - 2}" width="${cellWidth}" height="2" fill="${fill}"/>`);
  return found;
}

/** Neighbours of one look are one element, so that the text can be selected and found. */
function textRuns(row: readonly Cell[]): Cell[][] {
  const runs: Cell[][] = [];
  let run: Cell[] = [];
  for (const cell of row) {
    if (cell.width === 0) continue;
    const isText = !cell.isBlank && !isDrawnByRule(cell.text.codePointAt(0) as number);
    const last = run.at(-1);
    // A wide character keeps its columns only on its own, as fonts do not agree on its width.
    const goesOn = last !== undefined && last.width === 1 && cell.width === 1 && lookOf(last) === lookOf(cell);
    if (isText && goesOn) run.push(cell);
    else {
      if (run.length > 0) runs.push(run);
      run = isText ? [cell] : [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

const lookOf = ({ pair, style }: Cell): string =>
  `${pair.foreground} ${pair.line} ${style.bold} ${style.italic} ${style.underline} ${style.strike} ${style.overline}`;

function textElement(run: readonly Cell[], { left, top, geometry }: Layout): string {
  const first = run[0] as Cell;
  const text = run.map((cell) => cell.text).join('');
  const width = run.reduce((sum, cell) => sum + cell.width, 0) * geometry.cellWidth;
  const attributes = [
    `x="${left(first.x)}" y="${top(first.y) + geometry.baseline}" textLength="${width}" fill="${hex(first.pair.foreground)}"`,
    first.style.bold ? 'font-weight="bold"' : '',
    first.style.italic ? 'font-style="italic"' : '',
    decoration(first),
  ];
  return `<text ${attributes.filter((each) => each !== '').join(' ')}>${escaped(text)}</text>`;
}

const UNDERLINES = ['', 'solid', 'double', 'wavy', 'dotted', 'dashed'];

function decoration({ style, pair }: Cell): string {
  const lines = [
    style.underline > 0 ? 'underline' : '',
    style.strike ? 'line-through' : '',
    style.overline ? 'overline' : '',
  ];
  const wanted = lines.filter((line) => line !== '');
  if (wanted.length === 0) return '';
  const kind = style.underline > 1 ? ` ${UNDERLINES[style.underline]}` : '';
  const color = pair.line === pair.foreground ? '' : ` ${hex(pair.line)}`;
  return `style="text-decoration:${wanted.join(' ')}${kind}${color}"`;
}

const escaped = (text: string): string =>
  text.replace(NOT_XML, '\ufffd').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const hex = (color: number): string => `#${color.toString(16).padStart(6, '0')}`;
