import { CastDecoder } from '../asciicast/index.ts';
import type { LowArgs } from '../config/index.ts';
import { EXIT, KpiError } from '../flow/index.ts';
import {
  type CastMeasures,
  type CastRange,
  cutCast,
  loadScreenMaker,
  measureCast,
  mergedRanges,
  rangeOf,
  readCast,
  remainingRanges,
  withFileInput,
} from '../recorder/index.ts';
import { clean, formatClock } from '../text/index.ts';
import { writeCastNotes } from './cast-notes.ts';
import type { CommandContext } from './command.ts';
import { usageError } from './usage-error.ts';
import { writeLines } from './write-lines.ts';

/** `kpi-tui cut in out --from A --to B`: a recording of parts of another. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const { args, clock, signal, stderr, settings } = context;
  const [input, out] = args.positionals as [string, string];
  const places = placesOf(args);
  const makeScreen = await loadScreenMaker(clock);
  return withFileInput(input, signal, async (path) => {
    const measures = await measureCast(path, signal);
    const ranges = rangesOf(places, args.has('remove'), measures);
    const decoder = new CastDecoder();
    await writeLines(context, out, cutCast(readCast(path, decoder, signal), ranges, makeScreen));
    await writeCastNotes(context, input, decoder);
    if (!settings.quiet && out !== '-') await stderr.write(`${clean(out)}: ${summary(ranges, measures)}\n`);
    return EXIT.ok;
  });
}

interface Place {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

function placesOf(args: LowArgs): Place[] {
  const from = args.texts('from');
  const to = args.texts('to');
  const count = Math.max(from.length, to.length);
  if (count === 0) throw usageError('cut needs a part', 'Say it by --from A, --to B, or both.');
  if (Math.abs(from.length - to.length) > 1) {
    throw usageError('cut cannot tell which --from and --to belong together', 'Give both for each part.');
  }
  return Array.from({ length: count }, (_, index) => ({ from: from[index], to: to[index] }));
}

function rangesOf(places: readonly Place[], isRemoval: boolean, measures: CastMeasures): CastRange[] {
  const named = mergedRanges(places.map(({ from, to }) => rangeOf(from, to, measures)));
  if (!isRemoval) return named;
  const kept = remainingRanges(named);
  if (kept.length > 0) return kept;
  throw new KpiError('CAST_POSITION', 'nothing of the recording would be left', {
    hint: 'Remove less of it.',
    exitCode: EXIT.usage,
  });
}

/** `00:12 of 01:00 in 2 parts`. */
function summary(ranges: readonly CastRange[], { durationMicros }: CastMeasures): string {
  const micros = ranges.reduce(
    (sum, { fromMicros, toMicros }) => sum + Math.min(toMicros, durationMicros) - fromMicros,
    0,
  );
  const parts = ranges.length === 1 ? '' : ` in ${ranges.length} parts`;
  return `${formatClock(micros / 1e6)} of ${formatClock(durationMicros / 1e6)}${parts}`;
}
