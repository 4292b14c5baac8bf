import type { CastEvent } from '../../asciicast/index.ts';
import { type Cancel, Counters } from '../../flow/index.ts';
import type { OutputStage } from '../output-stage.ts';
import type { Recording } from '../recording.ts';
import type { Detector } from './detectors.ts';
import { HeldOutput } from './held-output.ts';
import { pieceEnd } from './piece-end.ts';
import { redactText } from './redact-text.ts';
import { openShadowScreen, type ShadowScreen } from './shadow-screen.ts';
import { type FoundSecret, StreamInspector } from './stream-inspector.ts';
import { TypedInspector } from './typed-inspector.ts';

/** Text is looked at in pieces of this size: a pty hands out 4 KiB at a time, and a look costs. */
const PIECE = 64 * 1024;
/** A smaller piece waits this long for more. */
const GATHER_MS = 10;
/** What may wait to be looked at before the source is stopped, and when it goes on. */
const WAITING_HIGH = 1024 * 1024;
const WAITING_LOW = 256 * 1024;
/** A shorter secret is not looked for in the header: it would be found in every path. */
const SHORTEST_IN_HEADER = 8;

type Work = TextWork | { readonly kind: 'resize'; readonly cols: number; readonly rows: number };

/** Text of one event after the other, as they follow each other in the stream. */
interface TextWork {
  readonly kind: 'text';
  readonly position: number;
  text: string;
  /** Events that are complete with this text. */
  readonly bases: number[];
}

export interface StreamRedactorOptions {
  readonly recording: Recording;
  readonly detectors: readonly Detector[];
  readonly cols: number;
  readonly rows: number;
}

export async function openStreamRedactor(options: StreamRedactorOptions): Promise<StreamRedactor> {
  return new StreamRedactor(options, await openShadowScreen(options, options.recording.clock));
}

/**
 * Masks the secrets of a pty's stream before it is recorded. Events are looked at, wait 300 ms for the rest of a secret
 * that comes in parts, and are written with stars in its place.
 */
export class StreamRedactor implements OutputStage {
  readonly #recording: Recording;
  readonly #detectors: readonly Detector[];
  readonly #screen: ShadowScreen;
  readonly #held: HeldOutput;
  readonly #inspector: StreamInspector;
  readonly #typed: TypedInspector;
  readonly #masked = new Counters<string>();
  #late = 0;
  #work: Work[] = [];
  #waitingUnits = 0;
  #unseen = 0;
  #cancelRelease: Cancel | undefined;
  #cancelGather: Cancel | undefined;
  #isFlushing = false;
  #whenReady: (() => void)[] = [];
  #whenSeen: (() => void)[] = [];

  constructor({ recording, detectors }: StreamRedactorOptions, screen: ShadowScreen) {
    this.#recording = recording;
    this.#detectors = detectors;
    this.#screen = screen;
    this.#held = new HeldOutput(recording);
    const found = (secret: FoundSecret): void => this.#found(secret);
    this.#inspector = new StreamInspector({ screen, detectors, found });
    this.#typed = new TypedInspector(detectors, found);
  }

  /**
   * Secrets that were masked, by detector; how many were in the file already, in part or whole, and were overwritten there;
   * characters that stayed there.
   */
  get report(): {
    readonly masked: Readonly<Partial<Record<string, number>>>;
    readonly late: number;
    readonly lost: number;
  } {
    return { masked: this.#masked.snapshot(), late: this.#late, lost: this.#held.lost };
  }

  push(event: CastEvent): boolean {
    const safe = event.kind === 'marker' ? { ...event, label: redactText(event.label, this.#detectors) } : event;
    const base = this.#held.add(safe, this.#recording.clock.now());
    if (event.kind === 'output') this.#queue(event.data, base);
    if (event.kind === 'input') {
      this.#typed.inspect(event.data, base);
      this.#held.seen(base);
    }
    if (event.kind === 'resize') this.#work.push({ kind: 'resize', cols: event.cols, rows: event.rows });
    this.#next(false);
    this.#schedule();
    return this.#waitingUnits < WAITING_HIGH && !this.#recording.isFull;
  }

  async whenReady(): Promise<void> {
    if (this.#waitingUnits > WAITING_LOW) await new Promise<void>((resolve) => this.#whenReady.push(resolve));
    await this.#recording.whenWritable();
  }

  async flush(): Promise<void> {
    this.#isFlushing = true;
    this.#next(true);
    if (this.#unseen > 0) await new Promise<void>((resolve) => this.#whenSeen.push(resolve));
    this.#isFlushing = false;
    this.#cancelGather?.();
    this.#cancelRelease?.();
    this.#cancelGather = this.#cancelRelease = undefined;
    this.#held.release(Number.POSITIVE_INFINITY);
  }

  dispose(): void {
    this.#screen.dispose();
  }

  #queue(text: string, base: number): void {
    this.#unseen++;
    this.#waitingUnits += text.length;
    for (let from = 0; from < text.length; ) {
      const work = this.#openWork(base + from);
      const to = pieceEnd(text, from + PIECE - work.text.length);
      work.text += text.slice(from, to);
      if (to === text.length) work.bases.push(base);
      from = to;
    }
  }

  /** The last piece, if it goes on at this place of the stream and has room. */
  #openWork(position: number): TextWork {
    const last = this.#work.at(-1);
    if (last?.kind === 'text' && last.text.length < PIECE && last.position + last.text.length === position) return last;
    const work: TextWork = { kind: 'text', position, text: '', bases: [] };
    this.#work.push(work);
    return work;
  }

  /** Looks at what waits; at a piece that is not full only after a while, or with `isUrgent`. */
  #next(isUrgent: boolean): void {
    while (this.#work.length > 0 && !this.#screen.isFull) {
      const [work] = this.#work as [Work];
      const mayGrow = this.#work.length === 1 && work.kind === 'text' && work.text.length < PIECE;
      if (mayGrow && !isUrgent) {
        this.#gather();
        return;
      }
      this.#work.shift();
      if (work.kind === 'resize') this.#screen.resize(work.cols, work.rows);
      else this.#inspector.inspect(work.text, work.position, () => this.#seen(work));
    }
  }

  #gather(): void {
    this.#cancelGather ??= this.#recording.clock.after(GATHER_MS, () => {
      this.#cancelGather = undefined;
      this.#next(true);
    });
  }

  #seen(work: TextWork): void {
    this.#waitingUnits -= work.text.length;
    for (const base of work.bases) this.#held.seen(base);
    this.#unseen -= work.bases.length;
    this.#next(this.#isFlushing);
    this.#schedule();
    if (this.#waitingUnits <= WAITING_LOW) for (const resolve of this.#whenReady.splice(0)) resolve();
    if (this.#unseen === 0) for (const resolve of this.#whenSeen.splice(0)) resolve();
  }

  #found(secret: FoundSecret): void {
    const lateBefore = this.#held.lateCharacters;
    let hasNew = false;
    // Of a secret that grows while it is being written a part was masked before: it is counted once.
    let isKnown = false;
    secret.forEachPosition((position) => {
      if (this.#held.mask(position)) hasNew = true;
      else isKnown = true;
    });
    if (!hasNew) return;
    if (this.#held.lateCharacters > lateBefore) this.#late++;
    if (!isKnown) this.#masked.add(secret.by);
    if (secret.text.length >= SHORTEST_IN_HEADER) this.#recording.maskInHeader(secret.text);
  }

  #schedule(): void {
    const due = this.#held.dueIn(this.#recording.clock.now());
    if (due === undefined) return;
    if (due === 0) this.#held.release(this.#recording.clock.now());
    const next = this.#held.dueIn(this.#recording.clock.now());
    if (next === undefined || this.#cancelRelease !== undefined) return;
    this.#cancelRelease = this.#recording.clock.after(next, () => {
      this.#cancelRelease = undefined;
      this.#schedule();
    });
  }
}
