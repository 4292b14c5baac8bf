import type { GifExportProgress } from '../recorder/index.ts';
import { formatBytes, formatClock, formatCount } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import { ProgressLine, progressBar } from './progress-line.ts';

/** Says how far an export has come. */
export class GifProgressLine extends ProgressLine<GifExportProgress> {
  constructor(context: Pick<CommandContext, 'stderr' | 'clock' | 'settings'>) {
    super(context, progressText);
  }
}

/** `[########------------]  40 %  354 frames  7.1M  00:03 left`. */
export function progressText({ fraction, frames, bytes, etaSeconds }: GifExportProgress): string {
  const left = etaSeconds === undefined ? '' : `  ${formatClock(Math.ceil(etaSeconds))} left`;
  return `${progressBar(fraction)}  ${formatCount(frames)} frames  ${formatBytes(bytes)}${left}`;
}
