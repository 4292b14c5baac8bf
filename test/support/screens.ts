import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import { glyphsOf } from '../../screens/glyphs.ts';
import type { ScreenId } from '../../screens/key-entry.ts';
import type { StartExport } from '../../screens/recorder/recorder-sessions.ts';
import type { ThemeName } from '../../screens/theme.ts';
import type { OpenCluster } from '../../src/cli/index.ts';
import type { Settings } from '../../src/config/index.ts';
import { Counters, seededRandom } from '../../src/flow/index.ts';
import { type ApiClient, type ApiCounter, plainAccess } from '../../src/kube/index.ts';
import {
  type ColorDepth,
  type Grid,
  prepareChromeEnvironment,
  styleParts,
  type Terminal,
  type TerminalInput,
} from '../../src/terminal/index.ts';
import { TerminalCore } from '../../src/terminal/terminal-core.ts';
import { EmulatedScreen } from './emulated-screen.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { ScriptedPods } from './scripted-pods.ts';

const GOLDEN = new URL('../golden/', import.meta.url).pathname;

export interface ScreensOptions {
  readonly cols?: number;
  readonly rows?: number;
  readonly screen?: ScreenId;
  readonly theme?: ThemeName;
  readonly ascii?: boolean;
  readonly depth?: ColorDepth;
  readonly readonly?: boolean;
  readonly pods?: ScriptedPods;
  /** Answers of the API server to GETs, by path; others are an empty list. */
  readonly documents?: Readonly<Record<string, unknown>>;
  /** Thrown in place of opening the cluster. */
  readonly openError?: Error;
  readonly clock?: ManualClock;
  readonly env?: Readonly<Record<string, string>>;
  readonly startExport?: StartExport | undefined;
}

/** The whole workstation over a terminal without a tty: real frame, panes, sessions, Ink and compositor; time stands still. */
export async function openScreens(options: ScreensOptions = {}): Promise<Screens> {
  // Ink's colours are decided when it is imported.
  prepareChromeEnvironment(process.env);
  const { startWorkstation } = await import('../../screens/workstation.tsx');
  const screens = new Screens(options);
  startWorkstation(screens.workstation);
  await screens.run(200);
  return screens;
}

export class Screens {
  readonly clock: ManualClock;
  readonly pods: ScriptedPods;
  readonly copied: string[] = [];
  exitCode: number | undefined;
  readonly #core: TerminalCore;
  readonly #emulator: EmulatedScreen;
  readonly #options: ScreensOptions;
  readonly #inputs = new Set<(input: TerminalInput) => void>();

  constructor(options: ScreensOptions) {
    const {
      cols = 80,
      rows = 24,
      depth = 'truecolor',
      clock = new ManualClock(Date.UTC(2026, 10, 25, 10, 0, 0)),
    } = options;
    this.#options = options;
    this.clock = clock;
    this.pods = options.pods ?? new ScriptedPods();
    this.#emulator = new EmulatedScreen(cols, rows);
    const sink = { isBusy: false, write: (bytes: Uint8Array) => void this.#emulator.write(bytes) };
    this.#core = new TerminalCore({
      clock,
      sink,
      env: {},
      cols,
      rows,
      depth,
      isRemote: false,
      synchronized: true,
      fences: false,
    });
  }

  get workstation() {
    const { screen = 'overview', theme = 'dark', ascii = false } = this.#options;
    return {
      terminal: this.#terminal(),
      settings: this.#settings(),
      env: { HOME: '/nonexistent', ...this.#options.env },
      screen,
      theme,
      glyphs: glyphsOf(ascii),
      clock: this.clock,
      random: seededRandom(1),
      openCluster: () => this.#openCluster(),
      startExport: this.#options.startExport,
      listContexts: async () => ['pi-lab', 'production'],
      exit: (code: number) => (this.exitCode = code),
    };
  }

  /** Presses keys by their names; a single character types itself. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const text = [...key].length === 1 ? key : key === 'Space' ? ' ' : '';
      this.#input({ kind: 'key', key: key === ' ' ? 'Space' : key, text, bytes: new TextEncoder().encode(text) });
    }
    await this.run(100);
  }

  async type(text: string): Promise<void> {
    await this.press(...text);
  }

  async click(x: number, y: number, action: 'press' | 'wheel-up' | 'wheel-down' = 'press'): Promise<void> {
    this.#input({
      kind: 'mouse',
      action,
      button: action === 'press' ? 'left' : 'none',
      x,
      y,
      shift: false,
      alt: false,
      ctrl: false,
    });
    await this.run(100);
  }

  async paste(text: string): Promise<void> {
    this.#input({ kind: 'paste', text });
    await this.run(100);
  }

  async resize(cols: number, rows: number): Promise<void> {
    this.#emulator.resize(cols, rows);
    this.#core.resize(cols, rows);
    await this.run(100);
  }

  /** Moves time on, letting promises and Ink's commits settle on the way. */
  async run(ms: number): Promise<void> {
    await this.clock.advanceAsync(ms);
    await settle(20);
    await this.clock.advanceAsync(100);
    await this.#emulator.write('');
  }

  /** Waits for what real I/O brings: files and programs do not heed the standing clock. */
  async until(holds: (text: string) => boolean): Promise<void> {
    for (const deadline = performance.now() + 15_000; performance.now() < deadline; ) {
      await this.run(50);
      if (holds(this.text())) return;
    }
    throw new Error(`not reached:\n${this.text()}`);
  }

  lines(): string[] {
    return this.#emulator.lines();
  }

  text(): string {
    return this.#emulator.text();
  }

  /** What the terminal shows, cell by cell. */
  grid(): Grid {
    return this.#emulator.grid();
  }

  /** What the compositor thinks is shown. */
  wanted(): Grid {
    return this.#core.snapshot();
  }

  /**
   * Compares with the stored screen: text, and the styles as a second block. `hide`: what is another in each run.
   * UPDATE_GOLDEN=1 accepts.
   */
  matches(name: string, hide?: RegExp): void {
    const file = `${GOLDEN}${name}.txt`;
    // Folders of tests have names of one length, which are others in each run.
    const placed = this.text().replaceAll(/kpi-tui-test-\w{6}/g, 'kpi-tui-test-XXXXXX');
    const text = hide === undefined ? placed : placed.replaceAll(hide, '(hidden)');
    const styles = hide === undefined ? `\n--- styles\n${styleBlock(this.grid())}` : '';
    const now = `${text}${styles}\n`;
    const stored = readOrUndefined(file);
    if (stored === undefined || process.env.UPDATE_GOLDEN === '1') {
      // A golden that is missing in CI is a golden that somebody forgot to commit.
      if (process.env.CI !== undefined) throw new Error(`there is no golden ${name}`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, now);
      return;
    }
    expect(now).toBe(stored);
  }

  #input(input: TerminalInput): void {
    for (const listener of this.#inputs) listener(input);
  }

  async #openCluster(): Promise<OpenCluster> {
    const { openError, documents = {} } = this.#options;
    if (openError !== undefined) throw openError;
    const counters = new Counters<ApiCounter>();
    const client: ApiClient = {
      access: plainAccess({ server: 'https://pi-1:6443', context: 'pi-lab' }),
      counters,
      request: () => Promise.reject(new Error('not used by the screens')),
      get: async (path: string) => documents[path] ?? { items: [] },
      listerWatcher: () => this.pods as never,
      close: async () => {},
    };
    return { client, namespaces: [], demo: undefined, close: async () => {} };
  }

  #terminal(): Terminal {
    const core = this.#core;
    const none = () => () => {};
    return {
      get cols() {
        return core.cols;
      },
      get rows() {
        return core.rows;
      },
      depth: this.#options.depth ?? 'truecolor',
      isRemote: false,
      background: Promise.resolve('dark'),
      chrome: core.chrome,
      chromeInput: core.chromeInput,
      paintChrome: (paint) => core.paintChrome(paint),
      setCursor: (cursor) => core.setCursor(cursor),
      addRegion: (id, region) => core.addRegion(id, region),
      invalidate: (id) => core.invalidate(id),
      flush: () => core.flush(),
      regionAt: (x, y) => core.regionAt(x, y),
      onInput: (listener) => {
        this.#inputs.add(listener);
        return () => this.#inputs.delete(listener);
      },
      onResize: (listener) => core.onResize(listener),
      onClose: none,
      onSignal: none,
      tap: (tap) => core.tap(tap),
      copy: (text) => {
        this.copied.push(text);
        return { bytes: text.length, truncated: false };
      },
      setTitle: () => {},
      repaint: () => core.repaint(),
      suspend: () => false,
      lend: (run) => run(),
      status: () => ({ ...core.status(), bytesPerSecond: 0, totalBytes: 0, frames: 0 }),
      snapshot: () => core.snapshot(),
      fail: (cause) => {
        throw cause;
      },
      close: () => core.close(),
    };
  }

  #settings(): Settings {
    return {
      kubeconfig: undefined,
      context: undefined,
      namespaces: [],
      allNamespaces: true,
      demo: false,
      demoPods: 112,
      demoChanges: 0,
      seed: 1,
      readonly: this.#options.readonly ?? false,
      color: 'auto',
      theme: this.#options.theme ?? 'dark',
      ascii: this.#options.ascii ?? false,
      plain: false,
      mouse: true,
      quiet: false,
      verbose: false,
      logFile: undefined,
      redact: [],
      serverUrl: undefined,
    };
  }
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Runs of one style, a row a line: `3: 0-9 plain, 10-20 #7fb4ca bold`. */
function styleBlock(grid: Grid): string {
  const rows: string[] = [];
  for (let y = 0; y < grid.rows; y++) {
    const runs: string[] = [];
    for (let x = 0; x < grid.cols; ) {
      const style = grid.style[y * grid.cols + x] as number;
      let end = x + 1;
      while (end < grid.cols && grid.style[y * grid.cols + end] === style) end++;
      if (style !== 0) runs.push(`${x}-${end - 1} ${styleText(style)}`);
      x = end;
    }
    if (runs.length > 0) rows.push(`${y}: ${runs.join(', ')}`);
  }
  return rows.join('\n');
}

function styleText(style: number): string {
  const { fg, bg, flags } = styleParts(style);
  const hex = (color: number) =>
    color < 0 ? '-' : color > 0xffffff ? `@${color - 0x1000000}` : `#${color.toString(16).padStart(6, '0')}`;
  return `${hex(fg)}/${hex(bg)}${flags === 0 ? '' : ` +${flags.toString(16)}`}`;
}
