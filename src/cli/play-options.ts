import type { LowArgs } from '../config/index.ts';
import { positiveNumber } from './rec-options.ts';

export interface PlayOptions {
  readonly path: string;
  readonly speed: number;
  /** Undefined: what the recording says. */
  readonly idleLimitSeconds: number | undefined;
  readonly loops: boolean;
  readonly pausesOnMarkers: boolean;
  readonly isRaw: boolean;
}

export function playOptions(args: LowArgs): PlayOptions {
  return {
    path: args.positionals[0] as string,
    speed: positiveNumber(args, 'speed') ?? 1,
    idleLimitSeconds: positiveNumber(args, 'idle-time-limit'),
    loops: args.has('loop'),
    pausesOnMarkers: args.has('pause-on-markers'),
    isRaw: args.has('raw'),
  };
}
