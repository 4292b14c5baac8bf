import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Cancel, Clock } from '../../src/flow/index.ts';
import type { RecordingState, UserPattern } from '../../src/recorder/index.ts';
import type { TerminalInput } from '../../src/terminal/index.ts';
import type { BodySize, Pane, PointerEvent } from '../pane.ts';
import { REGION, type Services } from '../services.ts';
import type { Line } from '../ui/line.ts';
import type { PaletteItem } from '../ui/palette.ts';
import { Region } from '../ui/region.tsx';
import { RecorderExport } from './recorder-export.ts';
import { RecorderFiles } from './recorder-files.ts';
import { FORM_KEYS } from './recorder-keys.ts';
import { RecorderList } from './recorder-list.ts';
import { RecorderPlayer } from './recorder-player.ts';
import { RecorderSessions, type StartExport } from './recorder-sessions.ts';
import { exportTruth, listTruth, playerTruth } from './recorder-truth.ts';

/** Below this height one thing has all the room: the list, or what was opened. */
const TWO_FROM_ROWS = 20;
/** From this width on the preview stands beside the list. */
const BESIDE_FROM_COLS = 160;
/** Rows of the list above a preview: a third, but no less. */
const LEAST_LIST_ROWS = 6;
const TRACK_ROWS = 2;
/** Fewer rows below a recording stay empty. */
const LEAST_FACTS_ROWS = 5;
/** Rows of a form below a player: its title, its fields, what is wrong. */
const FORM_ROWS = 11;
const WHEEL_ROWS = 3;
const NO_ROOM = `the preview needs ${TWO_FROM_ROWS} rows; Enter opens`;
/** How often the time of a player moves. */
const TIME_MS = 250;

export interface RecorderPaneOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** What the settings want masked. */
  readonly patterns: readonly UserPattern[];
  /** Runs an export in another way than in a thread. */
  readonly startExport: StartExport | undefined;
  /** The recording that runs now. */
  readonly live: () => RecordingState | undefined;
}

/** The recordings: list with a preview, a player in the whole window, and what is made of a recording. */
export class RecorderPane implements Pane {
  readonly id = 'recorder' as const;
  readonly isPaused = false;
  readonly list: RecorderList;
  readonly player: RecorderPlayer;
  readonly exporter: RecorderExport;
  readonly #services: Services;
  readonly #sessions: RecorderSessions;
  readonly #files: RecorderFiles;
  readonly #o: RecorderPaneOptions;
  #isVisible = false;
  #wasRunning = false;
  /** An export has failed and nobody has looked. */
  #hasNews = false;
  #stopTime: Cancel = () => {};
  /** The recording that has the whole window, or had it last. */
  #played: string | undefined;
  /** A recording that is to be opened when the folder has been read. */
  #wanted: string | undefined;

  constructor(services: Services, o: RecorderPaneOptions) {
    this.#services = services;
    this.#o = o;
    this.#sessions = new RecorderSessions({
      ...o,
      onChange: () => this.#changed(),
      onPlayed: () => this.player.invalidate(),
      onNote: (note) => this.player.say(note),
      onError: (text) => services.toast(text, 'danger'),
    });
    const sessions = this.#sessions;
    this.list = new RecorderList(services, {
      library: () => sessions.library,
      live: o.live,
      exporting: () => sessions.exportState,
      isFocused: () => this.#focused === 'list',
      onSeen: (paths) => sessions.want(paths),
    });
    this.player = new RecorderPlayer(services, {
      sessions,
      list: this.list,
      isFocused: () => this.#focused === 'recording',
    });
    this.exporter = new RecorderExport(services, { sessions, list: this.list, patterns: o.patterns });
    this.#files = new RecorderFiles(services, {
      sessions,
      list: this.list,
      exporter: this.exporter,
      player: this.player,
    });
    this.list.store.subscribe(() => this.#chosen());
  }

  get mode(): Pane['mode'] {
    const { view } = this.list.model;
    if (view === 'export') return this.exporter.isRunning ? 'exporting' : 'exported';
    return view === 'list' && this.#focused === 'recording' ? 'preview' : view;
  }

  get attention(): boolean {
    return this.#hasNews;
  }

  /** What would be lost now if the program ended. */
  get isExporting(): boolean {
    return this.exporter.isRunning;
  }

  truth(): readonly Line[] {
    const { model, selectedRow, rows } = this.list;
    if (model.view === 'export') return exportTruth(this.exporter.state);
    if (model.view !== 'list' && selectedRow !== undefined)
      return playerTruth(selectedRow.file, this.player.session?.pendingMarks ?? 0);
    const { library, recorder } = this.#sessions;
    const detectors = recorder === undefined ? undefined : recorder.DETECTORS.length + this.#o.patterns.length;
    return listTruth({ library, model, shown: rows.length, detectors });
  }

  /** Told once a second: ages and the running recording grow. */
  tick(): void {
    if (!this.#isVisible) return;
    this.#services.invalidate(REGION.recorderList);
    this.#services.invalidate(REGION.recorderForm);
  }

  /** A recording has begun or ended. */
  recordingChanged(): void {
    this.#sessions.refresh();
    if (this.#isVisible) this.#changed();
  }

  /** Opens a recording by its path and plays it, as soon as the folder has been read. */
  openPath(path: string): void {
    this.#wanted = path;
    this.#changed();
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#sessions.setVisible(isVisible);
    this.#stopTime();
    if (!isVisible) return;
    this.#hasNews = false;
    this.#stopTime = this.#o.clock.every(TIME_MS, () => this.player.tick());
  }

  perform(action: string): boolean {
    if (action === 'recorder.open') {
      this.#played = this.list.selectedRow?.file.path;
      this.list.store.dispatch({ type: 'view', view: 'player' });
      this.player.play();
      return true;
    }
    if (action === 'export.cancel') {
      this.#files.cancelExport();
      return true;
    }
    if (action === 'back') return this.back();
    if (action === 'recorder.focusPreview' || action === 'recorder.focusList') {
      this.list.store.dispatch({ type: 'focus', focus: action === 'recorder.focusList' ? 'list' : 'preview' });
      return true;
    }
    if (this.#focused === 'list' && this.list.view.move(action)) return true;
    return this.player.perform(action) || this.exporter.perform(action) || this.#files.perform(action);
  }

  refusal(action: string): string | undefined {
    if (action === 'pauseView') return 'nothing moves here that could be paused';
    if (action === 'recorder.open') return this.player.refusal('play.toggle');
    if (action === 'recorder.lower' && this.#services.size().rows < TWO_FROM_ROWS) return NO_ROOM;
    // What nobody would see is not played.
    const needsPreview = action === 'recorder.focusPreview' || action.startsWith('play.');
    const isUnseen = this.list.model.view === 'list' && !this.#hasTwo;
    const why = this.player.refusal(action) ?? this.#files.refusal(action);
    return why ?? (needsPreview && isUnseen ? this.#whyNoPreview() : undefined);
  }

  /** What is typed into a form. */
  takes(input: TerminalInput): boolean {
    if (this.list.model.view !== 'form' || (input.kind !== 'key' && input.kind !== 'paste')) return false;
    if (input.kind === 'key' && FORM_KEYS.has(input.key)) return false;
    this.exporter.type(input);
    return true;
  }

  pointer({ action, region, x, y }: PointerEvent): void {
    const wheel = action === 'wheel-up' ? -WHEEL_ROWS : action === 'wheel-down' ? WHEEL_ROWS : 0;
    if (wheel === 0) this.#focusAt(region);
    if (region === REGION.recorderList && this.list.model.view === 'list') {
      if (wheel !== 0) this.list.view.scroll(wheel);
      else if (this.list.click(x, y) && action === 'double') this.perform('recorder.open');
    } else if (region === REGION.recorderScreen && wheel !== 0) this.player.scroll(wheel);
    else if (region === REGION.recorderTrack && wheel === 0) this.player.clickTrack(x);
    else if (region === REGION.recorderForm && wheel === 0) this.exporter.click(y);
    this.#changed();
  }

  /** What is clicked has the keys from then on; a form keeps them until it is left. */
  #focusAt(region: number): void {
    const { store, model } = this.list;
    if (region === REGION.recorderList && model.view === 'export') store.dispatch({ type: 'back' });
    if (region === REGION.recorderList) store.dispatch({ type: 'focus', focus: 'list' });
    if (region === REGION.recorderTitle || region === REGION.recorderScreen)
      store.dispatch({ type: 'focus', focus: 'preview' });
  }

  back(): boolean {
    const before = this.list.model;
    this.list.store.dispatch({ type: 'back' });
    if (before.view === 'player') {
      this.player.say('');
      this.#sessions.closePlayback();
    }
    return this.list.model !== before;
  }

  paletteItems(): readonly PaletteItem[] {
    return [];
  }

  /** Before the program ends. */
  close(): Promise<void> {
    return this.#sessions.close();
  }

  /** The layout, as a value that React can compare: it renders the body again when this changes. */
  get layout(): string {
    const { cols, rows } = this.#services.size();
    const { view, behind } = this.list.model;
    return `${view} ${behind} ${this.#hasTwo} ${cols >= BESIDE_FROM_COLS} ${rows} ${this.#factsRows(rows - 3)}`;
  }

  readonly Body = ({ cols, rows }: BodySize) => {
    const { view, behind } = this.list.model;
    const isForm = view === 'form' || view === 'export';
    const lower = (height: number) =>
      isForm ? (
        <Region id={REGION.recorderForm} height={height} />
      ) : (
        <PlayerBox rows={height} facts={this.#factsRows(height)} />
      );
    if (!this.#hasTwo) return view === 'list' ? <Region id={REGION.recorderList} height={rows} /> : lower(rows);
    if (behind === 'player' && isForm) {
      const playerRows = rows - FORM_ROWS;
      return (
        <Box flexDirection="column">
          <PlayerBox rows={playerRows} facts={0} />
          {lower(FORM_ROWS)}
        </Box>
      );
    }
    if (cols >= BESIDE_FROM_COLS) return <Beside cols={cols} rows={rows} right={lower(rows)} />;
    const listRows = Math.max(LEAST_LIST_ROWS, Math.floor(rows / 3));
    return (
      <Box flexDirection="column">
        <Region id={REGION.recorderList} height={listRows} />
        {lower(rows - listRows)}
      </Box>
    );
  };

  /** List or player share the screen with what belongs to the selected recording. */
  get #hasTwo(): boolean {
    const { view, hasPreview } = this.list.model;
    if (this.#services.size().rows < TWO_FROM_ROWS || view === 'player') return false;
    return view !== 'list' || (hasPreview && this.list.rows.length > 0);
  }

  /** What has the keys. */
  get #focused(): 'list' | 'recording' | 'form' {
    const { view, focus } = this.list.model;
    if (view === 'form' || view === 'export') return 'form';
    return view === 'player' || (focus === 'preview' && this.#hasTwo) ? 'recording' : 'list';
  }

  #whyNoPreview(): string {
    if (this.list.rows.length === 0) return 'no recording is selected';
    return this.#services.size().rows < TWO_FROM_ROWS ? NO_ROOM : 'the preview is hidden; v shows it, Enter opens';
  }

  /** Rows below a recording that does not need all of `height`; 0 where they are too few to be worth it. */
  #factsRows(height: number): number {
    const recorded = this.list.selectedRow?.file.header?.rows ?? height;
    const spare = height - 1 - TRACK_ROWS - recorded;
    return spare >= LEAST_FACTS_ROWS ? spare : 0;
  }

  /** Something was chosen: what is looked at is another thing. */
  #chosen(): void {
    if (this.list.model.view !== 'form') this.#sessions.closeOthers(this.list.selectedRow?.file.path);
    this.#changed();
  }

  #changed(): void {
    const { isRunning } = this.exporter;
    if (this.#wasRunning && !isRunning) this.#exportEnded();
    this.#wasRunning = isRunning;
    this.#openWanted();
    this.list.view.keepSelection();
    this.#leaveWhatIsGone();
    for (const region of [REGION.recorderList, REGION.recorderForm]) this.#services.invalidate(region);
    this.player.invalidate();
    this.#services.refresh();
  }

  /** Somebody has deleted or renamed the file that is played. */
  #leaveWhatIsGone(): void {
    if (this.list.model.view !== 'player' || this.list.selectedRow?.file.path === this.#played) return;
    this.list.store.dispatch({ type: 'back' });
    this.#services.toast('the recording that was played is gone', 'warn');
  }

  #openWanted(): void {
    const at = this.list.rows.findIndex(({ file }) => file.path === this.#wanted);
    if (at < 0) return;
    this.#wanted = undefined;
    this.list.view.select(at);
    this.perform('recorder.open');
  }

  /** The GIF column is to know; somebody who looks elsewhere too. */
  #exportEnded(): void {
    this.#sessions.refresh();
    const { sentence } = this.exporter;
    const isSeen = this.#isVisible && this.list.model.view === 'export';
    if (sentence === undefined || isSeen) return;
    this.#hasNews = sentence.role === 'danger' && !this.#isVisible;
    this.#services.toast(sentence.text, sentence.role);
  }
}

function Beside({ cols, rows, right }: { cols: number; rows: number; right: ReactNode }) {
  const left = cols >> 1;
  return (
    <Box>
      <Box width={left} paddingRight={1} flexDirection="column" flexShrink={0}>
        <Region id={REGION.recorderList} height={rows} />
      </Box>
      <Box width={cols - left} flexDirection="column" flexShrink={0}>
        {right}
      </Box>
    </Box>
  );
}

function PlayerBox({ rows, facts }: { rows: number; facts: number }) {
  return (
    <Box flexDirection="column">
      <Region id={REGION.recorderTitle} height={1} />
      <Region id={REGION.recorderScreen} height={rows - 1 - TRACK_ROWS - facts} />
      <Region id={REGION.recorderTrack} height={TRACK_ROWS} />
      {facts === 0 ? null : <Region id={REGION.recorderFacts} height={facts} />}
    </Box>
  );
}
