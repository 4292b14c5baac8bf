import { type Clock, inBackground, KpiError, messageOf } from '../flow/index.ts';
import { childEnvironment } from './child-environment.ts';
import { connectScreen } from './connect-screen.ts';
import type { PtyScreen } from './pty-screen.ts';
import { openPty } from './pty-session.io.ts';
import type { PtyExit, PtySession } from './pty-session.ts';

/** What the shell pane shows: nothing yet, a running program, or how the last one ended. */
export type ShellState =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly session: PtySession; readonly screen: PtyScreen }
  | { readonly kind: 'ended'; readonly exit: PtyExit; readonly screen: PtyScreen }
  | { readonly kind: 'failed'; readonly error: KpiError };

export interface ShellSessionOptions {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Set in the child: the kubeconfig and namespace that the workstation shows. */
  readonly extraEnvironment: () => Readonly<Record<string, string | undefined>>;
  readonly onChange: () => void;
  /** The running shell has another size. */
  readonly onResize?: (cols: number, rows: number) => void;
}

/** The one embedded shell: it survives screen changes and ends with the program. */
export class ShellSession {
  readonly #o: ShellSessionOptions;
  #state: ShellState = { kind: 'none' };
  #size = { cols: 80, rows: 24 };

  constructor(options: ShellSessionOptions) {
    this.#o = options;
  }

  get state(): ShellState {
    return this.#state;
  }

  /** Starts a shell unless one is running. */
  start(): void {
    if (this.#state.kind === 'running' || this.#state.kind === 'starting') return;
    this.#set({ kind: 'starting' });
    inBackground(this.#open(), (cause) => {
      const error =
        cause instanceof KpiError
          ? cause
          : new KpiError('SHELL_START', `the shell did not start: ${messageOf(cause)}`, { cause });
      this.#set({ kind: 'failed', error });
    });
  }

  resize(cols: number, rows: number): void {
    this.#size = { cols, rows };
    const state = this.#state;
    if (state.kind !== 'running') return;
    state.screen.resize(cols, rows);
    state.session.resize(cols, rows);
    this.#o.onResize?.(cols, rows);
  }

  write(data: string | Uint8Array): void {
    if (this.#state.kind === 'running') this.#state.session.write(data);
  }

  async close(): Promise<void> {
    if (this.#state.kind === 'running') await this.#state.session.close();
  }

  async #open(): Promise<void> {
    // The emulator costs start-up time: it is loaded with the first shell.
    const { PtyScreen } = await import('./pty-screen.ts');
    const env = childEnvironment(this.#o.env, this.#o.extraEnvironment());
    const file = env.SHELL || '/bin/sh';
    const { cols, rows } = this.#size;
    const session = await openPty({ file, args: [], cols, rows, env });
    const screen = new PtyScreen({ cols, rows, clock: this.#o.clock, answer: (data) => session.write(data) });
    screen.onChange(this.#o.onChange);
    const disconnect = connectScreen(session, screen);
    this.#set({ kind: 'running', session, screen });
    const exit = await session.exited;
    disconnect();
    await screen.whenParsed();
    this.#set({ kind: 'ended', exit, screen });
  }

  #set(state: ShellState): void {
    const before = screenOf(this.#state);
    if (before !== undefined && before !== screenOf(state)) before.dispose();
    this.#state = state;
    this.#o.onChange();
  }
}

const screenOf = (state: ShellState): PtyScreen | undefined => ('screen' in state ? state.screen : undefined);
