/// <reference path="../../src/pty/node-pty.d.ts" />
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { constants as os } from 'node:os';
import nodePty from 'node-pty';
import { onTestFailed } from 'vitest';
import type { Grid } from '../../src/terminal/index.ts';
import { EmulatedScreen } from './emulated-screen.ts';

export interface AppOptions {
  readonly cols?: number;
  readonly rows?: number;
  /** Added to the stripped environment; undefined removes. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is run instead of Node; `args` are its arguments. */
  readonly command?: string;
  /** How the emulator answers questions: after so many milliseconds, or not at all. Default 0. */
  readonly answerMs?: number | 'never';
}

/** How it ended, as a shell would say it: signals are 128 + number. */
export type AppExit = number;

/** What must not leak from the test run into the program: it changes how programs draw. */
const STRIPPED =
  /^(CI|CONTINUOUS_INTEGRATION|VITEST.*|NODE_ENV|NODE_OPTIONS|FORCE_COLOR|NO_COLOR|COLORTERM|INK_SCREEN_READER|DEV|TMUX|TMUX_PANE|STY|SSH_CONNECTION|SSH_TTY|SSH_CLIENT|KPI_TUI_.*)$/;

/**
 * Becomes leader of a session whose terminal is $1, then the program itself. The pair's ends are inherited, as node-pty
 * opens them without close-on-exec; a program that held the master could never see the line cut.
 */
const TAKE_TTY = `tty=$1; shift
for fd in /proc/self/fd/*; do fd=\${fd##*/}; ((fd > 2)) && eval "exec $fd>&-"; done 2>/dev/null
exec "$@" <>"$tty" >&0 2>&0`;

/** node-pty's pair of ends without a process; its types leave it out. */
interface OpenPty {
  readonly master: Socket;
  readonly slave: Socket;
  readonly ptsName: string;
  resize(cols: number, rows: number): void;
}

/** The whole program in a pty. The terminal outlives the program, so what it leaves behind can be looked at. */
export function openApp(args: readonly string[], options: AppOptions = {}): App {
  return new App(args, options);
}

export function strippedEnvironment(added: AppOptions['env'] = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !STRIPPED.test(name));
  const all = { ...Object.fromEntries(kept), TERM: 'xterm-256color', ...added };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

export class App {
  readonly exited: Promise<AppExit>;
  /** Path of the tty, for `stty -F`. */
  readonly tty: string;
  readonly #pty: OpenPty;
  readonly #child: ChildProcess;
  readonly #screen: EmulatedScreen;
  readonly #log: { readonly atMs: number; readonly bytes: Buffer }[] = [];
  readonly #started = performance.now();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #size: string;
  #held: number;
  #bytes = 0;
  #exit: AppExit | undefined;

  constructor(args: readonly string[], options: AppOptions) {
    const { cols = 80, rows = 24, answerMs = 0 } = options;
    this.#size = `${cols}x${rows}`;
    this.#screen = new EmulatedScreen(cols, rows);
    this.#pty = (nodePty as unknown as { open(o: object): OpenPty }).open({ cols, rows, encoding: null });
    this.tty = this.#pty.ptsName;
    // Held open so that the terminal stays when the program is gone; node-pty's own stream would read what is typed.
    this.#held = openSync(this.tty, constants.O_RDWR | constants.O_NOCTTY);
    this.#pty.slave.destroy();
    this.#pty.master.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#pty.master.on('error', () => {});
    if (answerMs !== 'never') this.#screen.terminal.onData((answer) => this.#answer(answer, answerMs));
    const command = [options.command ?? process.execPath, ...args];
    this.#child = spawn('/bin/bash', ['-c', TAKE_TTY, 'bash', this.tty, ...command], {
      detached: true,
      stdio: 'ignore',
      env: strippedEnvironment(options.env),
    });
    this.exited = new Promise((resolve) => {
      this.#child.on('exit', (code, signal) => {
        this.#exit = code ?? 128 + os.signals[signal as NodeJS.Signals];
        resolve(this.#exit);
      });
    });
    keepCastOfFailure(this);
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Everything the program has written, as text of one character a byte. */
  output(): string {
    return Buffer.concat(this.#log.map((entry) => entry.bytes)).toString('latin1');
  }

  /** Forgets what was written until now, for tests that count. */
  clearLog(): void {
    this.#log.length = 0;
    this.#bytes = 0;
  }

  screen(): string[] {
    return this.#screen.lines();
  }

  text(): string {
    return this.#screen.text();
  }

  cells(): Grid {
    return this.#screen.grid();
  }

  /** Style number of each cell of a row. */
  cellStyles(y: number): number[] {
    const grid = this.cells();
    return [...grid.style.subarray(y * grid.cols, (y + 1) * grid.cols)];
  }

  get cursor(): { x: number; y: number } {
    return this.#screen.cursor;
  }

  get isAlternate(): boolean {
    return this.#screen.terminal.buffer.active.type === 'alternate';
  }

  /** Modes of the emulator that a program must give back. */
  emulatorModes(): {
    readonly mouse: string;
    readonly paste: boolean;
    readonly focus: boolean;
    readonly wrap: boolean;
  } {
    const { mouseTrackingMode, bracketedPasteMode, sendFocusMode, wraparoundMode } = this.#screen.terminal.modes;
    return { mouse: mouseTrackingMode, paste: bracketedPasteMode, focus: sendFocusMode, wrap: wraparoundMode };
  }

  /** termios, as `stty -a` says it. */
  modes(): string {
    return execFileSync('stty', ['-a', '-F', this.tty], { encoding: 'utf8' }).replace(/^.*\n/, '');
  }

  press(keys: string | Uint8Array): void {
    this.#pty.master.write(keys);
  }

  /** The emulator first: it must know the size when the program writes for it. */
  resize(cols: number, rows: number): void {
    this.#screen.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Stops reading: the pty fills and the program's writes stall. */
  pause(): void {
    this.#pty.master.pause();
  }

  resume(): void {
    this.#pty.master.resume();
  }

  /** What another program writes on this terminal. */
  draw(bytes: string): Promise<void> {
    return this.#screen.write(bytes);
  }

  /** The window is closed or the line is cut. Also the last thing of `close`. */
  hangUp(): void {
    closeSync(this.#held);
    this.#held = -1;
    this.#pty.master.destroy();
  }

  async until(holds: (text: string, app: App) => boolean, limitMs = 8000): Promise<string[]> {
    for (const deadline = performance.now() + limitMs; performance.now() < deadline; ) {
      await this.#screen.write('');
      if (holds(this.text(), this)) return this.screen();
      await new Promise((next) => setTimeout(next, 10));
    }
    throw new Error(`not reached within ${limitMs} ms, exit ${this.#exit ?? 'none'}:\n${this.text()}`);
  }

  /** Resolves when no byte has come for `quietMs`. */
  async quiet(quietMs = 150): Promise<void> {
    for (let before = -1; before !== this.#bytes; ) {
      before = this.#bytes;
      await new Promise((next) => setTimeout(next, quietMs));
    }
    await this.#screen.write('');
  }

  /** Leaves the bytes as a recording that can be played; returns its path. */
  saveCast(name: string): string {
    mkdirSync('test/output', { recursive: true });
    const path = `test/output/${name.replace(/[^a-zA-Z0-9]+/g, '-').slice(0, 100)}.cast`;
    const [width, height] = this.#size.split('x').map(Number);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const events = this.#log.map(({ atMs, bytes }) =>
      JSON.stringify([Math.round(atMs * 1000) / 1e6, 'o', decoder.decode(bytes, { stream: true })]),
    );
    writeFileSync(path, `${[JSON.stringify({ version: 2, width, height }), ...events].join('\n')}\n`);
    return path;
  }

  /** Ends the program, if it is still there, and the terminal. */
  async close(): Promise<void> {
    if (this.#exit === undefined) {
      for (const signal of ['SIGCONT', 'SIGKILL'] as const) killGroup(this.pid, signal);
      await this.exited;
    }
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#held >= 0) this.hangUp();
    this.#screen.terminal.dispose();
  }

  #read(bytes: Buffer): void {
    this.#log.push({ atMs: performance.now() - this.#started, bytes });
    this.#bytes += bytes.length;
    this.#screen.terminal.write(bytes);
  }

  #answer(answer: string, answerMs: number): void {
    if (answerMs === 0) {
      this.press(answer);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.press(answer);
    }, answerMs);
    this.#timers.add(timer);
  }
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself in the meantime.
  }
}

/** A failing test leaves its own recording. Outside of a test (a bench) there is nobody to leave it for. */
function keepCastOfFailure(app: App): void {
  try {
    onTestFailed(({ task }) => {
      console.error(`recorded: ${app.saveCast(task.name)}`);
    });
  } catch {
    // Not in a test.
  }
}
