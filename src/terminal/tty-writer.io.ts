import { constants, openSync, readlinkSync, write, writeSync } from 'node:fs';
import { type Cancel, type Clock, systemCodeOf } from '../flow/index.ts';
import type { FrameSink } from './screen-output.ts';

export interface WriterEvents {
  /** A frame that had to wait has left completely. */
  idle(): void;
  /** The reader does not keep up. */
  stalled(): void;
  /** The terminal is gone. */
  gone(): void;
}

/** Polling a full tty; epoll cannot be had for a descriptor of our own. */
const RETRY_MS = 10;
/** After some bytes went, more room comes soon. */
const CONTINUE_MS = 2;
/** A pty takes 4 to 8 KiB, so a larger frame always waits for its reader; waiting longer is a slow reader. */
const STALLED_MS = 100;
/** One sleep of the synchronous way out, which may last no longer than its limit. */
const SLEEP_MS = 5;

/** A write side that can also write synchronously within a time limit, for the way out. */
export interface TtyWriter extends FrameSink {
  /** Forgets the frame in flight and writes `text` now; gives up after `limitMs`. */
  finish(text: string, limitMs: number): void;
}

/** The tty's write side: our own non-blocking description where it can be opened, else Node's thread pool. */
export function openTtyWriter(clock: Clock, events: WriterEvents): TtyWriter {
  for (const path of ['/dev/tty', linkOf('/proc/self/fd/1')]) {
    if (path === undefined) continue;
    try {
      // Opened by name, so O_NONBLOCK does not leak to the shell that shares file 1.
      const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      return new NonBlockingWriter(fd, clock, events);
    } catch {
      // No controlling terminal, or a tty of another user: the next way.
    }
  }
  return new PoolWriter(events);
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** One frame in flight, never blocks, keeps no queue. A frame that has begun is always finished. */
class NonBlockingWriter implements TtyWriter {
  readonly #fd: number;
  readonly #clock: Clock;
  readonly #events: WriterEvents;
  #rest: Uint8Array | undefined;
  #retry: Cancel | undefined;
  /** When the frame in flight counts as stalled; it does so once. */
  #stalledAt = 0;

  constructor(fd: number, clock: Clock, events: WriterEvents) {
    this.#fd = fd;
    this.#clock = clock;
    this.#events = events;
  }

  get isBusy(): boolean {
    return this.#rest !== undefined;
  }

  write(bytes: Uint8Array): void {
    this.#rest = bytes;
    this.#stalledAt = this.#clock.now() + STALLED_MS;
    this.#push();
  }

  finish(text: string, limitMs: number): void {
    this.#retry?.();
    let rest: Uint8Array = Buffer.from(text, 'utf8');
    this.#rest = undefined;
    for (let waited = 0; rest.length > 0 && waited <= limitMs; waited += SLEEP_MS) {
      try {
        rest = rest.subarray(writeSync(this.#fd, rest));
      } catch (cause) {
        if (systemCodeOf(cause) !== 'EAGAIN') return;
      }
      if (rest.length > 0) sleep(SLEEP_MS);
    }
  }

  #push(): void {
    const rest = this.#rest;
    if (rest === undefined) return;
    let sent = 0;
    try {
      sent = writeSync(this.#fd, rest);
    } catch (cause) {
      if (systemCodeOf(cause) !== 'EAGAIN') {
        this.#rest = undefined;
        this.#events.gone();
        return;
      }
    }
    // Short writes are normal.
    this.#rest = sent === rest.length ? undefined : rest.subarray(sent);
    if (this.#rest === undefined) {
      if (this.#retry !== undefined) this.#events.idle();
      return;
    }
    if (this.#clock.now() > this.#stalledAt) {
      this.#stalledAt = Infinity;
      this.#events.stalled();
    }
    this.#retry = this.#clock.after(sent > 0 ? CONTINUE_MS : RETRY_MS, () => {
      this.#push();
      if (this.#rest === undefined) this.#retry = undefined;
    });
  }
}

/** Asynchronous writes to file 1. A blocked write holds one pool thread and delays the exit; nothing better is there. */
class PoolWriter implements TtyWriter {
  readonly #events: WriterEvents;
  #isBusy = false;

  constructor(events: WriterEvents) {
    this.#events = events;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  write(bytes: Uint8Array): void {
    this.#isBusy = true;
    write(1, bytes, (cause, sent) => {
      if (cause !== null && cause.code !== 'EAGAIN') {
        this.#isBusy = false;
        this.#events.gone();
      } else if ((sent ?? 0) < bytes.length) {
        this.#events.stalled();
        this.write(bytes.subarray(sent ?? 0));
      } else {
        this.#isBusy = false;
        this.#events.idle();
      }
    });
  }

  finish(text: string): void {
    try {
      writeSync(1, text);
    } catch {
      // The terminal is gone; there is nobody to tell.
    }
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

function sleep(ms: number): void {
  Atomics.wait(sleeper, 0, 0, ms);
}
