import { type CastHeader, type ThemeColors, themeColors } from '../asciicast/index.ts';
import { KpiError } from '../flow/index.ts';
import { DEFAULT_THEME, type GifOptions, parseTheme, type Theme } from '../gif/index.ts';

/** What a GIF of a recording is to be like. What is undefined is taken from the recording, or is the usual. */
export interface GifRequest {
  readonly input: string;
  readonly output: string;
  /** A name or a list of colours; else the recording's own theme. */
  readonly theme?: string | undefined;
  readonly options: Omit<GifOptions, 'theme'>;
  /** At most so many cells are shown. */
  readonly cols?: number | undefined;
  readonly rows?: number | undefined;
  readonly idleLimitSeconds?: number | undefined;
  readonly speed: number;
  /** Parts of the recording, as `A..B`; empty: all of it. */
  readonly select: readonly string[];
  readonly fontFiles: readonly string[];
  /** Threads besides this one; undefined: by the number of cores. */
  readonly workers?: number | undefined;
  /** The GIF is made again with fewer frames, then greys, until it is no larger. */
  readonly maxBytes?: number | undefined;
}

export interface GifExportProgress {
  /** Of the recording that has been read, 0..1. */
  readonly fraction: number;
  readonly frames: number;
  readonly bytes: number;
  /** Seconds until the end at the pace so far; undefined until that can be told. */
  readonly etaSeconds: number | undefined;
}

export interface GifSummary {
  readonly output: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly bytes: number;
  readonly durationSeconds: number;
  readonly colors: number;
  readonly hasLocalTables: boolean;
  /** Wall clock. */
  readonly elapsedSeconds: number;
  /** What the person should know: a clipped size, a missing character, a recording that was cut off. */
  readonly notes: readonly string[];
}

/** Pauses are no longer than this unless the recording or the person says so. */
export const USUAL_IDLE_SECONDS = 5;

/** The theme asked for, else the recording's own, else the usual one. */
export function themeFor(header: CastHeader, asked: string | undefined): Theme {
  if (asked !== undefined) return parseTheme(asked);
  const own = header.theme === undefined ? undefined : themeColors(header.theme);
  return own === undefined ? parseTheme(DEFAULT_THEME) : fromCast(own);
}

const fromCast = ({ fg, bg, palette }: ThemeColors): Theme => ({ foreground: fg, background: bg, ansi: palette });

/** Fewer frames, then fewer greys: what is tried, in order, until a GIF is small enough. */
export function attempts(options: Omit<GifOptions, 'theme'>): Omit<GifOptions, 'theme'>[] {
  const slower = [20, 15, 10, 7, 5].filter((fps) => fps < options.fps).map((fps) => ({ ...options, fps }));
  const slowest = slower.at(-1) ?? options;
  const plainer = [4, 3, 2].filter((levels) => levels < options.levels).map((levels) => ({ ...slowest, levels }));
  return [options, ...slower, ...plainer];
}

export const tooLarge = (maxBytes: number): KpiError =>
  new KpiError('GIF_TOO_LARGE', `no GIF of at most ${maxBytes} bytes can be made of this recording`, {
    hint: 'Select a part of it with --select, cut it with --cols and --rows, or allow more bytes.',
  });
