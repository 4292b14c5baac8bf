import type { LowArgs } from '../config/index.ts';
import { EXIT, KpiError } from '../flow/index.ts';

/** What `rec` was asked to do. */
export interface RecOptions {
  /** Undefined: a new one in the recordings folder. */
  readonly path: string | undefined;
  readonly mode: 'create' | 'overwrite' | 'append';
  /** Undefined: the person's shell. */
  readonly command: string | undefined;
  readonly title: string | undefined;
  readonly idleLimitSeconds: number | undefined;
  readonly envNames: readonly string[] | undefined;
  readonly version: 2 | 3;
  readonly recordsInput: boolean;
  readonly isRedacted: boolean;
  readonly cols: number | undefined;
  readonly rows: number | undefined;
  readonly maxBytes: number | undefined;
  readonly returnsCode: boolean;
}

const usage = (message: string, hint: string): KpiError =>
  new KpiError('USAGE', message, { hint, exitCode: EXIT.usage });

export function recOptions(args: LowArgs): RecOptions {
  if (args.has('append') && args.has('overwrite')) {
    throw usage('--append and --overwrite exclude each other', 'One keeps the old recording, the other replaces it.');
  }
  if (args.has('append') && args.positionals.length === 0) {
    throw usage('--append needs the file to be continued', 'Usage: kpi-tui rec --append FILE');
  }
  return {
    path: args.positionals[0],
    mode: args.has('append') ? 'append' : args.has('overwrite') ? 'overwrite' : 'create',
    command: args.text('command'),
    title: args.text('title'),
    idleLimitSeconds: positiveNumber(args, 'idle-time-limit'),
    envNames: args.has('env') ? args.list('env') : undefined,
    version: args.text('format') === 'v3' ? 3 : 2,
    recordsInput: args.has('stdin'),
    isRedacted: !args.has('no-redact'),
    cols: sizeOf(args, 'cols'),
    rows: sizeOf(args, 'rows'),
    maxBytes: bytesOf(args, 'max-size'),
    returnsCode: args.has('return'),
  };
}

/** A number above 0; undefined when the option was not given. */
export function positiveNumber(args: LowArgs, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw usage(`--${name} cannot be '${text}'`, 'It is a number above 0.');
}

function sizeOf(args: LowArgs, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1000) return Number(text);
  throw usage(`--${name} cannot be '${text}'`, 'It is a whole number within 1..1000.');
}

/** `500K`, `10M`, `1G` or bytes, in powers of 1024. */
function bytesOf(args: LowArgs, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([kmg]?)i?b?$/i.exec(text) ?? [];
  const factors: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
  const bytes = Math.floor(Number(amount) * (factors[(unit ?? '').toLowerCase()] as number));
  if (amount !== undefined && bytes >= 1024) return bytes;
  throw usage(`--${name} cannot be '${text}'`, 'It is a size of at least 1K, as 500K, 10M or 1G.');
}
