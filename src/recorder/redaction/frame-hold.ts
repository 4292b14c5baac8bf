import { Counters } from '../../flow/index.ts';
import { type CellGrid, Grid } from '../../terminal/index.ts';
import type { ScreenFrame } from '../frame-encoder.ts';
import type { RecordedBody } from '../recording.ts';
import type { GridRedactor, ShownSecret } from './grid-redactor.ts';

/** A frame waits this long, so that a secret which is painted in parts is complete before its first part is written. */
const HOLD_MS = 300;

/** More than are on a screen; then they are counted anew. */
const KNOWN_SECRETS = 1000;

type LateCell = (cell: number) => void;

interface HeldFrame {
  readonly kind: 'frame';
  readonly atMs: number;
  readonly atMicros: number;
  readonly grid: Grid;
  readonly cursor: ScreenFrame['cursor'];
  readonly scrolls: NonNullable<ScreenFrame['scrolls']>;
  /** 1 for each cell of a secret. */
  readonly mask: Uint8Array;
}

/** Something else that has its place between frames. */
interface HeldBody {
  readonly kind: 'body';
  readonly atMs: number;
  readonly atMicros: number;
  readonly body: RecordedBody;
}

export type Released =
  | { readonly kind: 'frame'; readonly frame: ScreenFrame; readonly atMicros: number }
  | { readonly kind: 'body'; readonly body: RecordedBody; readonly atMicros: number };

interface HeldAt {
  readonly ms: number;
  readonly micros: number;
}

/**
 * Holds frames back and masks them: cells of a secret in a frame are masked in every frame that still waits and shows
 * the same text there. At most 300 ms of frames are held.
 */
export class FrameHold {
  readonly #redactor: GridRedactor;
  readonly #masked = new Counters<string>();
  /** The last secret that was seen behind a text. */
  readonly #known = new Map<string, string>();
  #held: (HeldFrame | HeldBody)[] = [];

  constructor(redactor: GridRedactor) {
    this.#redactor = redactor;
  }

  /** Milliseconds until the oldest may go; undefined when nothing waits. */
  dueIn(nowMs: number): number | undefined {
    const first = this.#held[0];
    return first === undefined ? undefined : Math.max(0, first.atMs + HOLD_MS - nowMs);
  }

  /** How many secrets were found, by detector; one that grows is one. */
  get masked(): Readonly<Partial<Record<string, number>>> {
    return this.#masked.snapshot();
  }

  /** Takes a frame; `late` gets the cells of `written`, what is in the file, that turn out to be of a secret. */
  add(frame: ScreenFrame, at: HeldAt, { written, late }: { written: CellGrid | undefined; late: LateCell }): void {
    const grid = new Grid(frame.grid.cols, frame.grid.rows);
    grid.copyFrom(frame.grid);
    const { mask, secrets } = this.#redactor.look(grid, frame.cursor);
    const fresh = secrets.filter((secret) => this.#isFresh(secret));
    for (const earlier of this.#held) {
      if (earlier.kind !== 'frame') continue;
      spread(mask, grid, earlier);
      if (fresh.length > 0) this.#redactor.forEachBeginning(earlier.grid, fresh, (cell) => (earlier.mask[cell] = 1));
    }
    if (written !== undefined && fresh.length > 0) {
      for (const { cells } of fresh) if (isSame(cells, grid, written)) cells.forEach(late);
      this.#redactor.forEachBeginning(written, fresh, late);
    }
    const { cursor, scrolls = [] } = frame;
    this.#held.push({ kind: 'frame', atMs: at.ms, atMicros: at.micros, grid, cursor, scrolls, mask });
  }

  #isFresh({ by, before, text }: ShownSecret): boolean {
    const place = `${by} ${before}`;
    const known = this.#known.get(place);
    if (known === text) return false;
    if (known === undefined || !text.startsWith(known)) this.#masked.add(by);
    if (this.#known.size >= KNOWN_SECRETS) this.#known.clear();
    this.#known.set(place, text);
    return true;
  }

  addBody(body: RecordedBody, at: HeldAt): void {
    this.#held.push({ kind: 'body', atMs: at.ms, atMicros: at.micros, body });
  }

  /** What has waited long enough, masked; all of it when `nowMs` is infinite. */
  take(nowMs: number): Released[] {
    const taken: Released[] = [];
    while (this.#held.length > 0 && (this.dueIn(nowMs) as number) <= 0) {
      const held = this.#held.shift() as HeldFrame | HeldBody;
      if (held.kind === 'body') {
        taken.push({ kind: 'body', body: held.body, atMicros: held.atMicros });
        continue;
      }
      const { grid, cursor, scrolls, mask, atMicros } = held;
      applyMask(grid, mask);
      taken.push({ kind: 'frame', frame: { grid, cursor, scrolls }, atMicros });
    }
    return taken;
  }
}

/** True when another screen shows the same in these cells; a part may be missing still, or masked already. */
const isSame = (cells: readonly number[], grid: CellGrid, other: CellGrid): boolean =>
  grid.cols === other.cols &&
  grid.rows === other.rows &&
  cells.every((cell) => [grid.text[cell], ' ', '*'].includes(other.text[cell]));

function spread(mask: Uint8Array, grid: Grid, earlier: HeldFrame): void {
  if (earlier.grid.cols !== grid.cols || earlier.grid.rows !== grid.rows) return;
  for (let index = 0; index < mask.length; index++) {
    if (mask[index] === 1 && earlier.grid.text[index] === grid.text[index]) earlier.mask[index] = 1;
  }
}

/** Stars for the masked cells, two for a wide character: the layout stays. */
function applyMask(grid: Grid, mask: Uint8Array): void {
  for (let index = 0; index < mask.length; index++) {
    if (mask[index] !== 1 || grid.text[index] === ' ') continue;
    const isWide = grid.text[index + 1] === '' && (index + 1) % grid.cols !== 0;
    grid.text[index] = '*';
    if (isWide) grid.text[index + 1] = '*';
  }
}
