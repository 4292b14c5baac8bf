import { stat } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { EXIT, KpiError, messageOf, systemClock } from '../flow/index.ts';
import { formatClock, formatCount } from '../text/index.ts';
import { cutCast } from './cast-cut.ts';
import { rangeOf, remainingRanges } from './cast-range.ts';
import { readCast } from './cast-reader.io.ts';
import { measureCast } from './cast-survey.io.ts';
import { type CutRequest, type ExportRequest, type ExportSummary, gifFacts } from './export-request.ts';
import { exportGif } from './gif-export.io.ts';
import type { GifExportProgress } from './gif-request.ts';
import { plainText } from './plain-text.ts';
import { loadScreenMaker } from './screen-maker.ts';
import { exportStill, type StillRequest } from './still-export.io.ts';
import { writeWhole } from './temporary-output.io.ts';

/** What an export in a thread says to the one that started it. */
export type ExportMessage =
  | { readonly kind: 'progress'; readonly progress: GifExportProgress }
  | { readonly kind: 'done'; readonly summary: ExportSummary }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      readonly exitCode: number;
    };

type Made = Omit<ExportSummary, 'elapsedSeconds'>;

const cancel = new AbortController();
const startedMs = systemClock.now();
const say = (message: ExportMessage) => parentPort?.postMessage(message);
parentPort?.on('message', () => cancel.abort(new KpiError('EXPORT_CANCELLED', 'the export was cancelled')));

async function make(request: ExportRequest): Promise<Made> {
  switch (request.kind) {
    case 'gif': {
      const onProgress = (progress: GifExportProgress) => say({ kind: 'progress', progress });
      const summary = await exportGif(request, { clock: systemClock, signal: cancel.signal, onProgress });
      return { ...summary, facts: gifFacts(summary) };
    }
    case 'still':
      return makeStill(request);
    case 'text':
      return makeText(request.input, request.output);
    case 'cut':
      return makeCut(request);
  }
}

async function makeStill(request: StillRequest): Promise<Made> {
  const { bytes, width, height, missing } = await exportStill(request);
  const notes = missing.length === 0 ? [] : [`no font has ${missing.length} of its characters; --font FILE adds one`];
  return { output: request.output, bytes: bytes.length, facts: [`${width}x${height}`], notes };
}

async function makeText(input: string, output: string): Promise<Made> {
  const lines = await writeText(output, 'TEXT_WRITE', plainText(readCast(input), systemClock));
  return { output, bytes: (await stat(output)).size, facts: [`${formatCount(lines)} lines`], notes: [] };
}

async function makeCut({ input, output, from, to, isRemoval }: CutRequest): Promise<Made> {
  const range = rangeOf(from, to, await measureCast(input));
  const ranges = isRemoval ? remainingRanges([range]) : [range];
  if (ranges.length === 0)
    throw new KpiError('CAST_POSITION', 'nothing of the recording would be left', { hint: 'Remove less of it.' });
  const makeScreen = await loadScreenMaker(systemClock);
  await writeText(output, 'CAST_WRITE', cutCast(readCast(input), ranges, makeScreen));
  const { durationMicros } = await measureCast(output);
  return { output, bytes: (await stat(output)).size, facts: [formatClock(durationMicros / 1e6)], notes: [] };
}

async function writeText(output: string, code: string, parts: AsyncIterable<string>): Promise<number> {
  const { signal } = cancel;
  let lines = 0;
  await writeWhole(output, { code, isPrivate: true, signal }, async (file) => {
    for await (const text of parts) {
      signal.throwIfAborted();
      lines += text.split('\n').length - 1;
      await file.write(Buffer.from(text));
    }
  });
  return lines;
}

try {
  const summary = await make(workerData as ExportRequest);
  say({ kind: 'done', summary: { ...summary, elapsedSeconds: (systemClock.now() - startedMs) / 1000 } });
} catch (cause) {
  const known = cause instanceof KpiError ? cause : undefined;
  say({
    kind: 'failed',
    code: known?.code ?? 'EXPORT_FAILED',
    message: messageOf(cause),
    ...(known?.hint === undefined ? {} : { hint: known.hint }),
    exitCode: known?.exitCode ?? EXIT.bug,
  });
} finally {
  parentPort?.close();
}
