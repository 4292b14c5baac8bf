import type { LowArgs } from '../config/index.ts';
import { EXIT, KpiError } from '../flow/index.ts';
import { DEFAULT_GIF, DEFAULT_PICTURE, type GifOptions, type PictureOptions, parseTheme } from '../gif/index.ts';
import type { GifRequest, StillRequest } from '../recorder/index.ts';

/** Far beyond any use, and far below what would take minutes. */
const LARGEST_FONT = 400;
const MOST_CELLS = 100_000;
const MOST_WORKERS = 16;
const LARGEST_FILE = 100 * 1024 ** 3;
/** NETSCAPE2.0 counts with 16 bits. */
const MOST_LOOPS = 65_535;

/** What the arguments of `gif` mean. Throws KpiError `USAGE` or `GIF_THEME`. */
export function gifRequest(args: LowArgs): GifRequest {
  const [input, output] = args.positionals as [string, string];
  const picture = pictureOptions(args);
  const options: Omit<GifOptions, 'theme'> = {
    ...picture.options,
    fps: number(args, 'fps-cap', { least: 1, most: 50 }) ?? DEFAULT_GIF.fps,
    lastFrameSeconds: number(args, 'last-frame-duration', { least: 0, most: 3600 }) ?? DEFAULT_GIF.lastFrameSeconds,
    loops: args.has('no-loop') ? undefined : (number(args, 'loop', { least: 0, most: MOST_LOOPS, isWhole: true }) ?? 0),
  };
  return {
    ...picture,
    input,
    output,
    options,
    idleLimitSeconds: number(args, 'idle-time-limit', { least: 0, most: 1e6 }),
    speed: number(args, 'speed', { least: 0.01, most: 1000 }) ?? 1,
    select: args.list('select'),
    workers: number(args, 'workers', { least: 0, most: MOST_WORKERS, isWhole: true }),
    maxBytes: size(args, 'max-bytes'),
  };
}

/** What the arguments of `still` mean. Throws KpiError `USAGE` or `GIF_THEME`. */
export function stillRequest(args: LowArgs): StillRequest {
  const [input, output] = args.positionals as [string, string];
  const format = /\.svg$/i.test(output) ? 'svg' : /\.png$/i.test(output) ? 'png' : undefined;
  if (format === undefined) throw usage(`cannot tell the form of '${output}'`, 'Name a .png or .svg file.');
  return { ...pictureOptions(args), input, output, format, at: args.text('at') };
}

interface PictureRequest {
  readonly theme: string | undefined;
  readonly options: Omit<PictureOptions, 'theme'>;
  readonly cols: number | undefined;
  readonly rows: number | undefined;
  readonly fontFiles: readonly string[];
}

function pictureOptions(args: LowArgs): PictureRequest {
  const theme = args.text('theme');
  // A wrong name is told before anything is read.
  if (theme !== undefined) parseTheme(theme);
  const scale = number(args, 'scale', { least: 0.1, most: 16 }) ?? 1;
  const fontSize = (number(args, 'font-size', { least: 4, most: LARGEST_FONT }) ?? DEFAULT_PICTURE.fontSize) * scale;
  return {
    theme,
    options: {
      fontSize,
      lineHeight: number(args, 'line-height', { least: 0.8, most: 4 }) ?? DEFAULT_PICTURE.lineHeight,
      levels: number(args, 'font-aa', { least: 2, most: 32, isWhole: true }) ?? DEFAULT_PICTURE.levels,
      boldIsBright: args.has('bold-is-bright'),
      showCursor: !args.has('no-cursor'),
    },
    cols: number(args, 'cols', { least: 1, most: MOST_CELLS, isWhole: true }),
    rows: number(args, 'rows', { least: 1, most: MOST_CELLS, isWhole: true }),
    fontFiles: args.list('font'),
  };
}

function number(
  args: LowArgs,
  name: string,
  limits: { readonly least: number; readonly most: number; readonly isWhole?: boolean },
): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  const isFit = value >= limits.least && value <= limits.most && (limits.isWhole !== true || Number.isInteger(value));
  if (isFit) return value;
  const kind = limits.isWhole === true ? 'a whole number' : 'a number';
  throw usage(`--${name} cannot be '${text}'`, `It is ${kind} from ${limits.least} to ${limits.most}.`);
}

/** `500K`, `2M`, `1G` or bytes. */
function size(args: LowArgs, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)([KMG]?)B?$/i.exec(text);
  const factor = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[(match?.[2] ?? '').toUpperCase()] ?? 1;
  const bytes = Math.floor(Number(match?.[1]) * factor);
  if (bytes >= 1000 && bytes <= LARGEST_FILE) return bytes;
  throw usage(`--${name} cannot be '${text}'`, 'It is a size like 500K, 2M or 1G, and at least 1000 bytes.');
}

const usage = (message: string, hint: string): KpiError =>
  new KpiError('USAGE', message, { hint, exitCode: EXIT.usage });
