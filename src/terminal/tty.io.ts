import { closeSync, constants, openSync, readlinkSync, readSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { KpiError, systemCodeOf } from '../flow/index.ts';

/** A terminal that does not say its size. */
const FALLBACK = { cols: 80, rows: 24 };
const POLL_MS = 5;

/** The tty's read side and its modes. */
export class Tty {
  /** Its own name (`/dev/pts/3`), by which another process can open it; undefined where the system does not tell. */
  readonly path: string | undefined;
  /** `stty -g` as it was before raw mode; undefined without stty. */
  readonly savedModes: string | undefined;
  readonly #input: ReadStream;
  #isRaw = false;

  constructor() {
    if (!process.stdout.isTTY)
      throw new KpiError('TERMINAL_NOT_A_TTY', 'the screen needs a terminal on stdout', { exitCode: 2 });
    this.#input = openInput();
    this.path = pathOf(this.#input.isTTY ? 0 : 1) ?? pathOf(1);
    this.savedModes = readModes();
  }

  size(): { cols: number; rows: number } {
    const [cols, rows] = process.stdout.getWindowSize();
    return cols > 0 && rows > 0 ? { cols, rows } : FALLBACK;
  }

  /** `gone` is called at the end of input: the line was cut or the window closed. */
  listen(listener: (bytes: Uint8Array) => void, gone: () => void): void {
    this.#input.on('data', listener);
    this.#input.on('end', gone);
    this.#input.on('error', gone);
  }

  /** Raw mode. Asked again while raw, it is set anew: a shell may have changed it while we were stopped. */
  enter(): void {
    if (this.#isRaw) this.#input.setRawMode(false);
    this.#input.setRawMode(true);
    this.#isRaw = true;
    this.#input.resume();
  }

  leave(): void {
    this.#input.pause();
    this.#input.setRawMode(false);
    this.#isRaw = false;
  }

  /**
   * Reads and drops what is on its way to us until the answer `awaited` has come, at most `limitMs`: an answer that
   * arrives after us is typed into the shell. Still in raw mode, so nothing is echoed.
   */
  drain(awaited: string, limitMs: number): void {
    let fd: number;
    try {
      fd = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      return;
    }
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    const buffer = Buffer.alloc(4096);
    let seen = '';
    for (let waited = 0; waited <= limitMs && !seen.includes(awaited); waited += POLL_MS) {
      try {
        seen = seen.slice(-awaited.length) + buffer.toString('latin1', 0, readSync(fd, buffer));
      } catch (cause) {
        if (systemCodeOf(cause) !== 'EAGAIN') break;
        Atomics.wait(sleeper, 0, 0, POLL_MS);
      }
    }
    closeSync(fd);
  }

  close(): void {
    this.leave();
    this.#input.removeAllListeners('data');
    this.#input.removeAllListeners('end');
    // What still fails on the way out must not become an uncaught exception.
    this.#input.on('error', () => {});
    this.#input.unref();
  }
}

/** Keys come from stdin, or when that is a pipe from the terminal itself. */
function openInput(): ReadStream {
  if (process.stdin.isTTY) return process.stdin;
  try {
    return new ReadStream(openSync('/dev/tty', constants.O_RDONLY | constants.O_NOCTTY));
  } catch (cause) {
    throw new KpiError('TERMINAL_NO_INPUT', 'there is no terminal to read keys from', {
      cause,
      exitCode: 2,
      hint: 'run it in a terminal, or use --plain',
    });
  }
}

function pathOf(fd: number): string | undefined {
  try {
    const path = readlinkSync(`/proc/self/fd/${fd}`);
    return path.startsWith('/dev/') ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Node cannot read termios; what raw mode changes must be known before it is set. */
function readModes(): string | undefined {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { status, stdout } = spawnSync('stty', ['-g'], { stdio: [process.stdin.isTTY ? 0 : 1, 'pipe', 'ignore'] });
  const modes = status === 0 ? String(stdout).trim() : '';
  return /^[0-9a-f:]+$/.test(modes) ? modes : undefined;
}
