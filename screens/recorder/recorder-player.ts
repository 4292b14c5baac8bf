import { inBackground, messageOf } from '../../src/flow/index.ts';
import type { CastMatch, PlayerState, PlayRegion, PlaySession, RecordingFile } from '../../src/recorder/index.ts';
import type { CellPen, CellRegion, Rect } from '../../src/terminal/index.ts';
import { clean, wrapWords } from '../../src/text/index.ts';
import { REGION, type Services } from '../services.ts';
import { styleOfRole } from '../theme.ts';
import { line, paintLine, paintLines } from '../ui/line.ts';
import { factsLines } from './facts-rows.ts';
import { PlayerChoices } from './player-choices.ts';
import { type PlayerView, paintTrack, playerTitle, trackPart } from './player-rows.ts';
import type { RecorderList } from './recorder-list.ts';
import type { RecorderSessions } from './recorder-sessions.ts';

const STEP_SECONDS = 5;
const LONG_STEP_SECONDS = 30;
/** Columns that a window which is too small is moved by. */
const SIDE_STEP = 8;
/** Actions that move the window over the recording, and not the time. */
const MOVES: Readonly<Record<string, readonly [cols: number, rows: number]>> = {
  'play.up': [0, -1],
  'play.down': [0, 1],
  'play.left': [-SIDE_STEP, 0],
  'play.right': [SIDE_STEP, 0],
};
/** What changes markers leaves time and window as they are. */
const STAYS: ReadonlySet<string> = new Set(['play.mark', 'play.unmark', 'play.rename']);

interface RecorderPlayerOptions {
  readonly sessions: RecorderSessions;
  readonly list: RecorderList;
  /** It has the keys. */
  readonly isFocused: () => boolean;
}

/** The selected recording: its first screen, and when it is played the player. Title, screen, track and facts are regions. */
export class RecorderPlayer {
  readonly title: CellRegion;
  readonly screen: CellRegion;
  readonly track: CellRegion;
  readonly facts: CellRegion;
  readonly #services: Services;
  readonly #sessions: RecorderSessions;
  readonly #list: RecorderList;
  readonly #isFocused: () => boolean;
  readonly #choices: PlayerChoices;
  #region: PlayRegion | undefined;
  #rect: Rect = { x: 0, y: 0, cols: 80, rows: 18 };
  #note = '';
  #revealed: CastMatch | undefined;
  #trackCols = 80;

  constructor(services: Services, { sessions, list, isFocused }: RecorderPlayerOptions) {
    this.#services = services;
    this.#sessions = sessions;
    this.#list = list;
    this.#isFocused = isFocused;
    this.#choices = new PlayerChoices(services, (work) => this.#run(work));
    const still = { scrolledRows: 0, cursor: undefined, placed: () => {} };
    this.title = { ...still, paint: (pen) => this.#paintTitle(pen) };
    this.track = {
      ...still,
      placed: ({ cols }) => {
        if (cols > 0) this.#trackCols = cols;
      },
      paint: (pen) => this.#paintTrack(pen),
    };
    this.facts = { ...still, paint: (pen) => this.#paintFacts(pen) };
    const cursorOf = () => (isFocused() ? this.#window?.cursor : undefined);
    this.screen = {
      scrolledRows: 0,
      get cursor() {
        return cursorOf();
      },
      placed: (rect) => {
        if (rect.cols === 0) return;
        this.#rect = rect;
        this.#region?.placed(rect);
      },
      paint: (pen) => this.#paintScreen(pen),
    };
  }

  /** The playback of the selected recording, when it is open. */
  get session(): PlaySession | undefined {
    return this.#sessions.playback(this.#file?.path);
  }

  get isPlaying(): boolean {
    return this.session?.player.state.kind === 'playing';
  }

  say(note: string): void {
    this.#note = note;
    this.invalidate();
  }

  invalidate(): void {
    for (const region of [REGION.recorderTitle, REGION.recorderScreen, REGION.recorderTrack, REGION.recorderFacts])
      this.#services.invalidate(region);
  }

  /** Time passes although nothing is drawn. */
  tick(): void {
    if (!this.isPlaying) return;
    this.#services.invalidate(REGION.recorderTitle);
    this.#services.invalidate(REGION.recorderTrack);
  }

  /** Opens the selected recording and plays it. */
  play(): void {
    this.#with((session) => session.player.play());
  }

  perform(action: string): boolean {
    const move = MOVES[action];
    if (move !== undefined) {
      this.#move(...move);
      return true;
    }
    const use = this.#actions[action];
    if (use === undefined) return false;
    this.#note = '';
    if (!STAYS.has(action)) this.#window?.follow();
    this.#with(use);
    this.invalidate();
    return true;
  }

  readonly #actions: Readonly<Record<string, (session: PlaySession) => void | Promise<void>>> = {
    'play.toggle': ({ player }) => player.toggle(),
    'play.back': ({ player }) => player.seekBy(-STEP_SECONDS),
    'play.forward': ({ player }) => player.seekBy(STEP_SECONDS),
    'play.farBack': ({ player }) => player.seekBy(-LONG_STEP_SECONDS),
    'play.farForward': ({ player }) => player.seekBy(LONG_STEP_SECONDS),
    'play.markerBefore': ({ player }) => player.seekToMarker(-1),
    'play.markerAfter': ({ player }) => player.seekToMarker(1),
    'play.frameAfter': ({ player }) => player.stepForward(),
    'play.frameBefore': ({ player }) => player.stepBack(),
    'play.faster': ({ player }) => player.changeSpeed(1),
    'play.slower': ({ player }) => player.changeSpeed(-1),
    'play.start': ({ player }) => player.seek(0),
    // The end is where it is found: of a long recording it is not known at first.
    'play.end': ({ player }) => player.seek(Number.POSITIVE_INFINITY),
    'play.search': (session) => this.#choices.search(session),
    'play.next': (session) => session.toMatch(1),
    'play.previous': (session) => session.toMatch(-1),
    'play.matches': (session) => this.#choices.toMatch(session),
    'play.mark': (session) => this.#choices.mark(session),
    'play.markers': (session) => this.#choices.toMarker(session),
    'play.rename': (session) => this.#choices.rename(session),
    'play.unmark': (session) => this.#choices.unmark(session),
  };

  refusal(action: string): string | undefined {
    if (!(action in this.#actions) && !(action in MOVES)) return undefined;
    const file = this.#file;
    if (file === undefined) return 'no recording is selected';
    if (file.fault?.isPlayable === false) return `it cannot be played: ${file.fault.text}`;
    if (STAYS.has(action) && this.#services.isReadonly) return 'read-only: no file is changed';
    const isOfMarkers = action === 'play.markers' || STAYS.has(action);
    if (isOfMarkers && file.header?.version === 1) return 'version 1 has no markers: convert the file first';
    if (isOfMarkers && action !== 'play.mark' && this.session?.markers.length === 0)
      return 'it has no markers; m adds one';
    if (action === 'play.next' || action === 'play.previous' || action === 'play.matches')
      return (this.session?.matches.length ?? 0) === 0 ? 'nothing was found; / searches' : undefined;
    return undefined;
  }

  /** A click on the track goes there. */
  clickTrack(x: number): void {
    const part = trackPart(x, this.#trackCols);
    this.#with((session) => session.player.seek(part * this.#stateOf(session).totalSeconds));
  }

  scroll(rows: number): void {
    this.#move(0, rows);
  }

  get #file(): RecordingFile | undefined {
    return this.#list.selectedRow?.file;
  }

  #with(use: (session: PlaySession) => void | Promise<void>): void {
    const path = this.#file?.path;
    if (path === undefined) return;
    this.#sessions.withPlayback(path, (session) => {
      this.#run(use(session));
    });
  }

  #run(work: void | Promise<void>): void {
    if (work !== undefined) inBackground(work, (cause) => this.say(messageOf(cause)));
  }

  /** Made when the recorder is loaded: before that there is nothing to show. */
  get #window(): PlayRegion | undefined {
    const { recorder } = this.#sessions;
    if (this.#region === undefined && recorder !== undefined) {
      this.#region = new recorder.PlayRegion(() => this.#shown());
      this.#region.placed(this.#rect);
    }
    return this.#region;
  }

  #move(cols: number, rows: number): void {
    if (this.#window?.move(cols, rows) === true) this.#services.invalidate(REGION.recorderScreen);
  }

  #shown() {
    const { session } = this;
    if (session !== undefined) return session.player.screen;
    const file = this.#file;
    const preview = file === undefined ? undefined : this.#sessions.preview(file);
    return preview?.kind === 'screen' ? preview.screen : undefined;
  }

  #view(): PlayerView {
    const file = this.#file;
    const { glyphs } = this.#services;
    const { session } = this;
    const fault = file?.fault;
    // Of a file that cannot be played that stands in the place of its screen.
    const damage = fault?.isPlayable === true ? { text: fault.text, role: 'warn' as const } : undefined;
    return {
      name: file?.name ?? 'no recording',
      state: session && { ...this.#stateOf(session), markers: session.markers },
      note: this.#note === '' ? damage : { text: this.#note, role: 'accent' },
      knownSeconds: file?.seconds,
      isFocused: this.#isFocused(),
      theme: this.#services.theme(),
      glyphs,
    };
  }

  /** Until a file is read to its end its length is what the list knows, where no limit of pauses makes it shorter. */
  #stateOf({ player: { state } }: PlaySession): PlayerState {
    const { seconds = 0, header } = this.#file ?? {};
    if (state.isComplete || header?.idleLimitSeconds !== undefined || seconds <= state.totalSeconds) return state;
    return { ...state, totalSeconds: seconds, isComplete: true };
  }

  #paintTitle(pen: CellPen): void {
    const view = this.#view();
    paintLine(pen, { x: 0, y: 0 }, { spans: playerTitle(view, pen.cols), theme: view.theme });
  }

  #paintTrack(pen: CellPen): void {
    if (this.#file?.fault?.isPlayable === false) pen.clear();
    else paintTrack(pen, this.#view());
  }

  #paintFacts(pen: CellPen): void {
    const file = this.#file;
    pen.clear();
    if (file === undefined) return;
    const lines = factsLines(file, this.session?.markers ?? [], pen.cols - 4);
    paintLines(pen, { x: 2, y: 1 }, { lines, theme: this.#services.theme() });
  }

  #paintScreen(pen: CellPen): void {
    const file = this.#file;
    pen.clear();
    if (file === undefined) return;
    const theme = this.#services.theme();
    const why = this.#whyNoScreen(file);
    if (why === undefined) {
      this.#revealMatch();
      this.#window?.paint(pen);
      this.#window?.highlight(pen, this.session?.query ?? '', styleOfRole(theme, 'match'));
    } else
      paintLines(
        pen,
        { x: 2, y: 1 },
        { lines: wrapWords(clean(why.text), pen.cols - 4).map((text) => line(text, why.role)), theme },
      );
  }

  /** A match that lies outside of a small window is brought into it, once. */
  #revealMatch(): void {
    const match = this.session?.matches[this.session.match];
    if (match === this.#revealed) return;
    this.#revealed = match;
    if (match !== undefined) this.#window?.reveal(match.column - 1, match.row - 1);
  }

  #whyNoScreen(file: RecordingFile): { text: string; role: 'dim' | 'busy' | 'danger' } | undefined {
    const { opened } = this.#sessions;
    if (opened?.path === file.path && opened.kind === 'failed') return { text: opened.text, role: 'danger' };
    if (this.session !== undefined) return undefined;
    const preview = this.#sessions.preview(file);
    if (preview.kind === 'reading') return { text: 'reading', role: 'busy' };
    return preview.kind === 'failed' ? { text: preview.text, role: 'danger' } : undefined;
  }
}
