import { CastDecoder } from '../asciicast/index.ts';
import { EXIT } from '../flow/index.ts';
import { type CastMeasures, editMarkers, type MarkerEdit, measureCast, positionWithin } from '../recorder/index.ts';
import { clean, formatClock, padStart } from '../text/index.ts';
import { writeCastNotes } from './cast-notes.ts';
import type { CommandContext } from './command.ts';
import { usageError } from './usage-error.ts';

/** `kpi-tui markers file`: lists them, or adds, removes and renames some. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const { args, settings, stderr, signal } = context;
  const [path] = args.positionals as [string];
  const measures = await measureCast(path, signal);
  const edit = editOf(args, measures);
  if (edit.add.length + edit.remove.size + edit.rename.size === 0) return list(context, measures);
  const decoder = new CastDecoder();
  await editMarkers(path, edit, { signal, decoder });
  await writeCastNotes(context, path, decoder);
  const count = measures.markers.length + edit.add.length - edit.remove.size;
  const renamed = edit.rename.size === 0 ? '' : `${edit.rename.size} renamed, `;
  const said = `${edit.add.length} added, ${edit.remove.size} removed, ${renamed}${count} in all`;
  if (!settings.quiet) await stderr.write(`${clean(path)}: ${said}\n`);
  return EXIT.ok;
}

function editOf(args: CommandContext['args'], measures: CastMeasures): Required<MarkerEdit> {
  return {
    add: args.texts('add').map((text) => {
      const [place, label] = labelled(text);
      return { atMicros: positionWithin(place, measures), label };
    }),
    remove: new Set(args.texts('remove').map((text) => numberOf('remove', text, measures))),
    rename: new Map(
      args.texts('rename').map((text) => {
        const [number, label] = labelled(text);
        return [numberOf('rename', number, measures), label];
      }),
    ),
  };
}

/** `PLACE=LABEL`; without a label it is empty. */
function labelled(text: string): readonly [place: string, label: string] {
  const [, place = '', label = ''] = /^([^=]*)=?(.*)$/s.exec(text) ?? [];
  return [place, label];
}

function numberOf(option: string, text: string, { markers }: CastMeasures): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= markers.length) return number;
  const hint =
    markers.length === 0 ? 'The recording has no markers.' : `Its markers have the numbers 1 to ${markers.length}.`;
  throw usageError(`--${option} cannot be '${text}'`, hint);
}

async function list({ args, stdout }: CommandContext, { markers }: CastMeasures): Promise<number> {
  const rows = markers.map(({ atMicros, label }, index) => ({ number: index + 1, timeSeconds: atMicros / 1e6, label }));
  if (args.text('output') === 'json') {
    await stdout.write(`${JSON.stringify(rows)}\n`);
    return EXIT.ok;
  }
  const line = (number: string, time: string, label: string): string =>
    `${padStart(number, 3)}  ${padStart(time, 12)}  ${label}`.trimEnd();
  const lines = rows.map((row) => line(`${row.number}`, placeOf(row.timeSeconds), clean(row.label)));
  await stdout.write(`${[line('#', 'TIME', 'LABEL'), ...lines].join('\n')}\n`);
  return EXIT.ok;
}

/** `01:05`, `01:05.250`: as `--from` and the like take it. */
function placeOf(seconds: number): string {
  const millis = Math.round(seconds * 1000);
  const fraction = millis % 1000 === 0 ? '' : `.${String(millis % 1000).padStart(3, '0')}`;
  return formatClock(Math.floor(millis / 1000)) + fraction;
}
