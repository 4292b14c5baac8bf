import { textWidth } from '../src/text/index.ts';
import type { Glyphs } from './glyphs.ts';
import type { ScreenId } from './key-entry.ts';
import type { OverlayBox } from './overlay-rows.ts';
import { ROUTES } from './routes.ts';
import type { Theme } from './theme.ts';
import { type BarKey, type HitRange, keyBar } from './ui/key-bar.ts';
import { fitLine, type Line, span, truthLine } from './ui/line.ts';
import { type Chip, tabBar } from './ui/tab-bar.ts';
import type { Toast } from './ui/toast.ts';

/** Sizes below which the frame only says that it needs more. */
export const LEAST_COLS = 60;
export const LEAST_ROWS = 15;

/** Everything that Ink draws, as rows. It is rebuilt from the state and compared, so that equal chrome is no commit. */
export interface Chrome {
  readonly cols: number;
  readonly rows: number;
  readonly theme: Theme;
  readonly screen: ScreenId;
  readonly isTooSmall: boolean;
  /** Of the pane's body: a change of it is a new layout. */
  readonly layout: string;
  readonly tabs: Line;
  readonly truth: Line;
  readonly keys: Line;
  readonly overlay: OverlayBox | undefined;
  readonly toast: { readonly x: number; readonly spans: Line } | undefined;
}

export interface ChromeHits {
  readonly tabs: readonly HitRange[];
  readonly keys: readonly HitRange[];
}

export interface ChromeInput {
  readonly cols: number;
  readonly rows: number;
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  readonly screen: ScreenId;
  readonly attention: ReadonlySet<ScreenId>;
  readonly chips: readonly Chip[];
  readonly truth: readonly Line[];
  readonly bar: readonly BarKey[];
  readonly layout: string;
  readonly overlay: OverlayBox | undefined;
  readonly toast: Toast | undefined;
}

export function chromeOf(input: ChromeInput): { chrome: Chrome; hits: ChromeHits } {
  const { cols, rows, theme, screen, overlay } = input;
  const tabs = ROUTES.map((route) => ({
    key: route.key,
    title: route.title,
    isCurrent: route.id === screen,
    attention: input.attention.has(route.id),
    action: `screen.${route.id}`,
  }));
  const top = tabBar({ tabs, chips: input.chips, cols, glyphs: input.glyphs });
  const bottom = keyBar(input.bar, cols);
  const isTooSmall = cols < LEAST_COLS || rows < LEAST_ROWS;
  const chrome: Chrome = {
    cols,
    rows,
    theme,
    screen,
    isTooSmall,
    layout: input.layout,
    tabs: fitLine(top.spans, cols),
    truth: fitLine([span(' '), ...truthLine(input.truth, { cols: cols - 2, dot: input.glyphs.dot })], cols),
    keys: fitLine(bottom.spans, cols),
    overlay,
    toast: input.toast === undefined || overlay?.y === rows - 2 ? undefined : toastBox(input.toast, cols),
  };
  return { chrome, hits: { tabs: top.hits, keys: bottom.hits } };
}

function toastBox(toast: Toast, cols: number): { x: number; spans: Line } {
  const text = ` ${span(toast.text).text} `;
  const spans = fitLine([{ text, role: toast.role }], Math.min(textWidth(text), cols - 1));
  return { x: Math.max(0, cols - 1 - Math.min(textWidth(text), cols - 1)), spans };
}

/** The one line of a terminal that is too small, in ASCII. */
export const tooSmallText = (cols: number, rows: number): string =>
  `terminal is ${cols}x${rows}, need ${LEAST_COLS}x${LEAST_ROWS}`;
