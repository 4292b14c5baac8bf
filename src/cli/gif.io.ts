import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../flow/index.ts';
import { exportGif, type GifSummary, gifFacts, summarySentence, withTemporaryFolder } from '../recorder/index.ts';
import { clean } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import { GifProgressLine } from './gif-progress.ts';
import { gifRequest } from './picture-options.ts';

/** `kpi-tui gif in out`. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const request = gifRequest(context.args);
  if (request.output !== '-') return make(context, request);
  return withTemporaryFolder(async (folder) => {
    // The table of colours at the beginning of a GIF is complete only at its end.
    const output = join(folder, 'stdout.gif');
    const code = await make(context, { ...request, output });
    if (code !== EXIT.ok) return code;
    for await (const chunk of createReadStream(output)) await context.stdout.write(chunk);
    return code;
  });
}

async function make(context: CommandContext, request: ReturnType<typeof gifRequest>): Promise<number> {
  const progress = new GifProgressLine(context);
  const { clock, signal, stderr, stdout, settings, args } = context;
  // Said at once: a screen that is being painted would hold it up until the process is ended.
  const onAbort = () => {
    progress.stop();
    void stderr.write('interrupted; nothing was written\n');
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const summary = await exportGif(request, { clock, signal, onProgress: progress.report });
    signal.removeEventListener('abort', onAbort);
    progress.stop();
    const isPiped = args.positionals[1] === '-';
    if (!settings.quiet) await stderr.write(summaryText(isPiped ? { ...summary, output: 'stdout' } : summary));
    if (args.has('stats')) await (isPiped ? stderr : stdout).write(`${JSON.stringify(summary)}\n`);
    return EXIT.ok;
  } catch (cause) {
    progress.stop();
    if (!signal.aborted) throw cause;
    return EXIT.interrupted;
  }
}

/** `demo.gif: 820x550, 237 frames, 00:30, 41 colours, 476K in 0.9 s`, and a line for each note. */
function summaryText(summary: GifSummary): string {
  const notes = summary.notes.map((note) => `  note: ${clean(note)}\n`).join('');
  return `${clean(summary.output)}: ${summarySentence({ ...summary, facts: gifFacts(summary) })}\n${notes}`;
}
