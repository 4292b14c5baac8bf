import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { KpiError, messageOf, systemCodeOf } from '../flow/index.ts';

/** Small pieces are gathered: a frame is often a few dozen bytes. */
const BUFFER_BYTES = 256 * 1024;

/**
 * A file that comes into being whole or not at all: written beside its place as `<path>.tmp`, and renamed at the end.
 * Throws KpiError with the code that it was given.
 */
export class TemporaryOutput {
  readonly #path: string;
  readonly #code: string;
  readonly #handle: FileHandle;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #position = 0;

  private constructor(path: string, code: string, handle: FileHandle) {
    this.#path = path;
    this.#code = code;
    this.#handle = handle;
  }

  static async create(path: string, code: string): Promise<TemporaryOutput> {
    try {
      return new TemporaryOutput(path, code, await open(`${path}.tmp`, 'w'));
    } catch (cause) {
      throw writeFailure(path, code, cause);
    }
  }

  /** Forgets what was written, to begin again. */
  async restart(): Promise<void> {
    this.#buffered = this.#position = 0;
    await this.#tried(() => this.#handle.truncate(0));
  }

  /** Resolves, usually at once, when the bytes are taken. */
  write(bytes: Uint8Array): Promise<void> | void {
    if (this.#buffered + bytes.length <= BUFFER_BYTES) {
      this.#buffer.set(bytes, this.#buffered);
      this.#buffered += bytes.length;
      return;
    }
    return this.#spill(bytes);
  }

  /** Overwrites what was written before. */
  async patch(offset: number, bytes: Uint8Array): Promise<void> {
    await this.#spill(new Uint8Array(0));
    await this.#tried(() => this.#handle.write(bytes, 0, bytes.length, offset));
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    await this.#spill(new Uint8Array(0));
    await this.#tried(async () => {
      await this.#handle.close();
      await rename(`${this.#path}.tmp`, this.#path);
    });
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(`${this.#path}.tmp`, { force: true });
  }

  /** Removes the file at once, for a process that has no time to wait: what is open is written into nothing. */
  discardNow(): void {
    rmSync(`${this.#path}.tmp`, { force: true });
  }

  async #spill(bytes: Uint8Array): Promise<void> {
    for (const part of [this.#buffer.subarray(0, this.#buffered), bytes]) {
      for (let from = 0; from < part.length; ) {
        const { bytesWritten } = await this.#tried(() =>
          this.#handle.write(part, from, part.length - from, this.#position),
        );
        from += bytesWritten;
        this.#position += bytesWritten;
      }
    }
    this.#buffered = 0;
  }

  async #tried<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw writeFailure(this.#path, this.#code, cause);
    }
  }
}

function writeFailure(path: string, code: string, cause: unknown): KpiError {
  const hints: Record<string, string> = {
    ENOENT: 'Its folder does not exist.',
    ENOTDIR: 'Its folder is not a folder.',
    EACCES: 'You may not write there.',
    EROFS: 'That file system is read-only.',
    EISDIR: 'It is a folder; give the name of a file.',
    ENOSPC: 'The disk is full; nothing was kept.',
  };
  const hint = hints[systemCodeOf(cause) ?? ''] ?? 'Choose another place.';
  return new KpiError(code, `cannot write ${path}: ${messageOf(cause)}`, { cause, hint });
}
