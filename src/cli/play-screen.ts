import { inBackground, messageOf } from '../flow/index.ts';
import { loadPtyScreen } from '../pty/index.ts';
import { type CastSource, PlayRegion, PlaySession, type ScreenMaker } from '../recorder/index.ts';
import { type KeyInput, openTerminal, regionStyle, type Terminal } from '../terminal/index.ts';
import { clean } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import type { PlayOptions } from './play-options.ts';
import { paintBar } from './play-view.ts';

const SCREEN_REGION = 1;
const BAR_REGION = 2;
/** How often the time in the bar moves. */
const BAR_MS = 250;
const STEP_SECONDS = 5;
const LONG_STEP_SECONDS = 30;

/** Plays a recording on the whole screen until the person ends it. */
export async function playOnScreen(context: CommandContext, source: CastSource, options: PlayOptions): Promise<void> {
  const { PtyScreen } = await loadPtyScreen();
  const { clock, env, settings } = context;
  const makeScreen: ScreenMaker = ({ cols, rows }) => new PtyScreen({ cols, rows, scrollback: 0, clock });
  const terminal = openTerminal({ env, settings, title: `kpi-tui play ${options.path}`, clock });
  const ui = new PlayUi({ context, source, options, terminal, makeScreen });
  const session = await ui.ended;
  terminal.close();
  const added = await session.close();
  if (added === 0) return;
  await context.stderr.write(`${added} ${added === 1 ? 'marker' : 'markers'} added to ${source.path}\n`);
}

interface PlayUiOptions {
  readonly context: CommandContext;
  readonly source: CastSource;
  readonly options: PlayOptions;
  readonly terminal: Terminal;
  readonly makeScreen: ScreenMaker;
}

/** The keys, the picture and the bar of a playback. */
class PlayUi {
  /** Resolves when the person ends it, with what is to be closed. */
  readonly ended: Promise<PlaySession>;
  readonly #o: PlayUiOptions;
  readonly #session: PlaySession;
  readonly #end: () => void;
  /** What is typed after `/`; undefined: nothing is asked. */
  #typed: string | undefined;
  #note = '';

  constructor(options: PlayUiOptions) {
    this.#o = options;
    const { terminal, source, makeScreen, context } = options;
    const { clock } = context;
    const { promise, resolve } = Promise.withResolvers<PlaySession>();
    this.ended = promise;
    const onNote = (note: string) => this.#say(note);
    this.#session = new PlaySession({ ...options.options, source, makeScreen, clock, onNote });
    const { player } = this.#session;
    const region = new PlayRegion(() => player.screen);
    terminal.addRegion(SCREEN_REGION, region);
    terminal.addRegion(BAR_REGION, {
      scrolledRows: 0,
      cursor: undefined,
      placed() {},
      paint: (pen) => paintBar(pen, this.#bar()),
    });
    terminal.paintChrome((pen) => {
      pen.fill(0, 0, pen.cols, pen.rows - 1, regionStyle(SCREEN_REGION));
      pen.fill(0, pen.rows - 1, pen.cols, 1, regionStyle(BAR_REGION));
    });
    const stopBar = clock.every(BAR_MS, () => {
      if (player.state.kind === 'playing') terminal.invalidate(BAR_REGION);
    });
    this.#end = () => {
      stopBar();
      resolve(this.#session);
    };
    context.signal.addEventListener('abort', this.#end, { once: true });
    player.onChange(() => terminal.invalidate());
    terminal.onInput((event) => {
      if (event.kind === 'key') this.#key(event);
      if (event.kind === 'paste' && this.#typed !== undefined) this.#typed += clean(event.text);
      terminal.invalidate(BAR_REGION);
    });
    player.play();
  }

  #key(event: KeyInput): void {
    if (this.#typed !== undefined) this.#typing(this.#typed, event);
    else this.#command(event.key);
  }

  #command(key: string): void {
    const session = this.#session;
    const { player } = session;
    this.#note = '';
    const actions: Readonly<Record<string, () => void | Promise<void>>> = {
      Space: () => player.toggle(),
      '.': () => player.stepForward(),
      ',': () => player.stepBack(),
      Left: () => player.seekBy(-STEP_SECONDS),
      Right: () => player.seekBy(STEP_SECONDS),
      'Shift-Left': () => player.seekBy(-LONG_STEP_SECONDS),
      'Shift-Right': () => player.seekBy(LONG_STEP_SECONDS),
      '[': () => player.seekToMarker(-1),
      ']': () => player.seekToMarker(1),
      '+': () => player.changeSpeed(1),
      '-': () => player.changeSpeed(-1),
      '/': () => {
        this.#typed = '';
      },
      n: () => session.toMatch(1),
      N: () => session.toMatch(-1),
      m: () => session.mark(),
      q: this.#end,
      'Ctrl-C': this.#end,
      'Ctrl-L': () => this.#o.terminal.repaint(),
      'Ctrl-Z': () => {
        this.#o.terminal.suspend();
      },
    };
    const action = /^\d$/.test(key) ? () => player.seekToPart(Number(key) / 10) : actions[key];
    const work = action?.();
    if (work !== undefined) inBackground(work, (cause) => this.#say(messageOf(cause)));
  }

  #typing(typed: string, { key, text }: KeyInput): void {
    if (key === 'Escape' || key === 'Ctrl-C') this.#typed = undefined;
    else if (key === 'Backspace') this.#typed = typed.slice(0, -1);
    else if (key !== 'Enter') this.#typed = typed + clean(text);
    else {
      this.#typed = undefined;
      if (typed !== '') this.#session.search(typed);
    }
  }

  #say(note: string): void {
    this.#note = note;
    this.#o.terminal.invalidate(BAR_REGION);
  }

  #bar(): Parameters<typeof paintBar>[1] {
    const { markers, player } = this.#session;
    const { state } = player;
    const total = state.totalSeconds * 1_000_000;
    return {
      ...state,
      seconds: Math.min(state.seconds, Math.max(state.totalSeconds, 0)),
      markers: total === 0 ? [] : markers.map(({ playedMicros }) => playedMicros / total),
      note: this.#typed === undefined ? this.#note : `/${this.#typed}`,
      ascii: this.#o.context.settings.ascii,
    };
  }
}
