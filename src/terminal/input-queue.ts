import type { Cancel, Clock } from '../flow/index.ts';
import { InputDecoder } from './input-decoder.ts';
import type { DecodedInput, TerminalInput, TerminalReply } from './input-event.ts';

/** How long an ESC alone is waited for to become more; packets of an ssh link come apart. */
const ESCAPE_MS = 30;
const REMOTE_ESCAPE_MS = 80;
/** What is typed while the program starts; more is a cat on the keyboard. */
const EARLY_LIMIT = 256;

/** Bytes in, events out to whoever listens. What comes before the first listener waits for it. */
export class InputQueue {
  readonly #clock: Clock;
  readonly #decoder: InputDecoder;
  readonly #listeners = new Set<(event: TerminalInput) => void>();
  readonly #replyListeners = new Set<(reply: TerminalReply) => void>();
  readonly #anyListeners = new Set<(event: TerminalInput) => void>();
  #early: TerminalInput[] = [];
  #expiry: Cancel | undefined;

  constructor(clock: Clock, isRemote: boolean) {
    this.#clock = clock;
    this.#decoder = new InputDecoder(isRemote ? REMOTE_ESCAPE_MS : ESCAPE_MS);
  }

  onInput(listener: (event: TerminalInput) => void): Cancel {
    this.#listeners.add(listener);
    const early = this.#early;
    this.#early = [];
    for (const event of early) listener(event);
    return () => this.#listeners.delete(listener);
  }

  onReply(listener: (reply: TerminalReply) => void): Cancel {
    this.#replyListeners.add(listener);
    return () => this.#replyListeners.delete(listener);
  }

  /** Before the listeners, and also while there are none. */
  onAny(listener: (event: TerminalInput) => void): Cancel {
    this.#anyListeners.add(listener);
    return () => this.#anyListeners.delete(listener);
  }

  feed(bytes: Uint8Array): void {
    this.#expiry?.();
    this.#expiry = undefined;
    this.#emit(this.#decoder.feed(bytes));
    const waitMs = this.#decoder.waitMs;
    if (waitMs === undefined) return;
    this.#expiry = this.#clock.after(waitMs, () => {
      this.#expiry = undefined;
      this.#emit(this.#decoder.expire());
    });
  }

  close(): void {
    this.#expiry?.();
    this.#listeners.clear();
  }

  #emit(events: readonly DecodedInput[]): void {
    for (const event of events) {
      if (event.kind === 'reply') {
        for (const listener of this.#replyListeners) listener(event);
        continue;
      }
      for (const listener of this.#anyListeners) listener(event);
      if (this.#listeners.size > 0) for (const listener of this.#listeners) listener(event);
      else if (this.#early.length < EARLY_LIMIT) this.#early.push(event);
    }
  }
}
