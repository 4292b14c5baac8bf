import type { CellPen } from '../../src/terminal/index.ts';
import type { Glyphs } from '../glyphs.ts';
import type { ScreenId } from '../key-entry.ts';
import { type Ground, type Role, styleOfRole, type Theme } from '../theme.ts';
import { cutLine, type Line, lineWidth, paintLine, shortenLine, span } from '../ui/line.ts';

/** One tile: what a screen sees, in three or four lines. */
export interface Tile {
  readonly title: string;
  /** Its digit, '' where there is no screen to open. */
  readonly key: string;
  readonly screen: ScreenId | undefined;
  /** What opens it on that screen, where the screen alone is something else. */
  readonly action?: string;
  /** How old what it shows is, or what is wrong with it. */
  readonly age: { readonly text: string; readonly role: Role };
  readonly lines: readonly Line[];
}

/** Rows of a tile with its title and a blank one below: on a small screen, and at most. */
const LEAST_TILE_ROWS = 6;
const MOST_TILE_ROWS = 14;

/** From this width on a third column of tiles has room. */
const THREE_COLUMNS_FROM = 150;

export const tileColumns = (cols: number): number => (cols >= THREE_COLUMNS_FROM ? 3 : 2);

/** Rows of each of `count` tiles, so that they use the height there is. */
function tileRows(o: { cols: number; rows: number; count: number }): number {
  const fitting = Math.floor(o.rows / Math.ceil(Math.max(1, o.count) / tileColumns(o.cols)));
  return Math.max(LEAST_TILE_ROWS, Math.min(MOST_TILE_ROWS, fitting));
}

interface TilesView {
  readonly tiles: readonly Tile[];
  readonly selected: number;
  readonly theme: Theme;
  readonly glyphs: Glyphs;
}

/** Paints the tiles row by row; what does not fit below is left out from the end. */
export function paintTiles(pen: CellPen, view: TilesView): void {
  pen.clear();
  const columns = tileColumns(pen.cols);
  const width = Math.floor((pen.cols - 1) / columns);
  const rows = tileRows({ cols: pen.cols, rows: pen.rows, count: view.tiles.length });
  view.tiles.forEach((tile, index) => {
    const x = (index % columns) * width;
    const y = Math.floor(index / columns) * rows;
    if (y + 1 < pen.rows)
      paintTile(pen, { x, y, cols: width - 1, rows }, { view, tile, isSelected: index === view.selected });
  });
}

function paintTile(
  pen: CellPen,
  at: { x: number; y: number; cols: number; rows: number },
  o: { view: TilesView; tile: Tile; isSelected: boolean },
): void {
  const { theme, glyphs } = o.view;
  const { tile, isSelected } = o;
  const ground: Ground = isSelected ? 'select' : 'screen';
  if (isSelected) {
    pen.fill(at.x, at.y, at.cols, 1, styleOfRole(theme, 'text', ground));
    pen.text(at.x, at.y, glyphs.selected, styleOfRole(theme, 'accent', ground));
  }
  const title: Line = [
    ...(tile.key === '' ? [] : [span(`${tile.key} `, 'accent')]),
    span(tile.title, isSelected ? 'title' : 'strong'),
  ];
  const after = paintLine(pen, { x: at.x + 2, y: at.y, cols: at.cols - 3 }, { spans: title, theme, ground });
  const age = cutLine([span(tile.age.text, tile.age.role)], Math.max(0, at.x + at.cols - after - 2));
  const ageAt = at.x + at.cols - 1 - lineWidth(age);
  if (!isSelected)
    pen.text(after + 1, at.y, glyphs.line.repeat(Math.max(0, ageAt - after - 2)), styleOfRole(theme, 'dim'));
  paintLine(pen, { x: ageAt, y: at.y }, { spans: age, theme, ground });
  tile.lines.slice(0, at.rows - 2).forEach((spans, row) => {
    const shown = shortenLine(spans, at.cols - 3, glyphs.ellipsis);
    paintLine(pen, { x: at.x + 2, y: at.y + 1 + row }, { spans: shown, theme });
  });
}

/** The tile under a click. */
export function tileAt(x: number, y: number, o: { cols: number; rows: number; count: number }): number | undefined {
  const columns = tileColumns(o.cols);
  const width = Math.floor((o.cols - 1) / columns);
  const index = Math.floor(y / tileRows(o)) * columns + Math.min(columns - 1, Math.floor(x / width));
  return index < o.count ? index : undefined;
}
