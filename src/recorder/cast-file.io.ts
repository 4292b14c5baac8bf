import type { FileHandle } from 'node:fs/promises';
import { messageOf, systemCodeOf } from '../flow/index.ts';
import { formatBytes } from '../text/index.ts';

/** Lines gather this long, so that a busy second is ten writes. */
const BATCH_MS = 100;
/** Or until there is this much of them. */
const BATCH_BYTES = 32 * 1024;
/** Between two syncs: each wears an SD card. */
const SYNC_EVERY_MS = 5000;
/** What may wait for the disk; then the source is stopped or its frames merge. */
const QUEUE_EVENTS = 1024;
const QUEUE_BYTES = 4 * 1024 * 1024;

const NEWLINE = 0x0a;

interface Limits {
  /** The file never becomes larger; undefined: no limit. */
  readonly maxBytes?: number | undefined;
  /** Where the next line begins. */
  readonly at: number;
}

/**
 * Writes the lines of a recording. The file is a valid recording after every write: only whole lines go out, and what a
 * failed write left of one is cut off. A failure ends the file, is told once, and is no error of the writer's: the
 * session that is recorded lives on.
 */
export class CastFile {
  readonly #handle: FileHandle;
  readonly #maxBytes: number;
  #batch: string[] = [];
  #batchBytes = 0;
  #patches: { readonly at: number; readonly bytes: Buffer }[] = [];
  /** Bytes of whole lines on disk; and with those that wait. */
  #written: number;
  #accepted: number;
  #queuedEvents = 0;
  #timer: NodeJS.Timeout | undefined;
  #syncTimer: NodeJS.Timeout | undefined;
  #lastSyncMs = performance.now();
  #isUnsynced = false;
  #running: Promise<void> | undefined;
  #failure: string | undefined;
  /** The disk does not take any more, not even what waits. */
  #isBroken = false;
  #isEnded = false;
  #waiting: (() => void)[] = [];
  #onFailure: (reason: string) => void = () => {};

  /** `handle` is this object's from now on. */
  constructor(handle: FileHandle, { maxBytes = Number.POSITIVE_INFINITY, at }: Limits) {
    this.#handle = handle;
    this.#maxBytes = maxBytes;
    this.#written = this.#accepted = at;
  }

  /** Bytes on disk and on their way; where the next line will begin. */
  get bytes(): number {
    return this.#accepted;
  }

  /** Why nothing more is written; undefined while all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** True when as much waits as may wait. */
  get isFull(): boolean {
    return this.#queuedEvents >= QUEUE_EVENTS || this.#accepted - this.#written >= QUEUE_BYTES;
  }

  /** Called once, when the file can take no more. */
  onFailure(listener: (reason: string) => void): void {
    this.#onFailure = listener;
  }

  /** Takes one line with its newline. False when the caller should wait for `whenWritable`. */
  write(line: string): boolean {
    if (this.#failure !== undefined || this.#isEnded) return true;
    const bytes = Buffer.byteLength(line);
    if (this.#accepted + bytes > this.#maxBytes) {
      this.#fail(`the limit of ${formatBytes(this.#maxBytes)} is reached`);
      this.#flush();
      return true;
    }
    this.#batch.push(line);
    this.#batchBytes += bytes;
    this.#accepted += bytes;
    this.#queuedEvents++;
    if (this.#batchBytes >= BATCH_BYTES || this.#queuedEvents >= QUEUE_EVENTS / 2) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
    return !this.isFull;
  }

  /** Overwrites bytes that were written, or wait: the length of the file does not change. */
  patch(at: number, bytes: Buffer): void {
    if (this.#isBroken || at + bytes.length > this.#accepted) return;
    this.#patches.push({ at, bytes });
    this.#flush();
  }

  /** Resolves when there is room again, or never will be. */
  whenWritable(): Promise<void> {
    if (!this.isFull || this.#failure !== undefined) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Writes now what waits, without waiting for it: for the signal that ends the process. */
  flush(): void {
    this.#flush();
  }

  /** Writes what waits, syncs and closes. The reason of a failure, now or earlier; never throws. */
  async end(): Promise<string | undefined> {
    if (this.#isEnded) return this.#failure;
    this.#isEnded = true;
    this.#flush();
    await this.#running;
    clearTimeout(this.#syncTimer);
    try {
      if (!this.#isBroken) await this.#handle.datasync();
      await this.#handle.close();
    } catch (cause) {
      this.#break(cause);
    }
    return this.#failure;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    while (!this.#isBroken && (this.#batch.length > 0 || this.#patches.length > 0)) {
      const lines = this.#batch;
      this.#batch = [];
      this.#batchBytes = 0;
      await this.#append(Buffer.from(lines.join('')));
      this.#queuedEvents -= lines.length;
      await this.#applyPatches();
      this.#wake();
      if (performance.now() - this.#lastSyncMs >= SYNC_EVERY_MS) await this.#sync();
    }
    if (this.#isUnsynced && !this.#isEnded) this.#syncLater();
  }

  async #append(bytes: Buffer): Promise<void> {
    let sent = 0;
    try {
      while (sent < bytes.length) {
        sent += (await this.#handle.write(bytes, sent, bytes.length - sent, this.#written + sent)).bytesWritten;
      }
      this.#written += sent;
      this.#isUnsynced ||= sent > 0;
    } catch (cause) {
      this.#written += bytes.subarray(0, sent).lastIndexOf(NEWLINE) + 1;
      await this.#handle.truncate(this.#written).catch(() => {});
      this.#break(cause);
    }
  }

  async #applyPatches(): Promise<void> {
    for (const patch of this.#patches.splice(0)) {
      const { at, bytes } = patch;
      // Its line came while the last ones were being written: it is in the next batch.
      if (at + bytes.length > this.#written) {
        this.#patches.push(patch);
        continue;
      }
      try {
        await this.#handle.write(bytes, 0, bytes.length, at);
        this.#isUnsynced = true;
      } catch (cause) {
        this.#break(cause);
      }
    }
  }

  async #sync(): Promise<void> {
    this.#lastSyncMs = performance.now();
    this.#isUnsynced = false;
    try {
      await this.#handle.datasync();
    } catch (cause) {
      this.#break(cause);
    }
  }

  #syncLater(): void {
    const due = this.#lastSyncMs + SYNC_EVERY_MS - performance.now();
    this.#syncTimer ??= setTimeout(
      () => {
        this.#syncTimer = undefined;
        if (!this.#isBroken && !this.#isEnded && this.#isUnsynced && this.#running === undefined) void this.#sync();
      },
      Math.max(0, due),
    );
    // What is not synced is in the system's hands already; it must not keep this process alive.
    this.#syncTimer.unref();
  }

  /** Nothing more is accepted; what was still goes out. */
  #fail(reason: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = reason;
    this.#onFailure(reason);
    this.#wake();
  }

  #break(cause: unknown): void {
    this.#isBroken = true;
    this.#batch = [];
    this.#patches = [];
    this.#accepted = this.#written;
    this.#fail(reasonOf(cause));
  }

  #wake(): void {
    if (this.isFull && this.#failure === undefined) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function reasonOf(cause: unknown): string {
  const known: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EIO: 'the disk reports an error',
    EFBIG: 'the file is as large as the file system allows',
  };
  return known[systemCodeOf(cause) ?? ''] ?? `the file cannot be written (${messageOf(cause)})`;
}
