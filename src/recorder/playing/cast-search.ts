import { Timeline } from '../../asciicast/index.ts';
import type { PtyScreen } from '../../pty/index.ts';
import type { CastSource } from '../cast-source.io.ts';
import type { ScreenMaker } from './player.ts';

/** A place where a text appeared on the screen. Row and column count from 1. */
export interface CastMatch {
  readonly recordedMicros: number;
  readonly playedMicros: number;
  readonly row: number;
  readonly column: number;
  /** The whole row, without trailing blanks. */
  readonly text: string;
}

/** More than anybody looks through; the search ends there. */
const MOST_MATCHES = 10_000;

/**
 * Where a text appears on the screen of a recording, whatever drew it: a full-screen program's text is found although it
 * stands nowhere in the file. What only moves is not found again. Lower case finds both cases. Throws the signal's reason
 * when it aborts.
 */
export async function* searchCast(
  source: CastSource,
  text: string,
  options: {
    readonly makeScreen: ScreenMaker;
    readonly idleLimitSeconds?: number | undefined;
    readonly signal?: AbortSignal;
  },
): AsyncGenerator<CastMatch[]> {
  const screen = options.makeScreen(source.header);
  const idleLimitSeconds = options.idleLimitSeconds ?? source.header.idleLimitSeconds;
  const timeline = new Timeline({ idleLimitSeconds });
  const finder = new AppearanceFinder(screen, text);
  let count = 0;
  try {
    for await (const { events } of source.batches()) {
      options.signal?.throwIfAborted();
      const matches: CastMatch[] = [];
      for (const event of events) {
        const times = { recordedMicros: event.atMicros, playedMicros: timeline.at(event.atMicros) };
        if (event.kind === 'resize') screen.write('', () => screen.resize(event.cols, event.rows));
        if (event.kind !== 'output') continue;
        screen.write(event.data, () => {
          for (const place of finder.appeared()) matches.push({ ...times, ...place });
        });
      }
      await screen.whenParsed();
      count += matches.length;
      if (matches.length > 0) yield matches;
      if (count >= MOST_MATCHES) return;
    }
  } finally {
    screen.dispose();
  }
}

interface Place {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/** Compares the places of a text on a screen with those of the last look. */
class AppearanceFinder {
  readonly #screen: PtyScreen;
  readonly #needle: string;
  readonly #ignoresCase: boolean;
  #places = new Map<number, readonly Place[]>();
  #count = 0;

  constructor(screen: PtyScreen, text: string) {
    this.#screen = screen;
    this.#ignoresCase = text === text.toLowerCase();
    this.#needle = text;
  }

  appeared(): Place[] {
    const dirty = this.#screen.takeDirty();
    if (dirty === undefined || this.#needle === '') return [];
    const before = this.#places;
    const places = new Map(before);
    for (const y of before.keys()) if (y >= this.#screen.rows) places.delete(y);
    for (let y = dirty.from; y <= dirty.to; y++) places.set(y, this.#placesIn(y));
    const known = new Set([...before.values()].flat().map(({ row, column }) => `${row} ${column}`));
    const now = [...places.values()].flat();
    const appeared = now.length - this.#count;
    this.#places = places;
    this.#count = now.length;
    if (appeared <= 0) return [];
    // Those that were moved are somewhere else too; new text comes at the bottom, or where none was.
    const fresh = now
      .filter(({ row, column }) => !known.has(`${row} ${column}`))
      .sort((a, b) => b.row - a.row || b.column - a.column);
    return fresh.slice(0, appeared).reverse();
  }

  #placesIn(y: number): Place[] {
    const text = this.#screen.rowText(y);
    const row = this.#ignoresCase ? text.toLowerCase() : text;
    const places: Place[] = [];
    for (let at = row.indexOf(this.#needle); at >= 0; at = row.indexOf(this.#needle, at + 1)) {
      places.push({ row: y + 1, column: at + 1, text });
    }
    return places;
  }
}
