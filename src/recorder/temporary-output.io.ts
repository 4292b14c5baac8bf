import { existsSync, realpathSync, rmSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { KpiError, messageOf, systemCodeOf } from '../flow/index.ts';

/** Small pieces are gathered: a frame is often a few dozen bytes. */
const BUFFER_BYTES = 256 * 1024;

export interface TemporaryOutputOptions {
  /** Code of the KpiError for what goes wrong. */
  readonly code: string;
  /** For its owner alone (0600), and synced before it replaces what was there: a recording, which may be the only one. */
  readonly isPrivate?: boolean;
}

/**
 * A file that comes into being whole or not at all: written beside its place as `<path>.tmp`, and renamed at the end; a
 * process that ends before leaves nothing. A link is followed; a device or a pipe is written as it is. Throws KpiError
 * with the code that it was given.
 */
export class TemporaryOutput {
  /** As it was asked for; and where it is written until it is complete. Undefined: at once in its place. */
  readonly #path: string;
  readonly #place: { readonly temporary: string; readonly final: string } | undefined;
  readonly #options: TemporaryOutputOptions;
  readonly #handle: FileHandle;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #onExit = (): void => this.discardNow();
  #buffered = 0;
  #position = 0;

  private constructor(
    path: string,
    options: TemporaryOutputOptions,
    opened: { handle: FileHandle; place: { temporary: string; final: string } | undefined },
  ) {
    this.#path = path;
    this.#options = options;
    this.#handle = opened.handle;
    this.#place = opened.place;
    process.once('exit', this.#onExit);
  }

  static async create(path: string, options: TemporaryOutputOptions): Promise<TemporaryOutput> {
    try {
      return new TemporaryOutput(path, options, await openPlace(path, options.isPrivate === true));
    } catch (cause) {
      throw writeFailure(path, options.code, cause);
    }
  }

  /** Forgets what was written, to begin again. */
  async restart(): Promise<void> {
    this.#buffered = this.#position = 0;
    if (this.#place !== undefined) await this.#tried(() => this.#handle.truncate(0));
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
      if (this.#options.isPrivate === true && this.#place !== undefined) await this.#handle.datasync();
      await this.#handle.close();
      if (this.#place !== undefined) await rename(this.#place.temporary, this.#place.final);
    });
    process.off('exit', this.#onExit);
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    if (this.#place !== undefined) await rm(this.#place.temporary, { force: true });
    process.off('exit', this.#onExit);
  }

  /** Removes the file at once, for a process that has no time to wait: what is open is written into nothing. */
  discardNow(): void {
    if (this.#place !== undefined) rmSync(this.#place.temporary, { force: true });
  }

  async #spill(bytes: Uint8Array): Promise<void> {
    for (const part of [this.#buffer.subarray(0, this.#buffered), bytes]) {
      for (let from = 0; from < part.length; ) {
        // A pipe has no positions.
        const at = this.#place === undefined ? null : this.#position;
        const { bytesWritten } = await this.#tried(() => this.#handle.write(part, from, part.length - from, at));
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
      throw writeFailure(this.#path, this.#options.code, cause);
    }
  }
}

/** Removes at once what another thread is writing for a path: a process that is to end cannot wait for it. Never throws. */
export function removeTemporary(path: string): void {
  try {
    rmSync(`${existsSync(path) ? realpathSync(path) : path}.tmp`, { force: true });
  } catch {
    // The thread removes it as soon as it looks.
  }
}

/**
 * Fills a file that appears whole or not at all; whatever `fill` throws leaves what was there before, and so does an
 * interruption.
 */
export async function writeWhole<T>(
  path: string,
  options: TemporaryOutputOptions & { readonly signal?: AbortSignal | undefined },
  fill: (output: TemporaryOutput) => Promise<T>,
): Promise<T> {
  const output = await TemporaryOutput.create(path, options);
  const onAbort = () => output.discardNow();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const result = await fill(output);
    options.signal?.throwIfAborted();
    await output.finish();
    return result;
  } catch (cause) {
    await output.discard();
    throw cause;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

async function openPlace(
  path: string,
  isPrivate: boolean,
): Promise<{ handle: FileHandle; place: { temporary: string; final: string } | undefined }> {
  const known = await stat(path).catch(() => undefined);
  // Renaming over a device would take it away from everybody.
  if (known?.isFile() === false) return { handle: await open(path, 'w'), place: undefined };
  const final = known === undefined ? path : await realpath(path);
  const temporary = `${final}.tmp`;
  // What a killed run left, or a link that somebody put there.
  await rm(temporary, { force: true });
  return { handle: await open(temporary, 'wx', isPrivate ? 0o600 : 0o666), place: { temporary, final } };
}

function writeFailure(path: string, code: string, cause: unknown): KpiError {
  const hints: Record<string, string> = {
    ENOENT: 'Its folder does not exist.',
    ENOTDIR: 'Its folder is not a folder.',
    EACCES: 'You may not write there.',
    EROFS: 'That file system is read-only.',
    EISDIR: 'It is a folder; give the name of a file.',
    ENOSPC: 'The disk is full; nothing was kept.',
    ESPIPE: 'It is a pipe; - writes to one.',
  };
  const hint = hints[systemCodeOf(cause) ?? ''] ?? 'Choose another place.';
  return new KpiError(code, `cannot write ${path}: ${messageOf(cause)}`, { cause, hint });
}
