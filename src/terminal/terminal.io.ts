import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { type Cancel, type Clock, KpiError } from '../flow/index.ts';
import { clean } from '../text/index.ts';
import type { ColorDepth } from './color.ts';
import { colorDepthOf, type Environment } from './color-choice.ts';
import { DeadMan } from './dead-man.io.ts';
import { canBeContinued } from './job-control.io.ts';
import { enterSequence, isConsole, RESTORE_SEQUENCE } from './modes.ts';
import type { Terminal } from './terminal.ts';
import { TerminalCore } from './terminal-core.ts';
import { Tty } from './tty.io.ts';
import { openTtyWriter, type TtyWriter } from './tty-writer.io.ts';

export interface TerminalOptions {
  /** The environment as the person gave it, before `prepareChromeEnvironment`. */
  readonly env: Environment;
  readonly settings: { readonly color: 'auto' | ColorDepth; readonly mouse: boolean };
  readonly title: string;
  readonly clock: Clock;
  /** Budget of the link; default 10 KB/s over SSH, none locally. */
  readonly bytesPerSecond?: number;
  /** Told of a bug that ends the program; what it returns is printed below the error. */
  readonly crashNote?: (cause: unknown) => string | undefined;
}

const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
const BUG_EXIT = 70;
/** What a stalled reader may cost on the way out. */
const RESTORE_LIMIT_MS = 200;
/** How long an answer that is on its way is waited for, so that it is not typed into the shell. */
const ANSWER_LIMIT_MS = 250;
const SIGNAL_LISTENERS_MS = 100;
/** Several SIGWINCH of one drag are one resize. */
const RESIZE_MERGE_MS = 30;
/** Starting a process takes milliseconds, which the first frames need more. */
const DEAD_MAN_DELAY_MS = 50;
/** A SIGCONT within this time belongs to the suspension we have come back from already. */
const CONTINUED_MS = 100;

/** Takes the terminal; synchronous and cheap. Throws KpiError TERMINAL_NOT_A_TTY or TERMINAL_NO_INPUT. */
export function openTerminal(options: TerminalOptions): Terminal {
  return new TtyTerminal(options).terminal;
}

/**
 * `mine`: the screen is ours. `lent`: a child has it, or we are about to stop. `gone`: nobody has it any more. `closed`: given
 * back for good.
 */
type Holder = 'mine' | 'lent' | 'gone' | 'closed';

/** The life of the terminal: who has the screen, and every way it is given back. */
class TtyTerminal {
  readonly terminal: Terminal;
  readonly #clock: Clock;
  readonly #tty = new Tty();
  readonly #writer: TtyWriter;
  readonly #core: TerminalCore;
  readonly #deadMan = new DeadMan();
  readonly #enter: string;
  readonly #crashNote: (cause: unknown) => string | undefined;
  readonly #closeListeners = new Set<() => void>();
  readonly #signalListeners = new Set<(signal: NodeJS.Signals) => void | Promise<void>>();
  readonly #handlers = new Map<string, (...args: never[]) => void>();
  readonly #timers = new Set<Cancel>();
  #holder: Holder = 'mine';
  #isEnding = false;
  #isContinued = false;
  #resize: Cancel | undefined;

  constructor(options: TerminalOptions) {
    const { env, clock } = options;
    const console = isConsole(env);
    this.#clock = clock;
    this.#crashNote = options.crashNote ?? (() => undefined);
    this.#enter = enterSequence({ mouse: options.settings.mouse, isConsole: console, title: clean(options.title) });
    this.#writer = openTtyWriter(clock, {
      idle: () => this.#core.sinkIdle(),
      stalled: () => this.#core.sinkStalled(),
      gone: () => this.#hangUp(),
    });
    const depth = colorDepthOf(env, options.settings.color);
    const isRemote = (env.SSH_CONNECTION ?? '') !== '';
    this.#core = new TerminalCore({
      ...options,
      ...this.#tty.size(),
      sink: this.#writer,
      depth,
      isRemote,
      synchronized: !console,
      fences: !console,
    });
    this.terminal = this.#facade(depth, isRemote);
    this.#listen();
    // Before anything is shown: a key typed in between would be echoed onto the screen.
    this.#tty.enter();
    this.#writer.write(Buffer.from(this.#enter));
    this.#after(DEAD_MAN_DELAY_MS, () => this.#startDeadMan());
  }

  #facade(depth: ColorDepth, isRemote: boolean): Terminal {
    const core = this.#core;
    return {
      get cols() {
        return core.cols;
      },
      get rows() {
        return core.rows;
      },
      depth,
      isRemote,
      background: core.background,
      chrome: core.chrome,
      chromeInput: core.chromeInput,
      paintChrome: (paint) => core.paintChrome(paint),
      setCursor: (cursor) => core.setCursor(cursor),
      addRegion: (id, region) => core.addRegion(id, region),
      invalidate: (id) => core.invalidate(id),
      flush: () => core.flush(),
      regionAt: (x, y) => core.regionAt(x, y),
      onInput: (listener) => core.input.onInput(listener),
      onResize: (listener) => core.onResize(listener),
      onClose: (listener) => added(this.#closeListeners, listener),
      onSignal: (listener) => added(this.#signalListeners, listener),
      tap: (tap) => core.tap(tap),
      copy: (text) => core.copy(text),
      setTitle: (text) => core.setTitle(text),
      repaint: () => core.repaint(),
      suspend: () => this.#suspend(),
      lend: (run) => this.#lend(run),
      status: () => core.status(),
      snapshot: () => core.snapshot(),
      fail: (cause) => this.#fail(cause),
      close: () => this.#close(),
    };
  }

  #listen(): void {
    this.#tty.listen(
      (bytes) => this.#core.input.feed(bytes),
      () => this.#hangUp(),
    );
    for (const signal of END_SIGNALS) this.#on(signal, () => this.#end(signal));
    this.#on('SIGWINCH', () => this.#resizeSoon());
    this.#on('SIGTSTP', () => this.#stop(() => process.kill(process.pid, 'SIGSTOP')));
    this.#on('SIGCONT', () => this.#continued());
    this.#on('uncaughtException', (cause: unknown) => this.#fail(cause));
    this.#on('unhandledRejection', (cause: unknown) => this.#fail(cause));
    this.#on('exit', () => this.#close());
  }

  #on(event: string, handler: (...args: never[]) => void): void {
    this.#handlers.set(event, handler);
    process.on(event as NodeJS.Signals, handler as () => void);
  }

  #after(ms: number, run: () => void): Cancel {
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(cancel);
      run();
    });
    this.#timers.add(cancel);
    return cancel;
  }

  #startDeadMan(): void {
    if (this.#holder === 'closed' || this.#tty.path === undefined) return;
    this.#deadMan.start(this.#tty.path, this.#tty.savedModes);
    if (this.#holder === 'lent') this.#deadMan.tell('out');
  }

  #resizeSoon(): void {
    this.#resize ??= this.#after(RESIZE_MERGE_MS, () => {
      this.#resize = undefined;
      this.#measure();
    });
  }

  #measure(): void {
    const { cols, rows } = this.#tty.size();
    this.#core.resize(cols, rows);
  }

  /** Gives the screen back, for a while or for good. Synchronous; a stalled reader delays it by RESTORE_LIMIT_MS at most. */
  #leave(): void {
    this.#core.pause();
    this.#writer.finish(RESTORE_SEQUENCE, RESTORE_LIMIT_MS);
    if (this.#core.isAnswerOutstanding) this.#tty.drain('\x1b[0n', ANSWER_LIMIT_MS);
    this.#tty.leave();
  }

  #take(): void {
    this.#tty.enter();
    this.#writer.write(Buffer.from(this.#enter));
    this.#holder = 'mine';
    this.#deadMan.tell('in');
    this.#measure();
    this.#core.resume();
  }

  #suspend(): boolean {
    if (this.#holder !== 'mine' || !canBeContinued()) return false;
    this.#stop(() => {
      // To the whole group, as the terminal does: a launcher in front of us must stop too, or the shell does not notice.
      const handler = this.#handlers.get('SIGTSTP') as () => void;
      process.removeListener('SIGTSTP', handler);
      process.kill(0, 'SIGTSTP');
      process.on('SIGTSTP', handler);
    });
    return true;
  }

  /** `stop` returns when we have been continued. */
  #stop(stop: () => void): void {
    if (this.#holder !== 'mine') return stop();
    this.#holder = 'lent';
    this.#deadMan.tell('out');
    this.#leave();
    stop();
    this.#isContinued = true;
    this.#after(CONTINUED_MS, () => {
      this.#isContinued = false;
    });
    this.#take();
  }

  /** SIGCONT: also after a SIGSTOP, which we did not see, and during which the shell has used the terminal. */
  #continued(): void {
    if (this.#holder !== 'mine' || this.#isContinued) return;
    this.#core.pause();
    this.#take();
  }

  async #lend<T>(run: () => Promise<T>): Promise<T> {
    if (this.#holder !== 'mine') throw new KpiError('TERMINAL_LENT', 'the terminal is in use by another program');
    this.#holder = 'lent';
    this.#deadMan.tell('out');
    this.#leave();
    try {
      return await run();
    } finally {
      if ((this.#holder as Holder) === 'lent') this.#take();
    }
  }

  /** A signal that ends the process; a second one does not wait for the listeners. */
  #end(signal: NodeJS.Signals): void {
    // The keyboard's signals are for the program that has the screen.
    if (this.#holder === 'lent' && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
    const exit = () => {
      this.#close();
      process.exit(128 + constants.signals[signal]);
    };
    if (this.#isEnding || this.#signalListeners.size === 0) return exit();
    this.#isEnding = true;
    this.#clock.after(SIGNAL_LISTENERS_MS, exit);
    const ends = [...this.#signalListeners].map(async (listener) => listener(signal));
    Promise.allSettled(ends).then(exit, exit);
  }

  /** EIO, or the end of input: nobody is there to restore anything for, but work is ended as when the signal comes first. */
  #hangUp(): void {
    if (this.#holder === 'gone' || this.#holder === 'closed') return;
    this.#holder = 'gone';
    this.#core.pause();
    if (!this.#isEnding) this.#end('SIGHUP');
  }

  #close(): void {
    if (this.#holder === 'closed') return;
    const wasMine = this.#holder === 'mine';
    this.#holder = 'closed';
    try {
      for (const listener of this.#closeListeners) listener();
    } finally {
      this.#closeListeners.clear();
      if (wasMine) this.#leave();
      this.#release();
    }
  }

  #release(): void {
    for (const listener of this.#closeListeners) listener();
    this.#closeListeners.clear();
    for (const cancel of this.#timers) cancel();
    for (const [event, handler] of this.#handlers) process.removeListener(event, handler as () => void);
    this.#core.close();
    this.#tty.close();
    this.#deadMan.dismiss();
  }

  #fail(cause: unknown): never {
    try {
      this.#close();
    } finally {
      // Not to a stderr that is the terminal: a stalled one would block the exit.
      const note = noteOf(this.#crashNote, cause);
      if (isatty(2)) this.#writer.finish(crashText(cause, note, '\r\n'), RESTORE_LIMIT_MS);
      else writeSync(2, crashText(cause, note, '\n'));
    }
    process.exit(BUG_EXIT);
  }
}

function added<T>(set: Set<T>, item: T): Cancel {
  set.add(item);
  return () => set.delete(item);
}

/** A note that cannot be had must not hide the error it is about. */
function noteOf(crashNote: (cause: unknown) => string | undefined, cause: unknown): string | undefined {
  try {
    return crashNote(cause);
  } catch {
    return undefined;
  }
}

/** The message may quote untrusted text. */
function crashText(cause: unknown, note: string | undefined, newline: string): string {
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  const causes = cause instanceof Error && cause.cause !== undefined ? `\n  caused by: ${String(cause.cause)}` : '';
  const below = note === undefined ? '' : `\n  ${note}`;
  return `${(text + causes + below).split('\n').map(clean).join(newline)}${newline}`;
}
