import type { CastPoint } from '../../asciicast/index.ts';
import { Timeline } from '../../asciicast/index.ts';
import { nextTurn } from '../../flow/index.ts';
import type { PtyScreen } from '../../pty/index.ts';
import type { CastSource, EventBatch } from '../cast-source.io.ts';
import type { ScreenMaker } from './player.ts';

/** A snapshot is made after this much of played time, or of output. */
const EVERY_MICROS = 5_000_000;
const EVERY_UNITS = 256 * 1024;
/** Then every other one is dropped and the distance doubled. */
const MOST_ENTRIES = 256;

/** A place from which a recording can be played without what came before. */
export interface SeekEntry {
  /** Time in the file, and in the playback (pauses shortened). */
  readonly recordedMicros: number;
  readonly playedMicros: number;
  readonly point: CastPoint | undefined;
  readonly cols: number;
  readonly rows: number;
  /** Bytes that draw the screen as it was. */
  readonly snapshot: string;
}

export interface CastMarker {
  readonly playedMicros: number;
  readonly recordedMicros: number;
  readonly label: string;
}

/**
 * Reads a recording through once, in the background: where one can jump to, its markers, its length. At most 256
 * snapshots are kept.
 */
export class SeekIndex {
  readonly #source: CastSource;
  readonly #idleLimitSeconds: number | undefined;
  readonly #makeScreen: ScreenMaker;
  #entries: SeekEntry[];
  #everyMicros = EVERY_MICROS;
  #everyUnits = EVERY_UNITS;
  #units = 0;
  #markers: CastMarker[] = [];
  #playedMicros = 0;
  #isComplete = false;
  #isStopped = false;

  constructor(source: CastSource, options: { idleLimitSeconds: number | undefined; makeScreen: ScreenMaker }) {
    this.#source = source;
    this.#idleLimitSeconds = options.idleLimitSeconds;
    this.#makeScreen = options.makeScreen;
    const { cols, rows } = source.header;
    this.#entries = [{ recordedMicros: 0, playedMicros: 0, point: undefined, cols, rows, snapshot: '' }];
  }

  /** The length of the playback so far read; of all of it when `isComplete`. */
  get playedMicros(): number {
    return this.#playedMicros;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get markers(): readonly CastMarker[] {
    return this.#markers;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** The last entry that is not behind a time of the playback. */
  nearest(playedMicros: number): SeekEntry {
    return this.#entries.findLast((entry) => entry.playedMicros <= playedMicros) ?? (this.#entries[0] as SeekEntry);
  }

  /** Reads the recording; `progress` is called after each part. Resolves at its end, or when stopped. */
  async build(progress: () => void): Promise<void> {
    const screen = this.#makeScreen(this.#source.header);
    const timeline = new Timeline({ idleLimitSeconds: this.#idleLimitSeconds });
    try {
      for await (const batch of this.#source.batches()) {
        if (this.#isStopped) return;
        this.#feed(screen, timeline, batch);
        await screen.whenParsed();
        this.#addEntry(screen, batch);
        progress();
        await nextTurn();
      }
      this.#isComplete = true;
      progress();
    } finally {
      screen.dispose();
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  #feed(screen: PtyScreen, timeline: Timeline, { events }: EventBatch): void {
    for (const event of events) {
      const playedMicros = timeline.at(event.atMicros);
      this.#playedMicros = playedMicros;
      if (event.kind === 'output') {
        this.#units += event.data.length;
        screen.write(event.data);
      } else if (event.kind === 'resize') screen.write('', () => screen.resize(event.cols, event.rows));
      else if (event.kind === 'marker') {
        this.#markers.push({ playedMicros, recordedMicros: event.atMicros, label: event.label });
      }
    }
  }

  #addEntry(screen: PtyScreen, { next }: EventBatch): void {
    const last = this.#entries.at(-1) as SeekEntry;
    const isDue = this.#playedMicros - last.playedMicros >= this.#everyMicros || this.#units >= this.#everyUnits;
    // In the middle of a sequence the rest of it would be printed.
    if (!isDue || !screen.isAtGround) return;
    this.#units = 0;
    this.#entries.push({
      recordedMicros: next.micros,
      playedMicros: this.#playedMicros,
      point: next,
      cols: screen.cols,
      rows: screen.rows,
      snapshot: screen.snapshot(),
    });
    if (this.#entries.length <= MOST_ENTRIES) return;
    this.#entries = this.#entries.filter((_entry, index) => index % 2 === 0);
    this.#everyMicros *= 2;
    this.#everyUnits *= 2;
  }
}
