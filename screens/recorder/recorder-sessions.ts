import { type Clock, inBackground, messageOf } from '../../src/flow/index.ts';
import type {
  ExportRequest,
  ExportSession,
  ExportState,
  Library,
  PlaySession,
  Preview,
  PreviewCache,
  RecordingFile,
  RecordingLibrary,
  ScreenMaker,
} from '../../src/recorder/index.ts';
import { loadRecorder } from '../load-recorder.ts';

type Recorder = Awaited<ReturnType<typeof loadRecorder>>;
export type StartExport = Recorder['startExport'];

export interface RecorderSessionsOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly startExport: StartExport | undefined;
  /** The folder has changed, a preview is there, an export has come further. */
  readonly onChange: () => void;
  /** The screen of the player, its place or its state. */
  readonly onPlayed: () => void;
  readonly onNote: (note: string) => void;
  readonly onError: (text: string) => void;
}

/** A recording in the player. */
type Opened =
  | { readonly kind: 'opening'; readonly path: string; readonly uses: ((session: PlaySession) => void)[] }
  | { readonly kind: 'open'; readonly path: string; readonly session: PlaySession }
  | { readonly kind: 'failed'; readonly path: string; readonly text: string };

/** Everything of the recorder that is loaded with it. */
interface Loaded {
  readonly recorder: Recorder;
  readonly makeScreen: ScreenMaker;
  readonly library: RecordingLibrary;
  readonly previews: PreviewCache;
  readonly exports: ExportSession;
}

const NOTHING: Library = { state: { kind: 'reading' }, files: [], total: 0 };

/** A short recording is read in this time; then its end and its markers are known when the first key is answered. */
const READ_MS = 150;

function isRead({ player }: PlaySession, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (player.state.isComplete) end();
    };
    const stop = player.onChange(check);
    const cancel = clock.after(READ_MS, () => end());
    const end = (): void => {
      stop();
      cancel();
      resolve();
    };
    check();
  });
}

/** What lives behind the recorder screen: the folder, first screens, the player, the export. Loaded when first looked at. */
export class RecorderSessions {
  readonly #o: RecorderSessionsOptions;
  #loaded: Loaded | undefined;
  #loading: Promise<Loaded> | undefined;
  #opened: Opened | undefined;
  #isVisible = false;

  constructor(options: RecorderSessionsOptions) {
    this.#o = options;
  }

  get recorder(): Recorder | undefined {
    return this.#loaded?.recorder;
  }

  get library(): Library {
    return this.#loaded?.library.library ?? NOTHING;
  }

  get exportState(): ExportState {
    return this.#loaded?.exports.state ?? { kind: 'none' };
  }

  get opened(): Opened | undefined {
    return this.#opened;
  }

  /** The playback of a recording, when it is open. */
  playback(path: string | undefined): PlaySession | undefined {
    return this.#opened?.kind === 'open' && this.#opened.path === path ? this.#opened.session : undefined;
  }

  preview(file: RecordingFile): Preview {
    return this.#loaded?.previews.of(file) ?? { kind: 'reading' };
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (isVisible) this.#run(this.#load().then(({ library }) => this.#isVisible && library.start()));
    else {
      this.#loaded?.library.stop();
      if (this.#opened?.kind === 'open') this.#opened.session.player.pause();
    }
  }

  refresh(): void {
    this.#loaded?.library.refresh();
  }

  want(paths: readonly string[]): void {
    this.#loaded?.library.want(paths);
  }

  /** Does something with the playback of a recording, which is opened first where it is not. */
  withPlayback(path: string, use: (session: PlaySession) => void): void {
    const session = this.playback(path);
    if (session !== undefined) return use(session);
    // Keys that come meanwhile are answered when it is open.
    if (this.#opened?.kind === 'opening' && this.#opened.path === path) this.#opened.uses.push(use);
    else this.#run(this.#open(path, [use]));
  }

  /** Ends the playback of another recording than this one; its markers are written. */
  closeOthers(path: string | undefined): void {
    if (this.#opened !== undefined && this.#opened.path !== path) this.closePlayback();
  }

  closePlayback(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened?.kind !== 'open') return;
    this.#run(
      opened.session.close().then((added) => {
        if (added === 0) return;
        this.#o.onNote(`${added} ${added === 1 ? 'marker' : 'markers'} written to ${opened.path}`);
        this.refresh();
      }),
    );
  }

  startExport(request: ExportRequest): void {
    this.#run(this.#load().then(({ exports }) => void exports.start(request)));
  }

  cancelExport(): Promise<void> {
    return this.#loaded?.exports.cancel() ?? Promise.resolve();
  }

  /** Changes files of the folder, and looks at it anew. */
  change(work: (recorder: Recorder) => Promise<void>): void {
    this.#run(this.#load().then(({ recorder }) => work(recorder).finally(() => this.refresh())));
  }

  /** Before the program ends: nothing half-written, no marker lost. */
  async close(): Promise<void> {
    this.#loaded?.library.stop();
    const opened = this.#opened;
    this.#opened = undefined;
    await Promise.all([this.cancelExport(), opened?.kind === 'open' ? opened.session.close() : undefined]);
  }

  async #open(path: string, uses: ((session: PlaySession) => void)[]): Promise<void> {
    this.closePlayback();
    const opening: Opened = { kind: 'opening', path, uses };
    this.#opened = opening;
    this.#o.onPlayed();
    const { recorder, makeScreen } = await this.#load();
    const { clock, onNote, onPlayed } = this.#o;
    try {
      const source = await recorder.openCastSource(path);
      const session = new recorder.PlaySession({ source, clock, makeScreen, onNote });
      await isRead(session, clock);
      // Something else was selected meanwhile.
      if (this.#opened !== opening) return session.player.close();
      this.#opened = { kind: 'open', path, session };
      session.player.onChange(onPlayed);
      for (const use of uses) use(session);
    } catch (cause) {
      if (this.#opened === opening) this.#opened = { kind: 'failed', path, text: messageOf(cause) };
    }
    onPlayed();
  }

  #load(): Promise<Loaded> {
    this.#loading ??= this.#make();
    return this.#loading;
  }

  async #make(): Promise<Loaded> {
    const { folder, clock, onChange } = this.#o;
    const recorder = await loadRecorder();
    const makeScreen = await recorder.loadScreenMaker(clock);
    const { ExportSession, PreviewCache, RecordingLibrary } = recorder;
    const { startExport: start = recorder.startExport } = this.#o;
    this.#loaded = {
      recorder,
      makeScreen,
      library: new RecordingLibrary({ folder, clock, onChange }),
      previews: new PreviewCache(makeScreen, onChange),
      exports: new ExportSession({ start, now: () => clock.now(), onChange }),
    };
    onChange();
    return this.#loaded;
  }

  #run(work: Promise<unknown>): void {
    inBackground(
      work.then(() => {}),
      (cause) => this.#o.onError(messageOf(cause)),
    );
  }
}
