import type { LowArgs } from '../config/index.ts';
import type { LimiterName } from '../pipeline/index.ts';
import { parseDurationMs } from '../text/index.ts';
import { type PlannedFault, parseFault } from './pipeline-faults.ts';
import { positiveNumber } from './rec-options.ts';
import { usageError } from './usage-error.ts';

/** What `kpi-tui pipeline` was asked for. */
export interface PipelineOptions {
  /** `metrics`: nothing but them, at the end. */
  readonly form: 'text' | 'jsonl' | 'metrics';
  /** Undefined: until it is interrupted, or the replay is over. */
  readonly forMs: number | undefined;
  readonly recordPath: string | undefined;
  readonly replay: { readonly path: string; readonly speed: number } | undefined;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly watchList: boolean;
  readonly queue: 'delta' | 'real';
  readonly workers: number;
  readonly limiter: LimiterName;
  readonly faults: readonly PlannedFault[];
}

/** Reads the flags of `pipeline`. Throws `USAGE` for what cannot be. */
export function pipelineOptions(args: LowArgs): PipelineOptions {
  if (args.has('metrics') && args.has('output'))
    throw usageError('--metrics prints no steps, so it takes no -o', 'Use one of them.');
  return {
    form: args.has('metrics') ? 'metrics' : ((args.text('output') ?? 'text') as 'text' | 'jsonl'),
    forMs: durationOf(args),
    recordPath: recordPathOf(args),
    replay: replayOf(args),
    labelSelector: args.text('selector') ?? '',
    fieldSelector: args.text('field-selector') ?? '',
    watchList: args.has('watch-list'),
    queue: (args.text('queue') ?? 'delta') as 'delta' | 'real',
    workers: workersOf(args),
    limiter: (args.text('limiter') ?? 'controller') as LimiterName,
    faults: args.texts('fault').map(parseFault),
  };
}

function durationOf(args: LowArgs): number | undefined {
  const text = args.text('for');
  if (text === undefined) return undefined;
  const ms = parseDurationMs(text);
  if (ms === undefined || ms === 0)
    throw usageError(`--for cannot be '${text}'`, 'It is a time like 10s, 2m or 500ms.');
  return ms;
}

function recordPathOf(args: LowArgs): string | undefined {
  const path = args.text('record');
  if (path === '-') throw usageError('--record writes to a file', 'Standard output has the steps: name a file.');
  return path;
}

/** What only a server can be asked for. */
const OF_SERVERS = ['record', 'watch-list', 'selector', 'field-selector'] as const;

function replayOf(args: LowArgs): PipelineOptions['replay'] {
  const path = args.text('replay');
  if (path === undefined) {
    if (args.has('speed')) throw usageError('--speed goes with --replay', 'Name the recording: --replay FILE');
    return undefined;
  }
  const other = OF_SERVERS.find((name) => args.has(name));
  if (other !== undefined)
    throw usageError(`--replay and --${other} exclude each other`, 'A replay brings what was recorded, as it was.');
  return { path, speed: positiveNumber(args, 'speed') ?? 1 };
}

function workersOf(args: LowArgs): number {
  const text = args.text('workers');
  if (text === undefined) return 2;
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw usageError(`--workers cannot be '${text}'`, 'It is a whole number from 0 to 999.');
}
