import {
  encodeFocus,
  encodeKey,
  encodeMouse,
  encodePaste,
  type PtyExit,
  type ShellSession,
  type ShellState,
} from '../../src/pty/index.ts';
import type { CellPen, TerminalInput } from '../../src/terminal/index.ts';
import type { BodySize, Pane, PointerEvent } from '../pane.ts';
import { REGION, type Services } from '../services.ts';
import { type Line, line, paintLine, span } from '../ui/line.ts';
import type { PaletteItem } from '../ui/palette.ts';
import { Region } from '../ui/region.tsx';
import { LEAVE_KEY } from './shell-keys.ts';
import { ShellRegion } from './shell-region.ts';

/** Rows that a wheel step moves in the scrollback. */
const WHEEL_ROWS = 3;

/** The embedded shell. While it has the keyboard every key but one is its own. */
export class ShellPane implements Pane {
  readonly id = 'shell' as const;
  readonly attention = false;
  readonly isPaused = false;
  readonly layout = '';
  readonly region: ShellRegion;
  readonly #services: Services;
  readonly #session: ShellSession;
  #hasKeyboard = false;

  constructor(services: Services, session: ShellSession) {
    this.#services = services;
    this.#session = session;
    this.region = new ShellRegion({
      screen: () => this.#screen,
      hasKeyboard: () => this.#hasKeyboard,
      onPlaced: ({ cols, rows }) => {
        if (cols > 0 && rows > 0) this.#session.resize(cols, rows);
      },
      paintEmpty: (pen) => this.#paintEmpty(pen),
    });
  }

  get mode(): 'list' | 'terminal' {
    return this.#hasKeyboard ? 'terminal' : 'list';
  }

  get state(): ShellState {
    return this.#session.state;
  }

  /** A shell is running: the program asks before it ends it. */
  get isBusy(): boolean {
    return this.#session.state.kind === 'running';
  }

  get #screen() {
    const state = this.#session.state;
    return state.kind === 'running' || state.kind === 'ended' ? state.screen : undefined;
  }

  /** Told by the session: something was printed, or it started or ended. */
  sessionChanged(): void {
    if (this.#session.state.kind === 'ended' || this.#session.state.kind === 'failed') this.#hasKeyboard = false;
    this.#services.invalidate(REGION.shell);
    this.#services.refresh();
  }

  truth(): readonly Line[] {
    const state = this.#session.state;
    switch (state.kind) {
      case 'none':
        return [line('no shell is running', 'dim')];
      case 'starting':
        return [line('starting', 'busy')];
      case 'failed':
        return [line(state.error.code, 'danger')];
      case 'ended':
        return [line('shell', 'strong'), line(exitText(state.exit), 'warn'), line('Enter starts a new one', 'dim')];
      case 'running': {
        const { screen, session } = state;
        const back = screen.scroll.offset === 0 ? [] : [line(`${screen.scroll.offset} lines back`, 'warn')];
        const keyboard = this.#hasKeyboard
          ? line(`has the keyboard, ${LEAVE_KEY} leaves`, 'ok')
          : line('Enter types in it', 'dim');
        return [line(screen.title || 'shell', 'strong'), line(`pid ${session.pid}`, 'dim'), keyboard, ...back];
      }
    }
  }

  setVisible(isVisible: boolean): void {
    if (isVisible) {
      if (this.#session.state.kind === 'none') this.#session.start();
      this.#hasKeyboard = this.#session.state.kind === 'starting' || this.#session.state.kind === 'running';
    } else this.#hasKeyboard = false;
    this.#sendFocus(this.#hasKeyboard);
  }

  perform(action: string): boolean {
    switch (action) {
      case 'shell.focus':
        this.#session.start();
        this.#hasKeyboard = true;
        this.#screen?.scrollToEnd();
        this.#sendFocus(true);
        break;
      case 'shell.leave':
        this.#hasKeyboard = false;
        this.#sendFocus(false);
        break;
      case 'shell.up':
      case 'shell.down':
        this.#scroll((action === 'shell.up' ? -1 : 1) * Math.max(1, (this.#screen?.rows ?? 2) - 1));
        break;
      case 'shell.kill':
        this.#askKill();
        break;
      default:
        return false;
    }
    this.#services.invalidate(REGION.shell);
    return true;
  }

  refusal(action: string): string | undefined {
    const isRunning = this.isBusy || this.#session.state.kind === 'starting';
    if (action === 'shell.focus' && this.#hasKeyboard) return 'the shell has the keyboard already';
    if (action === 'shell.kill' && !isRunning) return 'no shell is running';
    if ((action === 'shell.up' || action === 'shell.down') && (this.#screen?.scroll.rows ?? 0) === 0)
      return 'nothing has scrolled out yet';
    return undefined;
  }

  /** With the keyboard everything but the leave key goes to the program, in the modes it asked for. */
  takes(input: TerminalInput): boolean {
    const state = this.#session.state;
    if (!this.#hasKeyboard || state.kind === 'none' || state.kind === 'failed') return false;
    if (input.kind === 'key' && input.key === LEAVE_KEY) return false;
    if (state.kind !== 'running') return true;
    const { screen } = state;
    if (screen.scroll.offset > 0) screen.scrollToEnd();
    if (input.kind === 'key') this.#session.write(encodeKey(input.key, input.bytes, screen.modes));
    if (input.kind === 'paste') this.#session.write(encodePaste(input.text, screen.modes));
    return true;
  }

  pointer(event: PointerEvent): void {
    const state = this.#session.state;
    if (state.kind !== 'running' && state.kind !== 'ended') return;
    const isWheel = event.action === 'wheel-up' || event.action === 'wheel-down';
    const { x, y } = event;
    const rest = { shift: false, alt: false, ctrl: false };
    const mouse = isWheel
      ? ({ action: event.action, button: 'none', x, y, ...rest } as const)
      : ({ action: 'press', button: 'left', x, y, ...rest } as const);
    const bytes = encodeMouse(mouse, state.screen.modes);
    if (bytes !== undefined) {
      this.#session.write(bytes);
      if (!isWheel) this.#session.write(encodeMouse({ ...mouse, action: 'release' }, state.screen.modes) ?? '');
      return;
    }
    if (isWheel) return this.#scroll(event.action === 'wheel-up' ? -WHEEL_ROWS : WHEEL_ROWS);
    if (!this.#hasKeyboard) this.perform('shell.focus');
  }

  back(): boolean {
    return false;
  }

  paletteItems(): readonly PaletteItem[] {
    return [];
  }

  readonly Body = ({ rows }: BodySize) => <Region id={REGION.shell} height={rows} />;

  #scroll(rows: number): void {
    this.#screen?.scrollBy(rows);
    this.#services.invalidate(REGION.shell);
    this.#services.refresh();
  }

  #sendFocus(focused: boolean): void {
    const state = this.#session.state;
    if (state.kind !== 'running') return;
    const bytes = encodeFocus(focused, state.screen.modes);
    if (bytes !== undefined) this.#session.write(bytes);
  }

  #askKill(): void {
    const state = this.#session.state;
    if (state.kind !== 'running') return;
    this.#services.ask({
      title: 'End the shell',
      body: [
        line(`the shell with pid ${state.session.pid} and everything it started`),
        line('SIGHUP now, SIGKILL after two seconds.', 'dim'),
      ],
      choices: [
        { keys: ['Enter'], shown: 'Enter', word: 'end it', run: () => void this.#session.close() },
        { keys: ['Escape'], shown: 'Esc', word: 'keep', run: () => {} },
      ],
    });
  }

  #paintEmpty(pen: CellPen): void {
    const state = this.#session.state;
    const theme = this.#services.theme();
    const put = (y: number, spans: Line) => paintLine(pen, { x: 2, y }, { spans, theme });
    if (state.kind === 'failed') {
      put(1, [span(`error[${state.error.code}]: `, 'danger'), span(state.error.message)]);
      put(2, line(state.error.hint ?? 'Enter tries again.', 'dim'));
    } else if (state.kind === 'starting') put(1, line('starting the shell', 'busy'));
    else {
      put(1, line('No shell is running.'));
      put(2, [span('Enter', 'accent'), span(' starts one', 'dim')]);
    }
  }
}

const exitText = (exit: PtyExit): string =>
  exit.kind === 'code' ? `ended with ${exit.code}` : `ended by ${exit.signal}`;
