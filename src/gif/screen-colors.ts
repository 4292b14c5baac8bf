import type { Theme } from './theme.ts';

/** Levels of the 6 x 6 x 6 cube of 256-colour terminals. */
const CUBE = [0, 95, 135, 175, 215, 255];

/** The colours of a screen: a theme, and what the program in the terminal changed by OSC 4, 10 and 11. All 0xRRGGBB. */
export class ScreenColors {
  readonly #theme: Theme;
  readonly #palette: Int32Array;
  #foreground: number;
  #background: number;
  #revision = 0;

  constructor(theme: Theme) {
    this.#theme = theme;
    this.#palette = Int32Array.from({ length: 256 }, (_, index) => paletteColor(theme, index));
    this.#foreground = theme.foreground;
    this.#background = theme.background;
  }

  /** Grows with every change: what was resolved before is stale. */
  get revision(): number {
    return this.#revision;
  }

  get foreground(): number {
    return this.#foreground;
  }

  get background(): number {
    return this.#background;
  }

  indexed(index: number): number {
    return this.#palette[index] as number;
  }

  /** `index;spec` pairs of OSC 4; a spec that is no colour (a query, `?`) changes nothing. */
  setIndexed(data: string): void {
    const parts = data.split(';');
    for (let at = 0; at + 1 < parts.length; at += 2) {
      const index = Number(parts[at]);
      const color = parseColor(parts[at + 1] as string);
      if (color === undefined || !Number.isInteger(index) || index < 0 || index > 255) continue;
      this.#palette[index] = color;
      this.#revision++;
    }
  }

  /** OSC 10 and 11: each further spec is for the next number. */
  setDynamic(first: 10 | 11, data: string): void {
    for (const [offset, spec] of data.split(';').entries()) {
      const color = parseColor(spec);
      if (color === undefined) continue;
      if (first + offset === 10) this.#foreground = color;
      else if (first + offset === 11) this.#background = color;
      else continue;
      this.#revision++;
    }
  }

  /** OSC 104: the named colours, or all of them, are the theme's again. */
  resetIndexed(data: string): void {
    const indexes = data === '' ? Array.from(this.#palette.keys()) : data.split(';').map(Number);
    for (const index of indexes) if (index in this.#palette) this.#palette[index] = paletteColor(this.#theme, index);
    this.#revision++;
  }

  resetForeground(): void {
    this.#foreground = this.#theme.foreground;
    this.#revision++;
  }

  resetBackground(): void {
    this.#background = this.#theme.background;
    this.#revision++;
  }
}

function paletteColor(theme: Theme, index: number): number {
  if (index < 16) return theme.ansi[index] as number;
  if (index >= 232) return (8 + 10 * (index - 232)) * 0x010101;
  const cube = index - 16;
  const channel = (order: number) => CUBE[Math.floor(cube / order) % 6] as number;
  return (channel(36) << 16) | (channel(6) << 8) | channel(1);
}

/** X11 colour specifications as programs send them: `rgb:R/G/B` with 1 to 4 digits each, `#RGB` to `#RRRRGGGGBBBB`. */
function parseColor(spec: string): number | undefined {
  const match = /^rgb:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})$/i.exec(spec);
  const hash = /^#((?:[0-9a-f]{3}){1,4})$/i.exec(spec)?.[1];
  const digits = (hash?.length ?? 0) / 3;
  const channels =
    match?.slice(1, 4) ??
    (hash === undefined ? undefined : [0, 1, 2].map((n) => hash.slice(n * digits, (n + 1) * digits)));
  if (channels === undefined) return undefined;
  const [red, green, blue] = channels.map((text) =>
    Math.round((Number.parseInt(text, 16) * 255) / (16 ** text.length - 1)),
  );
  return ((red as number) << 16) | ((green as number) << 8) | (blue as number);
}
