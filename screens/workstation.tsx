import { pathsOf, type Settings } from '../src/config/index.ts';
import { type Clock, EXIT, inBackground, messageOf, type Random, startFrames, wait } from '../src/flow/index.ts';
import { killAllPtys, ShellSession } from '../src/pty/index.ts';
import type { RecordingFile } from '../src/recorder/index.ts';
import type { Terminal } from '../src/terminal/index.ts';
import { App } from './app.tsx';
import { ClusterControl, type OpenClusterBy } from './cluster-control.ts';
import { Frame } from './frame.ts';
import type { Glyphs } from './glyphs.ts';
import type { ScreenId } from './key-entry.ts';
import { mount } from './mount.ts';
import { OverviewPane } from './overview/overview-pane.tsx';
import type { Pane } from './pane.ts';
import { PipelinePane } from './pipeline/pipeline-pane.tsx';
import { PodsPane } from './pods/pods-pane.tsx';
import { PodsScreen } from './pods/pods-screen.tsx';
import { RecorderPane } from './recorder/recorder-pane.tsx';
import type { StartExport } from './recorder/recorder-sessions.ts';
import { RecordingControl, readRecordings } from './recording-control.ts';
import { REGION } from './services.ts';
import { ShellPane } from './shell/shell-pane.tsx';
import type { ThemeName } from './theme.ts';
import { WorkstationActions } from './workstation-actions.ts';

/** React commits and regions paint at most this often; keys do not wait for it. */
const FRAMES_PER_SECOND = 12;
const CLOSE_LIMIT_MS = 200;

export interface WorkstationOptions {
  readonly terminal: Terminal;
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly screen: ScreenId;
  readonly glyphs: Glyphs;
  readonly theme: ThemeName;
  readonly clock: Clock;
  readonly random: Random;
  readonly openCluster: OpenClusterBy;
  /** Names of the kubeconfig's contexts, for the palette. */
  readonly listContexts: () => Promise<readonly string[]>;
  /** Runs an export; undefined: a thread of its own does. */
  readonly startExport?: StartExport | undefined;
  /** The way out, when everything is closed. */
  readonly exit: (code: number) => void;
}

/** The composition root: makes sessions, panes and frame, and joins them with Ink and the terminal. */
export function startWorkstation(options: WorkstationOptions): void {
  const { terminal, clock } = options;
  const parts = new Parts(options);
  const { frame, panes, cluster } = parts;
  const { list: pods, pipeline } = panes.pods;
  terminal.addRegion(REGION.podTable, pods.list);
  terminal.addRegion(REGION.podLower, pods.lower);
  terminal.addRegion(REGION.podDetail, pods.detail);
  terminal.addRegion(REGION.pipeline, pipeline.region);
  terminal.addRegion(REGION.pipelineText, pipeline.text);
  terminal.addRegion(REGION.overview, panes.overview.region);
  terminal.addRegion(REGION.shell, panes.shell.region);
  terminal.addRegion(REGION.recorderList, panes.recorder.list);
  terminal.addRegion(REGION.recorderTitle, panes.recorder.player.title);
  terminal.addRegion(REGION.recorderScreen, panes.recorder.player.screen);
  terminal.addRegion(REGION.recorderTrack, panes.recorder.player.track);
  terminal.addRegion(REGION.recorderFacts, panes.recorder.player.facts);
  terminal.addRegion(REGION.recorderForm, panes.recorder.exporter.region);
  terminal.onClose(killAllPtys);
  terminal.onSignal(() => parts.saveWork());
  frame.open(panes satisfies Record<ScreenId, Pane>);
  mount(terminal, <App view={frame.view} panes={panes} />);
  terminal.onResize(() => frame.refresh());
  terminal.onInput((input) => frame.input(input));
  followTerminalTheme(options, frame);
  startFrames(clock, FRAMES_PER_SECOND, [
    { flush: () => cluster.pods?.view.flush() },
    { flush: () => cluster.pipeline?.view.flush() },
  ]);
  clock.every(1000, () => {
    pods.tick();
    panes.recorder.tick();
    if (frame.screen === 'overview') terminal.invalidate(REGION.overview);
    frame.tick();
  });
  terminal.flush();
  // First the frame is seen, then the rest is read from disk.
  clock.after(0, () => {
    cluster.open();
    parts.readRecordings();
    inBackground(
      options.listContexts().then((names) => parts.setContexts(names)),
      () => {},
    );
  });
}

/** `auto` is what the terminal's own background says. */
function followTerminalTheme({ terminal, settings }: WorkstationOptions, frame: Frame): void {
  if (settings.theme !== 'auto' || terminal.depth === 'mono') return;
  inBackground(
    terminal.background.then((background) => {
      if (background === 'light') frame.setTheme('light');
    }),
    () => {},
  );
}

/** Sessions, panes and frame know each other through callbacks, so they are made in one place. */
class Parts {
  readonly frame: Frame;
  readonly panes: {
    readonly overview: OverviewPane;
    readonly pods: PodsScreen;
    readonly recorder: RecorderPane;
    readonly shell: ShellPane;
  };
  readonly cluster: ClusterControl;
  readonly recording: RecordingControl;
  readonly #o: WorkstationOptions;
  readonly #actions: WorkstationActions;
  #files: readonly RecordingFile[] = [];

  constructor(options: WorkstationOptions) {
    const { terminal, settings, env, glyphs, clock, random, openCluster } = options;
    this.#o = options;
    this.cluster = new ClusterControl({
      openCluster,
      settings,
      clock,
      random,
      onChange: () => this.#clusterChanged(),
      onPods: () => this.panes.pods.list.podsMoved(),
    });
    this.recording = new RecordingControl({
      terminal,
      clock,
      env,
      folder: pathsOf(env).recordings,
      patterns: settings.redact,
      glyphs,
      onChange: () => this.#recordingChanged(),
      toast: (text, role) => this.frame.toast(text, role),
      onFinished: () => this.readRecordings(),
    });
    const { recording, cluster } = this;
    const recordings = () => this.#files;
    this.#actions = new WorkstationActions({
      terminal,
      recording,
      cluster,
      settings,
      env,
      glyphs,
      recordings,
      onQuit: () => this.#quit(),
    });
    this.frame = this.#makeFrame();
    this.panes = this.#makePanes();
    this.#actions.join(this.frame, this.panes);
  }

  setContexts(names: readonly string[]): void {
    this.#actions.setContexts(names);
  }

  readRecordings(): void {
    const read = readRecordings(pathsOf(this.#o.env).recordings).then((files) => {
      this.#files = files;
      this.#o.terminal.invalidate(REGION.overview);
    });
    inBackground(read, (cause) => {
      // The recorder's own screen says it by itself.
      if (this.frame.screen !== 'recorder') this.frame.toast(messageOf(cause), 'danger');
    });
  }

  #makeFrame(): Frame {
    const { terminal, settings, glyphs, theme, screen } = this.#o;
    const actions = this.#actions;
    return new Frame({
      terminal,
      clock: this.#o.clock,
      glyphs,
      isReadonly: settings.readonly,
      theme,
      screen,
      chips: () => actions.chips(),
      perform: (action) => actions.perform(action),
      refusal: (action) => actions.refusal(action),
      paletteItems: () => actions.paletteItems(),
    });
  }

  #makePanes() {
    const { frame } = this;
    const actions = this.#actions;
    const shell: ShellSession = new ShellSession({
      clock: this.#o.clock,
      env: this.#o.env,
      extraEnvironment: () => actions.shellEnvironment(),
      onChange: () => {
        this.panes.shell.sessionChanged();
        if (shell.state.kind === 'ended') this.recording.shellEnded();
      },
      onResize: (cols, rows) => this.recording.shellResized(cols, rows),
    });
    const tiles = () => actions.tiles(shell.state, frame.now());
    return {
      overview: new OverviewPane(frame, { tiles, summary: () => actions.summary() }),
      pods: new PodsScreen({
        list: new PodsPane(frame, this.cluster),
        pipeline: new PipelinePane(frame, { cluster: this.cluster, onClose: () => this.panes.pods.showList() }),
      }),
      recorder: new RecorderPane(frame, {
        folder: pathsOf(this.#o.env).recordings,
        patterns: this.#o.settings.redact,
        clock: this.#o.clock,
        live: () => this.recording.state,
        startExport: this.#o.startExport,
      }),
      shell: new ShellPane(frame, shell),
    };
  }

  /** What is being made is ended so that it can be used, or that nothing of it is left. */
  async saveWork(): Promise<void> {
    await Promise.all([this.recording.stop(), this.panes.recorder.close()]);
  }

  #recordingChanged(): void {
    this.panes.recorder.recordingChanged();
    this.frame.refresh();
  }

  #clusterChanged(): void {
    this.panes.pods.list.clusterChanged();
    this.panes.pods.pipeline.clusterChanged();
    if (this.frame.screen === 'overview') this.#o.terminal.invalidate(REGION.overview);
    this.frame.refresh();
  }

  #quit(): void {
    const { terminal, clock, exit } = this.#o;
    const end = this.saveWork().then(async () => {
      // A server that does not let go must not keep a person waiting.
      await Promise.race([this.cluster.close(), wait(clock, CLOSE_LIMIT_MS)]);
      terminal.close();
      exit(EXIT.ok);
    });
    inBackground(end, (cause) => terminal.fail(cause));
  }
}
