import { type Cancel, type Clock, wait } from '../flow/index.ts';
import type { NoteEvent } from '../informer/index.ts';
import type { ArmedFault } from './pipeline-snapshot.ts';

/** What a server can do wrong; each strikes the next request or event that it fits. */
export type ServerFault = 'dropWatch' | 'goneOnList' | 'goneOnWatch' | 'goneOnEvent' | 'refuse' | 'tooMany';

interface Armed {
  readonly fault: string;
  left: number;
}

type Note = (note: NoteEvent) => void;

/**
 * The faults of the teaching mode: what is armed, and how often it will strike. The decorators ask here; the pipeline
 * itself knows nothing of it.
 *
 * Invariant: each fault disarms itself when its count is used up, each change of it is a `fault` note, and `disarmAll`
 * takes all back, waits and pauses too.
 */
export class Faults {
  readonly #clock: Clock;
  readonly #note: Note;
  readonly #armed = new Map<string, Armed>();
  readonly #slow = new Map<string, { readonly armed: Armed; readonly ms: number }>();
  /** What has to be done when something is armed or disarmed: open watches are struck, gates open. */
  readonly #onChange = new Set<() => void>();
  #disarmed = new AbortController();

  constructor({ clock, note }: { clock: Clock; note: Note }) {
    this.#clock = clock;
    this.#note = note;
  }

  /** What is armed, oldest first. */
  armed(): ArmedFault[] {
    return [...this.#armed.values()].map(({ fault, left }) => ({ fault, left }));
  }

  onChange(listener: () => void): Cancel {
    this.#onChange.add(listener);
    return () => this.#onChange.delete(listener);
  }

  /** The next watch, or one that is open, ends as a server ends it. */
  dropWatch(count = 1): void {
    this.#arm('dropWatch', 'dropWatch()', count);
  }

  /** 410 Gone to the next list, to the next watch, or as an event of a watch that is open. */
  goneOn(where: 'list' | 'watch' | 'event', count = 1): void {
    this.#arm(`goneOn${capital(where)}`, `goneOn(${where})`, count);
  }

  /** The next watches find nobody who answers. */
  refuse(count: number): void {
    this.#arm('refuse', `refuse(${count})`, count);
  }

  /** The next watches are told 429. */
  tooMany(count: number): void {
    this.#arm('tooMany', `tooMany(${count})`, count);
  }

  /** The handler takes `ms` for each of its next `count` notifications. */
  slowHandler(handler: string, ms: number, count: number): void {
    const armed = this.#arm(`slowHandler ${handler}`, `slowHandler(${handler}, ${ms})`, count);
    this.#slow.set(handler, { armed, ms });
  }

  /** The handler throws at its next `count` notifications. */
  throwInHandler(handler: string, count: number): void {
    this.#arm(`throwInHandler ${handler}`, `throwInHandler(${handler}, ${count})`, count);
  }

  /** The next `count` reconciles of the key fail; `*`: of any key, which is the first that comes. */
  failReconcile(key: string, count: number): void {
    this.#arm(`failReconcile ${key}`, `failReconcile(${key}, ${count})`, count);
  }

  pauseWorkers(): void {
    this.#pause('pauseWorkers');
  }

  resumeWorkers(): void {
    this.#disarm('pauseWorkers');
  }

  pausePop(): void {
    this.#pause('pausePop');
  }

  resumePop(): void {
    this.#disarm('pausePop');
  }

  get areWorkersPaused(): boolean {
    return this.#armed.has('pauseWorkers');
  }

  get isPopPaused(): boolean {
    return this.#armed.has('pausePop');
  }

  /** Takes everything back: nothing is armed, nothing waits, everything runs. */
  disarmAll(): void {
    for (const id of [...this.#armed.keys()]) this.#disarm(id, false);
    this.#disarmed.abort();
    this.#disarmed = new AbortController();
    this.#changed();
  }

  /** Whether a server fault strikes now; then it is used up by one. */
  strikesServer(fault: ServerFault): boolean {
    return this.#strikes(fault);
  }

  isArmed(fault: ServerFault): boolean {
    return this.#armed.has(fault);
  }

  /** How long the handler is to take now; undefined: as long as it does. */
  slowness(handler: string): Promise<boolean> | undefined {
    const slow = this.#slow.get(handler);
    if (slow === undefined || !this.#strikes(`slowHandler ${handler}`)) return undefined;
    return wait(this.#clock, slow.ms, this.#disarmed.signal);
  }

  throwsInHandler(handler: string): boolean {
    return this.#strikes(`throwInHandler ${handler}`);
  }

  failsReconcile(key: string): boolean {
    if (this.#strikes(`failReconcile ${key}`)) return true;
    const any = this.#armed.get('failReconcile *');
    if (any === undefined) return false;
    // From now on it is about this key.
    this.#armed.delete('failReconcile *');
    this.#arm(`failReconcile ${key}`, `failReconcile(${key}, ${any.left})`, any.left);
    return this.#strikes(`failReconcile ${key}`);
  }

  #pause(id: 'pauseWorkers' | 'pausePop'): void {
    if (!this.#armed.has(id)) this.#arm(id, `${id}()`, 1);
  }

  #arm(id: string, fault: string, count: number): Armed {
    if (!Number.isInteger(count) || count < 1)
      throw new TypeError(`count: expected a positive integer, received ${count}`);
    const armed = { fault, left: count };
    this.#armed.set(id, armed);
    this.#tell(armed);
    this.#changed();
    return armed;
  }

  #strikes(id: string): boolean {
    const armed = this.#armed.get(id);
    if (armed === undefined) return false;
    armed.left--;
    if (armed.left === 0) this.#armed.delete(id);
    this.#tell(armed);
    return true;
  }

  #disarm(id: string, tells = true): void {
    const armed = this.#armed.get(id);
    if (armed === undefined) return;
    this.#armed.delete(id);
    armed.left = 0;
    this.#tell(armed);
    if (tells) this.#changed();
  }

  #changed(): void {
    for (const listener of this.#onChange) listener();
  }

  #tell({ fault, left }: Armed): void {
    this.#note({ note: 'fault', at: this.#clock.now(), fault, left });
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
