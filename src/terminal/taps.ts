import type { Cancel, Clock } from '../flow/index.ts';
import type { Compositor } from './compositor.ts';
import type { Cursor } from './encoder.ts';
import { addScroll, type Scroll } from './scroll.ts';
import type { Tap } from './terminal.ts';

interface OpenTap {
  readonly tap: Tap;
  stamp: number;
  cursor: Cursor | undefined;
  size: string;
  scrolls: readonly Scroll[];
  lastAt: number;
  timer: Cancel | undefined;
}

/** Gives the wanted grid to whoever listens, each at its own pace, whatever the tty does. */
export class Taps {
  readonly #clock: Clock;
  readonly #compositor: Compositor;
  readonly #open = new Set<OpenTap>();

  constructor(clock: Clock, compositor: Compositor) {
    this.#clock = clock;
    this.#compositor = compositor;
  }

  /** The first frame, with all rows, comes in the next turn. */
  add(tap: Tap): Cancel {
    const open: OpenTap = {
      tap,
      stamp: -1,
      cursor: undefined,
      size: '',
      scrolls: [],
      lastAt: -Infinity,
      timer: undefined,
    };
    this.#open.add(open);
    this.#schedule(open);
    return () => {
      if (!this.#open.delete(open) || open.timer === undefined) return;
      open.timer();
      // What has changed since its last frame is the last thing it is told.
      this.#frame(open);
    };
  }

  scrolled(scroll: Scroll): void {
    for (const open of this.#open) open.scrolls = addScroll(open.scrolls, scroll);
  }

  /** Something may have changed. */
  wake(): void {
    for (const open of this.#open) this.#schedule(open);
  }

  close(): void {
    for (const open of this.#open) open.timer?.();
    this.#open.clear();
  }

  #schedule(open: OpenTap): void {
    if (open.timer !== undefined) return;
    const due = open.lastAt + 1000 / open.tap.fps - this.#clock.now();
    open.timer = this.#clock.after(Math.max(0, due), () => this.#frame(open));
  }

  #frame(open: OpenTap): void {
    open.timer = undefined;
    this.#compositor.paint();
    const { wanted, stamp } = this.#compositor;
    const cursor = this.#compositor.cursor();
    const size = `${wanted.cols}x${wanted.rows}`;
    if (size !== open.size) open.stamp = -1;
    const moved = cursor?.x !== open.cursor?.x || cursor?.y !== open.cursor?.y || cursor?.shape !== open.cursor?.shape;
    if (stamp === open.stamp && !moved) return;
    const changedRows: number[] = [];
    for (let y = 0; y < wanted.rows; y++) if (this.#compositor.stampOf(y) > open.stamp) changedRows.push(y);
    const scrolls = open.stamp < 0 ? [] : open.scrolls;
    Object.assign(open, { stamp, cursor, size, scrolls: [], lastAt: this.#clock.now() });
    open.tap.frame({ grid: wanted, changedRows, scrolls, cursor, at: open.lastAt });
  }
}
