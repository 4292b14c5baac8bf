import type { CellPen, CellRegion } from '../../src/terminal/index.ts';
import type { BodySize, Pane, PointerEvent } from '../pane.ts';
import { REGION, type Services } from '../services.ts';
import { type Line, line } from '../ui/line.ts';
import { moveIndex } from '../ui/list-window.ts';
import type { PaletteItem } from '../ui/palette.ts';
import { Region } from '../ui/region.tsx';
import { paintTiles, type Tile, tileAt, tileColumns } from './overview-rows.ts';

/** The first screen: a tile for everything the program sees. The tiles are made by the workstation, which knows all sessions. */
export class OverviewPane implements Pane {
  readonly id = 'overview' as const;
  readonly mode = 'list' as const;
  readonly attention = false;
  readonly isPaused = false;
  readonly layout = '';
  readonly region: CellRegion;
  readonly #services: Services;
  readonly #tiles: () => readonly Tile[];
  readonly #summary: (now: number) => readonly Line[];
  #selected = 0;
  #cols = 80;
  #rows = 21;

  constructor(services: Services, o: { tiles: () => readonly Tile[]; summary: (now: number) => readonly Line[] }) {
    this.#services = services;
    this.#tiles = o.tiles;
    this.#summary = o.summary;
    this.region = {
      scrolledRows: 0,
      cursor: undefined,
      placed: ({ cols, rows }) => {
        if (cols === 0) return;
        this.#cols = cols;
        this.#rows = rows;
      },
      paint: (pen: CellPen) =>
        paintTiles(pen, {
          tiles: this.#tiles(),
          selected: this.#selected,
          theme: services.theme(),
          glyphs: services.glyphs,
        }),
    };
  }

  truth(now: number): readonly Line[] {
    return [line('overview', 'strong'), ...this.#summary(now)];
  }

  setVisible(): void {}

  perform(action: string): boolean {
    if (action === 'overview.open') {
      const { screen, action: open } = this.#tiles()[this.#selected] ?? {};
      if (screen !== undefined) this.#services.goto(screen);
      if (open !== undefined) this.#services.perform(open);
      return true;
    }
    const columns = tileColumns(this.#cols);
    const sideways: Readonly<Record<string, number>> = {
      'list.left': -1,
      'list.right': 1,
      'list.down': columns,
      'list.up': -columns,
    };
    const step = sideways[action];
    const count = this.#tiles().length;
    const moved =
      step === undefined ? moveIndex(action, { index: this.#selected, count, page: count }) : this.#selected + step;
    if (moved === undefined) return false;
    if (moved >= 0 && moved < count) this.#selected = moved;
    this.#services.invalidate(REGION.overview);
    return true;
  }

  refusal(action: string): string | undefined {
    if (action === 'overview.open' && this.#tiles()[this.#selected]?.screen === undefined)
      return 'this tile has no screen of its own';
    if (action === 'pauseView') return 'the overview has nothing to pause';
    return undefined;
  }

  pointer(event: PointerEvent): void {
    if (event.action !== 'press' && event.action !== 'double') return;
    const index = tileAt(event.x, event.y, { cols: this.#cols, rows: this.#rows, count: this.#tiles().length });
    if (index === undefined) return;
    this.#selected = index;
    this.#services.invalidate(REGION.overview);
    if (event.action === 'double') this.perform('overview.open');
  }

  back(): boolean {
    return false;
  }

  paletteItems(): readonly PaletteItem[] {
    return [];
  }

  readonly Body = ({ rows }: BodySize) => <Region id={REGION.overview} height={rows} />;
}
