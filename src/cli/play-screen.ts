import { inBackground, messageOf } from '../flow/index.ts';
import { loadPtyScreen } from '../pty/index.ts';
import {
  addMarkers,
  type CastMatch,
  type CastSource,
  Player,
  type ScreenMaker,
  searchCast,
} from '../recorder/index.ts';
import { type KeyInput, openTerminal, regionStyle, type Terminal } from '../terminal/index.ts';
import { clean } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import type { PlayOptions } from './play-options.ts';
import { PlayRegion, paintBar } from './play-view.ts';

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
  const added = await ui.ended;
  terminal.close();
  if (added.length === 0) return;
  await addMarkers(source.path, added);
  await context.stderr.write(`${added.length} ${added.length === 1 ? 'marker' : 'markers'} added to ${source.path}\n`);
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
  /** Resolves with the times in the file at which markers were added. */
  readonly ended: Promise<readonly number[]>;
  readonly #o: PlayUiOptions;
  readonly #player: Player;
  readonly #added: number[] = [];
  readonly #end: () => void;
  /** What is typed after `/`; undefined: nothing is asked. */
  #typed: string | undefined;
  #note = '';
  #matches: CastMatch[] = [];
  #match = -1;
  #searches = 0;

  constructor(options: PlayUiOptions) {
    this.#o = options;
    const { terminal, source, makeScreen, context } = options;
    const { clock } = context;
    const { promise, resolve } = Promise.withResolvers<readonly number[]>();
    this.ended = promise;
    this.#player = new Player({
      ...options.options,
      source,
      makeScreen,
      clock,
      onError: (cause) => this.#say(messageOf(cause)),
    });
    const region = new PlayRegion(() => this.#player.screen);
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
      if (this.#player.state.kind === 'playing') terminal.invalidate(BAR_REGION);
    });
    this.#end = () => {
      stopBar();
      this.#player.close();
      resolve(this.#added);
    };
    context.signal.addEventListener('abort', this.#end, { once: true });
    this.#player.onChange(() => terminal.invalidate());
    terminal.onInput((event) => {
      if (event.kind === 'key') this.#key(event);
      if (event.kind === 'paste' && this.#typed !== undefined) this.#typed += clean(event.text);
      terminal.invalidate(BAR_REGION);
    });
    this.#player.play();
  }

  #key(event: KeyInput): void {
    if (this.#typed !== undefined) this.#typing(this.#typed, event);
    else this.#command(event.key);
  }

  #command(key: string): void {
    const player = this.#player;
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
      n: () => this.#toMatch(1),
      N: () => this.#toMatch(-1),
      m: () => this.#addMarker(),
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
      if (typed !== '') inBackground(this.#search(typed), (cause) => this.#say(messageOf(cause)));
    }
  }

  /** Goes to the first place from here on as soon as it is known; the rest is found meanwhile. */
  async #search(text: string): Promise<void> {
    const { source, makeScreen, options } = this.#o;
    const search = ++this.#searches;
    const from = this.#player.state.seconds * 1_000_000;
    this.#matches = [];
    this.#match = -1;
    for await (const found of searchCast(source, text, { makeScreen, idleLimitSeconds: options.idleLimitSeconds })) {
      if (search !== this.#searches) return;
      this.#matches.push(...found);
      const first = this.#matches.findIndex((match) => match.playedMicros > from);
      if (this.#match < 0 && first >= 0) await this.#show(first);
    }
    if (this.#matches.length === 0) this.#say(`not found: ${text}`);
    else if (this.#match < 0) await this.#show(0);
    else this.#sayMatch();
  }

  #toMatch(direction: 1 | -1): Promise<void> | undefined {
    const { length } = this.#matches;
    if (length === 0) {
      this.#say('nothing was searched: press /');
      return undefined;
    }
    return this.#show((this.#match + direction + length) % length);
  }

  async #show(index: number): Promise<void> {
    this.#match = index;
    this.#player.pause();
    this.#sayMatch();
    await this.#player.seek((this.#matches[index] as CastMatch).playedMicros / 1_000_000);
  }

  #sayMatch(): void {
    const match = this.#matches[this.#match];
    if (match !== undefined) this.#say(`match ${this.#match + 1} of ${this.#matches.length}, row ${match.row}`);
  }

  #addMarker(): void {
    if (this.#o.source.header.version === 1) {
      this.#say('version 1 has no markers: convert the file first');
      return;
    }
    this.#added.push(this.#player.recordedMicros);
    this.#say('marker added; it is written at the end');
  }

  #say(note: string): void {
    this.#note = note;
    this.#o.terminal.invalidate(BAR_REGION);
  }

  #bar(): Parameters<typeof paintBar>[1] {
    const { state } = this.#player;
    const total = state.totalSeconds * 1_000_000;
    return {
      ...state,
      seconds: Math.min(state.seconds, Math.max(state.totalSeconds, 0)),
      markers: total === 0 ? [] : state.markers.map(({ playedMicros }) => playedMicros / total),
      note: this.#typed === undefined ? this.#note : `/${this.#typed}`,
      ascii: this.#o.context.settings.ascii,
    };
  }
}
