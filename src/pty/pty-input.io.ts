import { writeSync } from 'node:fs';
import { systemCodeOf } from '../flow/index.ts';

/** Input that waits for a program that does not read, before the writer is told to stop. */
const HIGH_BYTES = 64 * 1024;
/** Beyond this it is refused and counted: twice the largest paste. */
const LIMIT_BYTES = 2 * 1024 * 1024;
/** How often a full terminal is tried again; typing never waits, only pastes into a program that does not read do. */
const RETRY_MS = 5;

/**
 * Writes to a pty without blocking. node-pty writes through libuv, which takes the master side of a pty for a blocking
 * stream and spins until the program reads: a paste into `sleep` would freeze this whole process.
 */
export class PtyInput {
  readonly #fd: number;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #refusedBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];
  #isClosed = false;

  /** `fd`: a non-blocking descriptor that stays the owner's. */
  constructor(fd: number) {
    this.#fd = fd;
  }

  get refusedBytes(): number {
    return this.#refusedBytes;
  }

  /** False when more than 64 KiB wait. */
  write(data: string | Uint8Array): boolean {
    if (this.#isClosed || data.length === 0) return true;
    const bytes = Buffer.from(data as string);
    if (this.#queuedBytes + bytes.length > LIMIT_BYTES) {
      this.#refusedBytes += bytes.length;
      return false;
    }
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    if (this.#timer === undefined) this.#push();
    return this.#queuedBytes < HIGH_BYTES;
  }

  /** Resolves when nothing waits any more, or never will be taken. */
  whenWritable(): Promise<void> {
    if (this.#queuedBytes === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The descriptor is about to be closed: its number may be another file's in the next moment. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#empty();
  }

  #push(): void {
    this.#timer = undefined;
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      const sent = this.#send(head);
      this.#queuedBytes -= sent;
      if (sent === head.length) {
        this.#queue.shift();
        continue;
      }
      if (this.#isClosed) return;
      this.#queue[0] = head.subarray(sent);
      this.#timer = setTimeout(() => this.#push(), RETRY_MS);
      return;
    }
    this.#empty();
  }

  /** Bytes taken; the rest has to wait. */
  #send(bytes: Buffer): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (cause) {
      // EIO, EBADF: the program and its terminal are gone, and `exited` says so.
      if (systemCodeOf(cause) !== 'EAGAIN') this.close();
      return 0;
    }
  }

  #empty(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
