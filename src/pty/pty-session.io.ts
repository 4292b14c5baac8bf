import { constants as fsConstants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import type { IPty } from 'node-pty';
import { KpiError, messageOf, systemCodeOf } from '../flow/index.ts';
import { PtyInput } from './pty-input.io.ts';
import type { PtyExit, PtyOptions, PtySession } from './pty-session.ts';
import { clampWinsize } from './winsize.ts';

/** From SIGHUP to SIGKILL. */
const KILL_AFTER_MS = 2000;
/** After the exit, output of this much silence is over although a grandchild holds the terminal open. */
const QUIET_MS = 100;
/** After the exit a grandchild that never stops writing is read for this long at most. */
const LINGER_MS = 2000;
/** What `killAllPtys` gives the groups between SIGHUP and SIGKILL; the process is ending and cannot wait longer. */
const LAST_GRACE_MS = 150;

const open = new Set<NodePtySession>();

/** Starts a program on a new pty. Throws KpiError `PTY_SPAWN` when it cannot be run. */
export async function openPty(options: PtyOptions): Promise<PtySession> {
  await assertRunnable(options);
  const { spawn } = await import('node-pty');
  const size = clampWinsize(options.cols, options.rows);
  let pty: IPty;
  try {
    pty = spawn(options.file, [...options.args], {
      ...size,
      name: options.env.TERM ?? 'xterm-256color',
      env: { ...options.env },
      cwd: options.cwd ?? process.cwd(),
      encoding: null,
    });
  } catch (cause) {
    throw new KpiError('PTY_SPAWN', `cannot open a terminal for ${options.file}: ${messageOf(cause)}`, { cause });
  }
  return new NodePtySession(pty);
}

/** Closes every session as `close` does; resolves when all have ended. */
export async function closeAllPtys(): Promise<void> {
  await Promise.all([...open].map((session) => session.close()));
}

/** For the end of the process: SIGHUP to every group, a short grace, SIGKILL. Synchronous; no child survives it. */
export function killAllPtys(): void {
  const groups = [...open].map((session) => session.pid);
  for (const group of groups) signalGroup(group, 'SIGHUP');
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < LAST_GRACE_MS && groups.some(isAlive); waited += 5) Atomics.wait(pause, 0, 0, 5);
  for (const group of groups) signalGroup(group, 'SIGKILL');
}

/** What is below node-pty and not in its types; the version of the package is pinned, and the tests read and write. */
const insideOf = (pty: IPty): { readonly _socket: Socket; readonly fd: number } =>
  pty as unknown as { _socket: Socket; fd: number };

class NodePtySession implements PtySession {
  readonly pid: number;
  readonly exited: Promise<PtyExit>;
  readonly #pty: IPty;
  readonly #input: PtyInput;
  readonly #socket: Socket;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  #holds = 0;
  #releasePause: (() => void) | undefined;
  /** Nothing is read before somebody listens, so that the first bytes reach the first listener. */
  readonly #releaseStart: () => void;
  #lastBytesAt = performance.now();
  #hasExited = false;
  #closing: Promise<PtyExit> | undefined;

  constructor(pty: IPty) {
    this.#pty = pty;
    this.pid = pty.pid;
    this.#socket = insideOf(pty)._socket;
    this.#input = new PtyInput(insideOf(pty).fd);
    this.#socket.once('close', () => this.#input.close());
    this.exited = new Promise((resolve) => {
      pty.onExit(({ exitCode, signal }) => {
        this.#hasExited = true;
        open.delete(this);
        resolve(exitOf(exitCode, signal));
      });
    });
    // The types say string; without an encoding it is bytes.
    pty.onData((data) => this.#emit(data as unknown as Uint8Array));
    this.#keepReadingAfterExit();
    this.#releaseStart = this.hold();
    open.add(this);
  }

  get refusedInputBytes(): number {
    return this.#input.refusedBytes;
  }

  write(data: string | Uint8Array): boolean {
    return this.#input.write(data);
  }

  whenWritable(): Promise<void> {
    return this.#input.whenWritable();
  }

  resize(cols: number, rows: number): void {
    if (this.#hasExited) return;
    const size = clampWinsize(cols, rows);
    try {
      this.#pty.resize(size.cols, size.rows);
    } catch {
      // The descriptor is gone: the program ended in this very turn, and `exited` will say so.
    }
  }

  pause(): void {
    this.#releasePause ??= this.hold();
  }

  resume(): void {
    this.#releasePause?.();
    this.#releasePause = undefined;
  }

  hold(): () => void {
    let isHeld = true;
    if (this.#holds++ === 0) this.#pty.pause();
    return () => {
      if (!isHeld) return;
      isHeld = false;
      if (this.#holds > 0 && --this.#holds === 0) this.#pty.resume();
    };
  }

  close(): Promise<PtyExit> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    this.#releaseStart();
    return () => this.#listeners.delete(listener);
  }

  async #close(): Promise<PtyExit> {
    // The number may be another's by now.
    if (this.#hasExited) return this.exited;
    signalGroup(this.pid, 'SIGHUP');
    // A stopped job cannot act on the hangup before it is continued.
    signalGroup(this.pid, 'SIGCONT');
    const deadline = performance.now() + KILL_AFTER_MS;
    while (performance.now() < deadline && isAlive(this.pid)) await new Promise((next) => setTimeout(next, 20));
    signalGroup(this.pid, 'SIGKILL');
    // What a closed session still prints is read, so that its end is seen.
    this.#holds = 0;
    this.#pty.resume();
    // A program of another user cannot be signalled; closing the terminal hangs it up.
    const hangUp = setTimeout(() => this.#socket.destroy(), KILL_AFTER_MS);
    const exit = await this.exited;
    clearTimeout(hangUp);
    return exit;
  }

  #emit(bytes: Uint8Array): void {
    this.#lastBytesAt = performance.now();
    for (const listener of this.#listeners) listener(bytes);
  }

  /**
   * node-pty destroys its socket 200 ms after the exit, read or not: a program that printed a lot and ended while it was
   * paused would lose its last bytes. The end is put off until nothing comes any more.
   */
  #keepReadingAfterExit(): void {
    const socket = this.#socket;
    const destroyNow = socket.destroy.bind(socket);
    const destroy = (error?: Error): Socket => {
      // Before the descriptor is closed, not when the event says that it was.
      this.#input.close();
      return destroyNow(error);
    };
    let lingered = 0;
    const destroyWhenRead = (): void => {
      const quiet = performance.now() - this.#lastBytesAt;
      if (this.#holds === 0) lingered += QUIET_MS;
      if (this.#holds === 0 && (quiet >= QUIET_MS || lingered > LINGER_MS)) destroy();
      else setTimeout(destroyWhenRead, QUIET_MS);
    };
    socket.destroy = (error?: Error) => {
      // An error is the end of the stream (EIO): nothing is left to read.
      if (error !== undefined || socket.readableEnded || this.#hasExited) return destroy(error);
      socket.destroy = destroy;
      // Nobody has listened, and nobody will miss what is read now.
      this.#releaseStart();
      destroyWhenRead();
      return socket;
    };
  }
}

const SIGNAL_NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

function exitOf(code: number, signal: number | undefined): PtyExit {
  if (signal === undefined || signal === 0) return { kind: 'code', code };
  return { kind: 'signal', signal: SIGNAL_NAMES.get(signal) ?? `SIG${signal}` };
}

/** The child leads its session, so its pid names the group. A group that is gone is fine. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: it has ended.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch (cause) {
    return systemCodeOf(cause) === 'EPERM';
  }
}

/** Without this check a missing program is a child that prints an error and exits with 1. */
async function assertRunnable({ file, env, cwd }: PtyOptions): Promise<void> {
  const folders = file.includes('/') ? [''] : (env.PATH ?? '/usr/bin:/bin').split(delimiter);
  let isFound = false;
  for (const folder of folders) isFound ||= await isExecutable(join(folder, file));
  if (!isFound) {
    throw new KpiError('PTY_SPAWN', `cannot run '${file}': there is no such program`, {
      hint: 'Give a path, or a name that is found in PATH.',
    });
  }
  const isFolder = cwd === undefined || (await stat(cwd).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) throw new KpiError('PTY_SPAWN', `cannot run '${file}' in ${cwd}: there is no such folder`);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, fsConstants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
