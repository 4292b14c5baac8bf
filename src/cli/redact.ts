import { CastDecoder, type CastItem } from '../asciicast/index.ts';
import { EXIT } from '../flow/index.ts';
import {
  CastRedactor,
  loadScreenMaker,
  type MaskedSecret,
  readCast,
  surveySecrets,
  withFileInput,
} from '../recorder/index.ts';
import { clean, formatClock, formatCount, padEnd } from '../text/index.ts';
import { writeCastNotes } from './cast-notes.ts';
import type { CommandContext } from './command.ts';
import { detectorsOf } from './detectors-of.ts';
import { usageError } from './usage-error.ts';
import { writeLines } from './write-lines.ts';

/** Of more places a text says only how many there are. */
const TOLD_PLACES = 20;

/** `kpi-tui redact in out`: a recording without its secrets, and a report of them. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const { args, clock, signal } = context;
  const [input, out] = args.positionals as [string, string];
  const asJson = args.text('output') === 'json';
  if (asJson && out === '-') throw usageError('-o json and the recording would both go to stdout', 'Name a file.');
  const detectors = detectorsOf(context);
  const makeScreen = await loadScreenMaker(clock);
  return withFileInput(input, signal, async (path) => {
    const decoder = new CastDecoder();
    const places = await surveySecrets(readCast(path, new CastDecoder(), signal), detectors, clock);
    const redactor = new CastRedactor(places, detectors, makeScreen);
    try {
      await writeLines(context, out, redacted(readCast(path, decoder, signal), redactor));
    } finally {
      redactor.dispose();
    }
    await writeCastNotes(context, input, decoder);
    await (asJson ? context.stdout.write(reportDocument(redactor)) : writeReport(context, out, redactor));
    return EXIT.ok;
  });
}

async function* redacted(batches: AsyncIterable<CastItem[]>, redactor: CastRedactor): AsyncGenerator<string> {
  for await (const items of batches) yield await redactor.lines(items);
}

type Report = Pick<CastRedactor, 'masked' | 'counts'>;

const countOf = ({ counts }: Report): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

function reportDocument(report: Report): string {
  const masked = report.masked.map(({ detector, where, atMicros, row }) => ({
    detector,
    where,
    timeSeconds: atMicros === undefined ? null : atMicros / 1e6,
    row: row ?? null,
  }));
  return `${JSON.stringify({ secrets: countOf(report), detectors: Object.fromEntries(report.counts), masked })}\n`;
}

async function writeReport({ settings, stderr }: CommandContext, out: string, report: Report): Promise<void> {
  if (settings.quiet) return;
  const name = out === '-' ? 'stdout' : clean(out);
  const count = countOf(report);
  const kinds = [...report.counts].map(([detector, many]) => `${clean(detector)} ${formatCount(many)}`).join(', ');
  const places = report.masked.slice(0, TOLD_PLACES).map(placeLine);
  if (count > places.length) places.push(`  and ${formatCount(count - places.length)} more; -o json lists them`);
  const head = count === 0 ? 'no secrets found' : `${formatCount(count)} masked: ${kinds}`;
  await stderr.write([`${name}: ${head}`, ...places, ''].join('\n'));
}

/** `  00:12  row 7     bearer`, `  header          assignment`. */
function placeLine({ detector, where, atMicros, row }: MaskedSecret): string {
  const time = atMicros === undefined ? '' : `${formatClock(atMicros / 1e6)}  `;
  const place = row === undefined ? where : `row ${row}`;
  return `  ${padEnd(time + place, 16)}  ${clean(detector)}`;
}
