import { render } from 'ink';
import { writeCrashLog } from '../src/cli/index.ts';
import { pathsOf, type Settings } from '../src/config/index.ts';
import { EXIT, inBackground, messageOf, startFrames, systemClock } from '../src/flow/index.ts';
import { killAllPtys, ShellSession } from '../src/pty/index.ts';
import { listRecordings, type RecordingFile } from '../src/recorder/index.ts';
import type { Terminal } from '../src/terminal/index.ts';
import { App } from './app.tsx';
import { ClusterControl } from './cluster-control.ts';
import { Frame } from './frame.ts';
import type { Glyphs } from './glyphs.ts';
import type { ScreenId } from './key-entry.ts';
import { OverviewPane } from './overview/overview-pane.tsx';
import type { Pane } from './pane.ts';
import { PodsPane } from './pods/pods-pane.tsx';
import { RecordingControl } from './recording-control.ts';
import { REGION } from './services.ts';
import { ShellPane } from './shell/shell-pane.tsx';
import type { ThemeName } from './theme.ts';
import { WorkstationActions } from './workstation-actions.ts';

/** React commits and regions paint at most this often; keys do not wait for it. */
const FRAMES_PER_SECOND = 12;

export interface WorkstationOptions {
  readonly terminal: Terminal;
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly screen: ScreenId;
  readonly glyphs: Glyphs;
  readonly theme: ThemeName;
}

/** The composition root: makes sessions, panes and frame, and joins them with Ink and the terminal. */
export function startWorkstation(options: WorkstationOptions): void {
  const { terminal } = options;
  const parts = makeParts(options);
  const { frame, panes, cluster } = parts;
  terminal.addRegion(REGION.podTable, panes.pods.list);
  terminal.addRegion(REGION.podLower, panes.pods.lower);
  terminal.addRegion(REGION.podDetail, panes.pods.detail);
  terminal.addRegion(REGION.overview, panes.overview.region);
  terminal.addRegion(REGION.shell, panes.shell.region);
  terminal.onClose(killAllPtys);
  terminal.onSignal(() => parts.recording.stop());
  frame.open(panes satisfies Record<ScreenId, Pane>);
  render(<App view={frame.view} panes={panes} />, {
    stdout: terminal.chrome as unknown as NodeJS.WriteStream,
    stdin: terminal.chromeInput as unknown as NodeJS.ReadStream,
    debug: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  terminal.onResize(() => frame.refresh());
  terminal.onInput((input) => frame.input(input));
  followTerminalTheme(options, frame);
  startFrames(systemClock, FRAMES_PER_SECOND, [{ flush: () => cluster.pods?.view.flush() }]);
  systemClock.every(1000, () => {
    panes.pods.tick();
    if (frame.screen === 'overview') terminal.invalidate(REGION.overview);
    frame.tick();
  });
  cluster.open();
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

function makeParts(options: WorkstationOptions) {
  const { terminal, settings, env, screen, glyphs, theme } = options;
  const clock = systemClock;
  const folder = pathsOf(env).recordings;
  let files: readonly RecordingFile[] = [];
  const cluster = new ClusterControl({ settings, env, clock, random: Math.random, onChange: () => clusterChanged() });
  const readRecordings = () =>
    inBackground(
      listRecordings(folder).then((found) => {
        files = found;
        terminal.invalidate(REGION.overview);
      }),
      (cause) => frame.toast(messageOf(cause), 'danger'),
    );
  const recording = new RecordingControl({
    terminal,
    clock,
    env,
    folder,
    glyphs,
    onChange: () => frame.refresh(),
    toast: (text, role) => frame.toast(text, role),
    onFinished: readRecordings,
  });
  const actions = new WorkstationActions({ terminal, recording, cluster, settings, env, glyphs, recordings: () => files, onQuit: () => quit() });
  const frame = new Frame({
    terminal,
    clock,
    glyphs,
    isReadonly: settings.readonly,
    theme,
    screen,
    chips: () => actions.chips(),
    perform: (action) => actions.perform(action),
    refusal: (action) => actions.refusal(action),
    paletteItems: () => actions.paletteItems(),
  });
  const shell = new ShellSession({ clock, env, extraEnvironment: () => actions.shellEnvironment(), onChange: () => panes.shell.sessionChanged() });
  const panes = {
    overview: new OverviewPane(frame, {
      tiles: () => actions.tiles(shell.state, frame.now()),
      summary: () => actions.summary(),
    }),
    pods: new PodsPane(frame, cluster),
    shell: new ShellPane(frame, shell),
  };
  actions.join(frame, panes.shell);
  const clusterChanged = () => {
    panes.pods.clusterChanged();
    if (frame.screen === 'overview') terminal.invalidate(REGION.overview);
    frame.refresh();
  };
  const quit = () => {
    inBackground(
      recording.stop().then(async () => {
        await Promise.race([cluster.close(), new Promise((done) => clock.after(200, () => done(undefined)))]);
        terminal.close();
        process.exit(EXIT.ok);
      }),
      (cause) => {
        writeCrashLog(cause);
        terminal.fail(cause);
      },
    );
  };
  readRecordings();
  return { frame, panes, cluster, recording };
}
