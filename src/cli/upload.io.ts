import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { CastDecoder, type CastItem } from '../asciicast/index.ts';
import { pathsOf } from '../config/index.ts';
import { EXIT } from '../flow/index.ts';
import {
  CastRedactor,
  installIdOf,
  loadUpload,
  readCast,
  surveySecrets,
  type UploadAnswer,
  withFileInput,
} from '../recorder/index.ts';
import { clean, formatBytes, formatClock, formatCount } from '../text/index.ts';
import { writeCastNotes } from './cast-notes.ts';
import type { CommandContext } from './command.ts';
import { detectorsOf } from './detectors-of.ts';
import { ProgressLine, progressBar } from './progress-line.ts';
import { shellWord } from './shell-word.ts';
import { uploadServer } from './upload-server.ts';
import { usageError } from './usage-error.ts';

/** `kpi-tui upload file`: sends a recording to an asciinema server, after a yes. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const { args, settings, signal } = context;
  const [input] = args.positionals as [string];
  const server = uploadServer(settings.serverUrl);
  const isAgreed = args.has('yes');
  if (!isAgreed && (input === '-' || process.stdin.isTTY !== true)) {
    throw usageError(
      'nobody can be asked whether to upload: stdin is no terminal',
      'Add --yes to upload without a question.',
    );
  }
  return withFileInput(input, signal, async (path) => {
    await introduce(context, { input, path, server });
    if (!isAgreed && !(await isYes(context))) {
      await context.stderr.write('Nothing was sent.\n');
      return EXIT.failed;
    }
    await writeAnswer(context, await send(context, path, server));
    return EXIT.ok;
  });
}

/** What is going to be sent where. The state of redaction is found out by looking: a file may come from anywhere. */
async function introduce(
  context: CommandContext,
  { input, path, server }: { readonly input: string; readonly path: string; readonly server: string },
): Promise<void> {
  const decoder = new CastDecoder();
  let endMicros = 0;
  async function* read() {
    for await (const items of readCast(path, decoder, context.signal)) {
      const last = items.at(-1);
      if (last !== undefined && 'atMicros' in last) endMicros = last.atMicros;
      yield items;
    }
  }
  const secrets = await countSecrets(context, read, path);
  const { cols, rows, title } = decoder.header ?? { cols: 0, rows: 0, title: undefined };
  const { size } = await stat(path);
  await writeCastNotes(context, input, decoder);
  const facts = [formatClock(endMicros / 1e6), formatBytes(size), `${cols}x${rows}`];
  if (title !== undefined) facts.push(clean(title));
  const found = [...secrets.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...secrets].map(([detector, count]) => `${clean(detector)} ${formatCount(count)}`).join(', ');
  const name = input === '-' ? 'standard input' : clean(input);
  const { host, protocol } = new URL(server);
  const isOpen = protocol === 'http:' && !/^(?:localhost|127\.|\[::1\])/.test(host);
  const lines = [
    `${name}: ${facts.join(', ')}`,
    found === 0
      ? 'Secrets: none found'
      : `Secrets: ${formatCount(found)} NOT masked (${kinds}); to mask them: kpi-tui redact ${clean(shellWord(input))} safe.cast`,
    `Server: ${clean(host)}${isOpen ? ' (not encrypted: others on the way can read it)' : ''}`,
  ];
  if (!context.settings.quiet || !context.args.has('yes')) await context.stderr.write(`${lines.join('\n')}\n`);
  else if (found > 0) await context.stderr.write(`${lines[1]}\n`);
}

/** By detector, those that `redact` would mask. */
async function countSecrets(
  context: CommandContext,
  read: () => AsyncGenerator<CastItem[]>,
  path: string,
): Promise<ReadonlyMap<string, number>> {
  const detectors = detectorsOf(context);
  const places = await surveySecrets(read(), detectors, context.clock);
  const redactor = new CastRedactor(places, detectors);
  for await (const items of readCast(path, new CastDecoder(), context.signal)) await redactor.lines(items);
  return redactor.counts;
}

/** Only a yes is one; the end of the input is none. Rejects with the signal's reason. */
async function isYes({ stderr, signal }: CommandContext): Promise<boolean> {
  await stderr.write('Upload it? [y/N] ');
  // Not as a terminal: Ctrl-C is to be the signal that it is everywhere.
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', (line) => resolve(/^y(?:es)?$/i.test(line.trim())));
      lines.once('close', () => resolve(false));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  } finally {
    lines.close();
  }
}

async function send(context: CommandContext, path: string, server: string): Promise<UploadAnswer> {
  const { env, signal } = context;
  const { installId: own, asciinemaInstallIds } = pathsOf(env);
  const installId = await installIdOf(own, asciinemaInstallIds);
  const { uploadCast } = await loadUpload();
  const progress = new ProgressLine<{ sentBytes: number; totalBytes: number }>(
    context,
    ({ sentBytes, totalBytes }) =>
      `${progressBar(sentBytes / totalBytes)}  ${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`,
  );
  try {
    return await uploadCast({
      path,
      server,
      user: env.USER ?? '',
      installId,
      env,
      signal,
      onProgress: progress.report,
    });
  } finally {
    progress.stop();
  }
}

async function writeAnswer({ args, settings, stdout, stderr }: CommandContext, answer: UploadAnswer): Promise<void> {
  const { url, message } = answer;
  if (args.text('output') === 'json') {
    await stdout.write(`${JSON.stringify({ url, message: message ?? null })}\n`);
    return;
  }
  await stdout.write(`${url}\n`);
  if (message !== undefined && message !== '' && !settings.quiet) await stderr.write(`${message}\n`);
}
