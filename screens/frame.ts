import type { Clock } from '../src/flow/index.ts';
import type { Terminal, TerminalInput } from '../src/terminal/index.ts';
import { type AppMessage, type AppModel, helpOverlay, paletteOverlay, promptOverlay, updateApp } from './app-model.ts';
import { type Chrome, type ChromeHits, chromeOf } from './chrome-rows.ts';
import type { Glyphs } from './glyphs.ts';
import { Store } from './hooks/store.ts';
import type { ScreenId } from './key-entry.ts';
import { entriesOf, entryFor, scopesOf } from './keymap.ts';
import { choosePaletteItem, type OverlayHost, overlayKey, pressHelpRow, selectPaletteRow } from './overlay-keys.ts';
import { overlayBox } from './overlay-rows.ts';
import type { Pane, PointerEvent } from './pane.ts';
import { ROUTES } from './routes.ts';
import type { Services } from './services.ts';
import { THEME_NAMES, type ThemeName, themeNamed } from './theme.ts';
import type { BarKey } from './ui/key-bar.ts';
import { type PaletteItem, paletteRows } from './ui/palette.ts';
import type { Chip } from './ui/tab-bar.ts';
import { errorToast, noteToast, warnToast } from './ui/toast.ts';

/** Two presses on one cell within this time are a double click. */
const DOUBLE_CLICK_MS = 400;

export interface FrameOptions {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly glyphs: Glyphs;
  readonly isReadonly: boolean;
  readonly theme: ThemeName;
  readonly screen: ScreenId;
  /** Context, DEMO, RO, recording, link: what the workstation knows. */
  readonly chips: () => readonly Chip[];
  /** Actions that belong to no pane: record, quit, suspend, ...; false when it is not one. */
  readonly perform: (action: string) => boolean;
  readonly refusal: (action: string) => string | undefined;
  /** Palette items that belong to no pane. */
  readonly paletteItems: () => readonly PaletteItem[];
}

/**
 * The frame around the panes: it owns the application's own state, gives keys and clicks to whom they belong, and builds
 * the rows that Ink draws. One instance a run; the workstation makes it and its panes.
 */
export class Frame implements Services {
  readonly glyphs: Glyphs;
  readonly isReadonly: boolean;
  readonly #o: FrameOptions;
  readonly #app: Store<AppModel, AppMessage>;
  readonly #listeners = new Set<() => void>();
  #panes: Readonly<Record<ScreenId, Pane>> | undefined;
  #chrome: Chrome | undefined;
  #chromeKey = '';
  #hits: ChromeHits = { tabs: [], keys: [] };
  #lastPress = { at: 0, x: -1, y: -1 };

  constructor(options: FrameOptions) {
    this.#o = options;
    this.glyphs = options.glyphs;
    this.isReadonly = options.isReadonly;
    const model: AppModel = {
      screen: options.screen,
      overlay: undefined,
      toast: undefined,
      theme: options.theme,
      lately: [],
    };
    this.#app = new Store(updateApp, model);
  }

  /** Takes the panes and shows the first screen. */
  open(panes: Readonly<Record<ScreenId, Pane>>): void {
    this.#panes = panes;
    this.pane.setVisible(true);
    this.refresh();
  }

  get pane(): Pane {
    if (this.#panes === undefined) throw new TypeError('the frame has no panes yet');
    return this.#panes[this.#app.model.screen];
  }

  get panes(): readonly Pane[] {
    return Object.values(this.#panes ?? {});
  }

  get screen(): ScreenId {
    return this.#app.model.screen;
  }

  readonly view = {
    subscribe: (listener: () => void): (() => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
    getSnapshot: (): Chrome => this.#chrome as Chrome,
  };

  theme = () => themeNamed(this.#app.model.theme);

  setTheme(name: ThemeName): void {
    this.#app.dispatch({ type: 'theme', theme: name });
    this.#o.terminal.invalidate();
    this.refresh();
  }

  now = (): number => this.#o.clock.now();

  size(): { cols: number; rows: number } {
    return { cols: this.#o.terminal.cols, rows: this.#o.terminal.rows };
  }

  toast(text: string, role: 'accent' | 'warn' | 'danger' = 'accent'): void {
    const make = { accent: noteToast, warn: warnToast, danger: errorToast }[role];
    this.#app.dispatch({ type: 'toast', toast: make(text, this.now()) });
    this.refresh();
  }

  ask: Services['ask'] = (dialog) => this.#setOverlay({ kind: 'dialog', dialog });

  prompt: Services['prompt'] = (prompt, text) => this.#setOverlay(promptOverlay(prompt, text));

  pick: Services['pick'] = (title, items, onCancel) => this.#setOverlay(paletteOverlay(title, items, onCancel));

  /** More items for a choice that is still open; one that is not is left alone. */
  pickMore: Services['pickMore'] = (title, items) => {
    const { overlay } = this.#app.model;
    if (overlay?.kind === 'palette' && overlay.title === title) this.#setOverlay({ ...overlay, items });
  };

  closeOverlay(): void {
    this.#setOverlay(undefined);
  }

  get isAsking(): boolean {
    return this.#app.model.overlay?.kind === 'dialog';
  }

  copy(text: string, what: string): void {
    const { truncated } = this.#o.terminal.copy(text);
    this.toast(
      truncated
        ? `${what}: the first part was sent to the terminal, the rest is too long`
        : `${what} sent to the terminal's clipboard`,
      truncated ? 'warn' : 'accent',
    );
  }

  goto(screen: ScreenId): void {
    if (screen === this.#app.model.screen) return this.#setOverlay(undefined);
    this.pane.setVisible(false);
    this.#app.dispatch({ type: 'screen', screen });
    this.pane.setVisible(true);
    this.refresh();
  }

  invalidate(region: number): void {
    this.#o.terminal.invalidate(region);
  }

  /** Once a second: toasts go, ages grow. */
  tick(): void {
    this.#app.dispatch({ type: 'tick', now: this.now() });
    this.refresh();
  }

  /** Builds the chrome from the state; readers are told only when a row is another one. */
  refresh(): void {
    if (this.#panes === undefined) return;
    const { chrome, hits } = chromeOf(this.#chromeInput());
    this.#hits = hits;
    const key = JSON.stringify({ ...chrome, theme: chrome.theme.name });
    if (key === this.#chromeKey) return;
    this.#chromeKey = key;
    this.#chrome = chrome;
    for (const listener of this.#listeners) listener();
  }

  /** Answers one input of the terminal, and shows what came of it in the same turn. */
  input(input: TerminalInput): void {
    if (input.kind === 'key') this.#app.dispatch({ type: 'key' });
    if (input.kind === 'mouse') this.#mouse(input);
    else if (input.kind === 'key' || input.kind === 'paste') this.#key(input);
    this.refresh();
    this.#o.terminal.flush();
    // React commits in a microtask of its own, which is queued before this one.
    queueMicrotask(() => this.#o.terminal.flush());
  }

  /** Does an action wherever it belongs; says why when it is impossible now. */
  perform(action: string): void {
    const refusal = this.#refusal(action);
    if (refusal !== undefined) return this.toast(refusal, 'warn');
    if (action.startsWith('screen.')) {
      this.goto(action.slice('screen.'.length) as ScreenId);
      return;
    }
    switch (action) {
      case 'help':
        return this.#setOverlay(helpOverlay());
      case 'palette':
        return this.pick('commands', this.#paletteItems());
      case 'back':
        this.pane.back();
        return;
    }
    if (!this.pane.perform(action)) this.#o.perform(action);
  }

  #refusal(action: string): string | undefined {
    return this.pane.refusal(action) ?? this.#o.refusal(action);
  }

  #key(input: TerminalInput & { kind: 'key' | 'paste' }): void {
    const { overlay } = this.#app.model;
    if (input.kind === 'key' && input.key === 'Ctrl-C' && !(overlay === undefined && this.pane.mode === 'terminal')) {
      this.#o.perform('interrupt');
      return;
    }
    if (overlay !== undefined) return overlayKey(overlay, input, this.#overlayHost());
    if (this.pane.takes?.(input) === true || input.kind === 'paste') return;
    const entry = entryFor(input.key, scopesOf(this.screen, this.pane.mode));
    if (entry !== undefined) this.perform(entry.action);
  }

  #overlayHost(): OverlayHost {
    return {
      entries: this.#entries(),
      lately: this.#app.model.lately,
      page: Math.max(1, this.#o.terminal.rows - 8),
      dispatch: (message) => this.#app.dispatch(message),
      perform: (action) => this.perform(action),
      toast: (text) => this.toast(text, 'warn'),
    };
  }

  #mouse(input: TerminalInput & { kind: 'mouse' }): void {
    const isWheel = input.action === 'wheel-up' || input.action === 'wheel-down';
    if (!isWheel && (input.action !== 'press' || input.button !== 'left')) return;
    const { overlay } = this.#app.model;
    if (overlay !== undefined) return this.#overlayMouse(input);
    if (input.y === 0 && !isWheel) return this.#clickRange(this.#hits.tabs, input.x);
    if (input.y === this.#o.terminal.rows - 1 && !isWheel) return this.#clickRange(this.#hits.keys, input.x);
    const at = this.#o.terminal.regionAt(input.x, input.y);
    if (at === undefined) return;
    this.pane.pointer?.({ action: this.#pointerAction(input), region: at.id, x: at.x, y: at.y });
  }

  #pointerAction(input: TerminalInput & { kind: 'mouse' }): PointerEvent['action'] {
    if (input.action === 'wheel-up' || input.action === 'wheel-down') return input.action;
    const { at, x, y } = this.#lastPress;
    const isDouble = this.now() - at <= DOUBLE_CLICK_MS && x === input.x && y === input.y;
    this.#lastPress = isDouble ? { at: 0, x: -1, y: -1 } : { at: this.now(), x: input.x, y: input.y };
    return isDouble ? 'double' : 'press';
  }

  #clickRange(ranges: ChromeHits['tabs'], x: number): void {
    const hit = ranges.find(({ from, to }) => x >= from && x < to);
    if (hit !== undefined) this.perform(hit.action);
  }

  #overlayMouse(input: TerminalInput & { kind: 'mouse' }): void {
    const { overlay } = this.#app.model;
    const box = this.#chrome?.overlay;
    if (overlay === undefined || box === undefined) return;
    const host = this.#overlayHost();
    if (input.action === 'wheel-up' || input.action === 'wheel-down') {
      const key = input.action === 'wheel-up' ? 'Up' : 'Down';
      return overlayKey(overlay, { kind: 'key', key, text: '', bytes: new Uint8Array() }, host);
    }
    const item = box.itemAt[input.y - box.y];
    if (item === undefined) return;
    if (overlay.kind === 'palette') {
      if (item !== overlay.selected) return selectPaletteRow(overlay, item, host);
      return choosePaletteItem(paletteRows(overlay.items, overlay.query.text, host.lately)[item]?.item, host);
    }
    if (overlay.kind === 'help') pressHelpRow({ ...overlay, selected: item }, host);
  }

  #setOverlay(overlay: AppModel['overlay']): void {
    this.#app.dispatch({ type: 'overlay', overlay });
    this.refresh();
  }

  #entries() {
    const { key } = this.glyphs;
    return entriesOf(scopesOf(this.screen, this.pane.mode)).map((entry) => ({ ...entry, shown: key(entry.shown) }));
  }

  #paletteItems(): readonly PaletteItem[] {
    const screens = ROUTES.map(
      ({ id, key, title }): PaletteItem => ({
        label: title,
        detail: `the ${title} screen`,
        shown: key,
        run: () => this.goto(id),
      }),
    );
    const actions = this.#entries()
      .filter(({ scope, action }) => scope !== 'list' && action !== 'palette' && !action.startsWith('screen.'))
      .map(
        (entry): PaletteItem => ({
          label:
            entry.bar ??
            entry.action
              .replace(/^.*\./, '')
              .replace(/([A-Z])/g, ' $1')
              .toLowerCase(),
          detail: entry.help,
          shown: entry.shown,
          refusal: this.#refusal(entry.action),
          run: () => this.perform(entry.action),
        }),
      );
    const before = this.#app.model.theme;
    const themes: PaletteItem = {
      label: 'theme',
      detail: 'choose the colours, with a live preview',
      run: () => this.#pickTheme(before),
    };
    return [...screens, ...actions, ...this.pane.paletteItems(), themes, ...this.#o.paletteItems()];
  }

  #pickTheme(before: ThemeName): void {
    const items = THEME_NAMES.map(
      (name): PaletteItem => ({
        label: `theme ${name}`,
        detail: name === before ? 'the present one' : '',
        preview: () => this.setTheme(name),
        run: () => this.setTheme(name),
      }),
    );
    this.pick('theme', items, () => this.setTheme(before));
  }

  #chromeInput() {
    const { cols, rows } = this.size();
    const { overlay, toast, screen, lately } = this.#app.model;
    const context = { cols, rows, glyphs: this.glyphs, entries: this.#entries(), lately };
    return {
      cols,
      rows,
      theme: this.theme(),
      glyphs: this.glyphs,
      screen,
      attention: new Set(this.panes.filter((pane) => pane.attention && pane.id !== screen).map(({ id }) => id)),
      chips: this.#o.chips(),
      truth: this.pane.truth(this.now()),
      bar: this.#bar(),
      layout: this.pane.layout,
      overlay: overlay === undefined ? undefined : overlayBox(overlay, context),
      toast,
    };
  }

  #bar(): readonly BarKey[] {
    const { overlay } = this.#app.model;
    if (overlay !== undefined)
      return OVERLAY_BARS[overlay.kind].map((key) => ({ ...key, shown: this.glyphs.key(key.shown) }));
    const entries = this.#entries().filter(({ bar }) => bar !== undefined);
    const keys = entries.map(
      ({ shown, bar = '', action }): BarKey => ({ shown, word: bar, action, refusal: this.#refusal(action) }),
    );
    // `? help` is the last of the table, and of the bar.
    return keys;
  }
}

const barKey = (shown: string, word: string): BarKey => ({ shown, word, action: '', refusal: undefined });

const OVERLAY_BARS: Readonly<Record<NonNullable<AppModel['overlay']>['kind'], readonly BarKey[]>> = {
  dialog: [barKey('Esc', 'keep')],
  prompt: [barKey('Enter', 'keep'), barKey('Ctrl-U', 'empty'), barKey('Esc', 'cancel')],
  palette: [barKey('Enter', 'do it'), barKey('↑↓', 'choose'), barKey('Esc', 'close')],
  help: [barKey('Enter', 'press the key'), barKey('/', 'search'), barKey('Esc', 'close')],
};
