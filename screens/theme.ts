import { BOLD, DEFAULT_COLOR, INVERSE, PALETTE, type StyleId, styleOf, UNDERLINE } from '../src/terminal/index.ts';

/** What a colour means. Panes name roles; only this file knows colours. */
export type Role =
  | 'text'
  | 'strong'
  | 'dim'
  | 'accent'
  | 'title'
  | 'ok'
  | 'busy'
  | 'warn'
  | 'danger'
  | 'idle'
  | 'match'
  | 'cursor'
  | 'chip'
  | 'chipWarn';

export type ThemeName = 'dark' | 'light' | 'high-contrast' | 'mono';
export const THEME_NAMES: readonly ThemeName[] = ['dark', 'light', 'high-contrast', 'mono'];

/** One role's look: colours as the terminal layer counts them, flags as its styles do. */
interface Look {
  readonly fg: number;
  readonly bg?: number;
  readonly flags?: number;
}

export interface Theme {
  readonly name: ThemeName;
  readonly looks: Readonly<Record<Role, Look>>;
  /** The selected row: a background, or reverse where there are no colours to spare. */
  readonly select: Look;
  readonly dialog: Look;
}

/** The five hues and two backgrounds of a theme. */
interface Palette {
  readonly dim: number;
  readonly accent: number;
  readonly ok: number;
  readonly busy: number;
  readonly warn: number;
  readonly danger: number;
  readonly select: number;
  readonly dialog: number;
}

const colourTheme = (name: ThemeName, colours: Palette): Theme => ({
  name,
  looks: {
    text: { fg: DEFAULT_COLOR },
    strong: { fg: DEFAULT_COLOR, flags: BOLD },
    dim: { fg: colours.dim },
    accent: { fg: colours.accent },
    title: { fg: colours.accent, flags: BOLD },
    ok: { fg: colours.ok },
    busy: { fg: colours.busy },
    warn: { fg: colours.warn },
    danger: { fg: colours.danger },
    idle: { fg: colours.dim },
    match: { fg: colours.warn, flags: BOLD | UNDERLINE },
    cursor: { fg: DEFAULT_COLOR, flags: INVERSE },
    chip: { fg: colours.accent, bg: colours.select, flags: BOLD },
    chipWarn: { fg: colours.warn, bg: colours.select, flags: BOLD },
  },
  select: { fg: DEFAULT_COLOR, bg: colours.select },
  dialog: { fg: DEFAULT_COLOR, bg: colours.dialog },
});

const bright = (index: number): Look => ({ fg: PALETTE + index, flags: BOLD });

const HIGH_CONTRAST: Theme = {
  name: 'high-contrast',
  looks: {
    text: { fg: DEFAULT_COLOR, flags: BOLD },
    strong: { fg: DEFAULT_COLOR, flags: BOLD | UNDERLINE },
    dim: { fg: DEFAULT_COLOR },
    accent: bright(14),
    title: bright(14),
    ok: bright(10),
    busy: bright(12),
    warn: bright(11),
    danger: bright(9),
    idle: { fg: DEFAULT_COLOR },
    match: { fg: PALETTE + 11, flags: BOLD | UNDERLINE },
    cursor: { fg: DEFAULT_COLOR, flags: INVERSE },
    chip: { fg: DEFAULT_COLOR, flags: BOLD | INVERSE },
    chipWarn: { fg: PALETTE + 11, flags: BOLD | INVERSE },
  },
  select: { fg: DEFAULT_COLOR, flags: INVERSE },
  dialog: { fg: DEFAULT_COLOR },
};

const flat = (flags = 0): Look => ({ fg: DEFAULT_COLOR, flags });

const MONO: Theme = {
  name: 'mono',
  looks: {
    text: flat(),
    strong: flat(BOLD),
    dim: flat(),
    accent: flat(BOLD),
    title: flat(BOLD | UNDERLINE),
    ok: flat(),
    busy: flat(),
    warn: flat(BOLD),
    danger: flat(BOLD | UNDERLINE),
    idle: flat(),
    match: flat(BOLD | UNDERLINE),
    cursor: flat(INVERSE),
    chip: flat(INVERSE),
    chipWarn: flat(INVERSE | BOLD),
  },
  select: flat(INVERSE),
  dialog: flat(),
};

/** Colours of specs/screens.md section 2. None is a region's sentinel (#01fe00 and up). */
const THEMES: Readonly<Record<ThemeName, Theme>> = {
  dark: colourTheme('dark', {
    dim: 0x7a8394,
    accent: 0x7fb4ca,
    ok: 0x98bb6c,
    busy: 0x7e9cd8,
    warn: 0xe6c384,
    danger: 0xe46876,
    select: 0x2a3445,
    dialog: 0x1d2330,
  }),
  light: colourTheme('light', {
    dim: 0x6b7280,
    accent: 0x00708a,
    ok: 0x4f7a28,
    busy: 0x3457b1,
    warn: 0x9a6700,
    danger: 0xc4314b,
    select: 0xdce6f2,
    dialog: 0xeef2f7,
  }),
  'high-contrast': HIGH_CONTRAST,
  mono: MONO,
};

export const themeNamed = (name: ThemeName): Theme => THEMES[name];

/** Where a text stands: on the screen, in the selected row, in a dialog. */
export type Ground = 'screen' | 'select' | 'dialog';

/** The look of a role on a ground: the ground's background shows unless the role brings its own. */
export function lookOf(theme: Theme, role: Role, ground: Ground): Required<Look> {
  const { fg, bg = DEFAULT_COLOR, flags = 0 } = theme.looks[role];
  if (ground === 'screen') return { fg, bg, flags };
  const below = theme[ground];
  return { fg, bg: bg === DEFAULT_COLOR ? (below.bg ?? DEFAULT_COLOR) : bg, flags: flags | (below.flags ?? 0) };
}

/** The same as a cell style. */
export function styleOfRole(theme: Theme, role: Role, ground: Ground = 'screen'): StyleId {
  const { fg, bg, flags } = lookOf(theme, role, ground);
  return styleOf(fg, bg, flags);
}
