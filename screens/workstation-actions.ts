import type { Settings } from '../src/config/index.ts';
import type { ShellState } from '../src/pty/index.ts';
import type { RecordingFile } from '../src/recorder/index.ts';
import type { Terminal } from '../src/terminal/index.ts';
import { formatBytes, formatCountOf } from '../src/text/index.ts';
import type { ClusterControl } from './cluster-control.ts';
import type { Frame } from './frame.ts';
import type { Glyphs } from './glyphs.ts';
import type { Tile } from './overview/overview-rows.ts';
import { clusterTile, podsTile, recordingsTile, shellTile, terminalTile } from './overview/overview-tiles.ts';
import { pipelineTile } from './overview/pipeline-tile.ts';
import { faultName } from './pipeline/server-lines.ts';
import { freshness } from './pods/pods-truth.ts';
import type { RecorderPane } from './recorder/recorder-pane.tsx';
import type { RecordingControl } from './recording-control.ts';
import type { ShellPane } from './shell/shell-pane.tsx';
import { type Line, line } from './ui/line.ts';
import type { PaletteItem } from './ui/palette.ts';
import type { Chip } from './ui/tab-bar.ts';

export interface WorkstationActionsOptions {
  readonly terminal: Terminal;
  readonly recording: RecordingControl;
  readonly cluster: ClusterControl;
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly glyphs: Glyphs;
  readonly recordings: () => readonly RecordingFile[];
  readonly onQuit: () => void;
}

/** What belongs to the program and not to one pane: recording, quitting, contexts, the chips, the tiles of the overview. */
export class WorkstationActions {
  readonly #o: WorkstationActionsOptions;
  #frame: Frame | undefined;
  #panes: { readonly recorder: RecorderPane; readonly shell: ShellPane } | undefined;
  #contexts: readonly string[] = [];

  constructor(options: WorkstationActionsOptions) {
    this.#o = options;
  }

  /** The frame and the panes know of these actions, and these of them. */
  join(frame: Frame, panes: { readonly recorder: RecorderPane; readonly shell: ShellPane }): void {
    this.#frame = frame;
    this.#panes = panes;
  }

  #pipelineItem(): PaletteItem {
    return {
      label: 'pipeline',
      detail: 'the informers of the pods at work',
      run: () => {
        this.#frame?.goto('pods');
        this.#frame?.perform('pods.pipeline');
      },
    };
  }

  setContexts(names: readonly string[]): void {
    this.#contexts = names;
  }

  perform(action: string): boolean {
    const { terminal, recording } = this.#o;
    const run: Readonly<Record<string, () => void>> = {
      record: () => recording.toggle(),
      'shell.record': () => this.#recordShell(),
      marker: () => recording.mark(),
      pauseRecording: () => recording.togglePause(),
      repaint: () => terminal.repaint(),
      suspend: () => this.#suspend(),
      quit: () => this.#quit(),
      interrupt: () => (this.#frame?.isAsking === true ? this.#o.onQuit() : this.#quit()),
    };
    run[action]?.();
    return action in run;
  }

  refusal(action: string): string | undefined {
    if (action === 'shell.record' && !this.#o.recording.isRunning && this.#shellState?.kind !== 'running')
      return 'no shell is running';
    if (action === 'shell.record' && this.#o.recording.source === 'screen')
      return 'the screen is being recorded; R ends that';
    if ((action === 'marker' || action === 'pauseRecording') && !this.#o.recording.isRunning)
      return 'nothing is being recorded; R starts it';
    return undefined;
  }

  chips(): readonly Chip[] {
    const { cluster, settings, recording, terminal } = this.#o;
    const { reduced, bytesPerSecond, fps } = terminal.status();
    const context = cluster.context;
    const recorded = recording.chip();
    const [fault, ...otherFaults] = cluster.pipeline?.faults.armed() ?? [];
    return [
      ...(fault === undefined
        ? []
        : [
            {
              text: `FAULT ${faultName(fault)}${otherFaults.length === 0 ? '' : ` +${otherFaults.length}`}`,
              role: 'danger' as const,
              rank: 1,
            },
          ]),
      ...(context === '' || settings.demo ? [] : [{ text: context, role: 'strong' as const, rank: 3 }]),
      ...(settings.demo ? [{ text: 'DEMO', role: 'warn' as const, rank: 1 }] : []),
      ...(settings.readonly ? [{ text: 'RO', role: 'warn' as const, rank: 2 }] : []),
      ...(recorded === undefined ? [] : [recorded]),
      ...(reduced ? [{ text: `${formatBytes(bytesPerSecond)}/s ${fps}fps`, role: 'warn' as const, rank: 4 }] : []),
    ];
  }

  /** Contexts of the kubeconfig, the pipeline from other screens, and recordings, which are played. */
  paletteItems(): readonly PaletteItem[] {
    const { cluster, settings, recordings } = this.#o;
    const contexts = settings.demo ? [] : this.#contexts;
    return [
      ...contexts.map(
        (name): PaletteItem => ({
          label: `context ${name}`,
          detail: name === cluster.context ? 'open now' : 'open this cluster',
          run: () => cluster.open(name),
        }),
      ),
      // On the pods' own screen it is one of the keys.
      ...(this.#frame?.screen === 'pods' ? [] : [this.#pipelineItem()]),
      { label: 'reconnect', detail: 'open the cluster anew', run: () => cluster.open() },
      ...recordings().map(
        (file): PaletteItem => ({
          label: `recording ${file.name}`,
          detail: `play it, ${formatBytes(file.bytes)}`,
          run: () => this.#play(file.path),
        }),
      ),
    ];
  }

  /** What an embedded shell gets to know: the kubeconfig that is looked at. */
  shellEnvironment(): Readonly<Record<string, string | undefined>> {
    const { kubeconfig } = this.#o.settings;
    return kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig };
  }

  summary(): readonly Line[] {
    const { cluster, recordings } = this.#o;
    const snapshot = cluster.pods?.view.getSnapshot();
    const failure = cluster.failureOfPods();
    return [
      ...(snapshot?.hasSynced === true ? [line(formatCountOf(snapshot.total, 'pod'))] : []),
      ...((snapshot?.looking ?? 0) > 0 ? [line(`${snapshot?.looking} need a look`, 'warn')] : []),
      line(formatCountOf(recordings().length, 'recording')),
      ...(failure === undefined ? [] : [line(failure.code, 'warn')]),
    ];
  }

  tiles(shell: ShellState, now: number): readonly Tile[] {
    const { cluster, glyphs, recordings, recording, terminal, settings } = this.#o;
    const snapshot = cluster.pods?.view.getSnapshot();
    const failure = cluster.failureOfPods();
    const { cols, rows, depth, isRemote } = terminal;
    return [
      podsTile({
        pods: cluster.pods,
        isOpening: cluster.isOpening,
        failure,
        freshness: snapshot && freshness(snapshot, now),
        glyphs,
        now,
      }),
      pipelineTile(cluster.pipeline?.snapshot(), glyphs),
      recordingsTile(recordings(), recording.state, now),
      clusterTile({ ...cluster.facts, isDemo: settings.demo, resourceVersion: snapshot?.resourceVersion ?? '' }),
      shellTile(shell),
      terminalTile(terminal.status(), { cols, rows, depth, isRemote, mouse: settings.mouse }),
    ];
  }

  get #shellState(): ShellState | undefined {
    return this.#panes?.shell.state;
  }

  #recordShell(): void {
    const { recording } = this.#o;
    const state = this.#shellState;
    if (recording.isRunning) recording.toggle();
    else if (state?.kind === 'running') recording.startShell(state);
  }

  #play(path: string): void {
    this.#frame?.goto('recorder');
    this.#panes?.recorder.openPath(path);
  }

  #suspend(): void {
    if (!this.#o.terminal.suspend())
      this.#frame?.toast('no shell could bring this program back: it is not suspended', 'warn');
  }

  /** Asks when something would be lost. */
  #quit(): void {
    const { recording } = this.#o;
    const lost = [
      ...(recording.isRunning ? [line('a recording is running: it will be ended and kept')] : []),
      ...(this.#panes?.recorder.isExporting === true ? [line('an export is running: it will be cancelled')] : []),
      ...(this.#panes?.shell.isBusy === true
        ? [line('a shell is running: it will be ended, with all it started')]
        : []),
    ];
    if (lost.length === 0) return this.#o.onQuit();
    this.#frame?.ask({
      title: 'Quit kpi-tui',
      body: lost,
      choices: [
        { keys: ['Enter', 'y'], shown: 'Enter', word: 'quit', run: () => this.#o.onQuit() },
        { keys: ['Escape', 'n'], shown: 'Esc', word: 'stay', run: () => {} },
      ],
    });
  }
}
