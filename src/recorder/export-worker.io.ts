import { stat } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { CastDecoder, type CastItem } from '../asciicast/index.ts';
import { EXIT, KpiError, messageOf, systemClock } from '../flow/index.ts';
import { formatClock, formatCount } from '../text/index.ts';
import { castLosses } from './cast-losses.ts';
import { readCast } from './cast-reader.io.ts';
import { measureCast } from './cast-survey.io.ts';
import { convertCast } from './convert-cast.ts';
import { cutCast } from './editing/cast-cut.ts';
import { rangeOf, remainingRanges } from './editing/cast-range.ts';
import {
  type ConvertRequest,
  type CutRequest,
  type ExportRequest,
  type ExportSummary,
  gifFacts,
  type RedactRequest,
} from './export-request.ts';
import { exportGif } from './gif-export.io.ts';
import type { GifExportProgress } from './gif-request.ts';
import { CastRedactor, type MaskedSecret } from './redaction/redact-cast.ts';
import { surveySecrets } from './redaction/secret-survey.ts';
import { loadScreenMaker } from './screen-maker.ts';
import { exportStill, type StillRequest } from './still-export.io.ts';
import { writeWhole } from './temporary-output.io.ts';
import { detectorsWith } from './user-detectors.io.ts';

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

/** Of more places of secrets only the number is told. */
const TOLD_PLACES = 20;
/** Before that nobody can tell how long it will take. */
const KNOWN_FROM = 0.02;

const cancel = new AbortController();
const { signal } = cancel;
const startedMs = systemClock.now();
const elapsedSeconds = (): number => (systemClock.now() - startedMs) / 1000;
const say = (message: ExportMessage) => parentPort?.postMessage(message);
parentPort?.on('message', () => cancel.abort(new KpiError('EXPORT_CANCELLED', 'the export was cancelled')));

async function make(request: ExportRequest): Promise<Made> {
  switch (request.kind) {
    case 'gif': {
      const onProgress = (progress: GifExportProgress) => say({ kind: 'progress', progress });
      const summary = await exportGif(request, { clock: systemClock, signal, onProgress });
      return { ...summary, facts: gifFacts(summary) };
    }
    case 'still':
      return makeStill(request);
    case 'convert':
      return makeConverted(request);
    case 'cut':
      return makeCut(request);
    case 'redact':
      return makeRedacted(request);
  }
}

async function makeStill(request: StillRequest): Promise<Made> {
  const { bytes, width, height, missing } = await exportStill(request, signal);
  const notes = missing.length === 0 ? [] : [`no font has ${missing.length} of its characters; --font FILE adds one`];
  return { output: request.output, bytes: bytes.length, facts: [`${width}x${height}`], notes };
}

async function makeConverted({ input, output, format }: ConvertRequest): Promise<Made> {
  const decoder = new CastDecoder();
  const items = watched(input, { decoder });
  const lines = await writeText(output, 'CAST_WRITE', convertCast(items, format, systemClock));
  const fact = { txt: `${formatCount(lines)} lines`, raw: 'all output', v2: 'asciicast v2', v3: 'asciicast v3' }[
    format
  ];
  return { output, bytes: await sizeOf(output), facts: [fact], notes: castLosses(decoder) };
}

async function makeCut({ input, output, from, to, isRemoval }: CutRequest): Promise<Made> {
  const range = rangeOf(from, to, await measureCast(input));
  const ranges = isRemoval ? remainingRanges([range]) : [range];
  if (ranges.length === 0)
    throw new KpiError('CAST_POSITION', 'nothing of the recording would be left', { hint: 'Remove less of it.' });
  await writeText(output, 'CAST_WRITE', cutCast(watched(input), ranges, await loadScreenMaker(systemClock)));
  const { durationMicros } = await measureCast(output);
  return { output, bytes: await sizeOf(output), facts: [formatClock(durationMicros / 1e6)], notes: [] };
}

/** Reads it twice: a secret may be known only by where it stands later. */
async function makeRedacted({ input, output, patterns }: RedactRequest): Promise<Made> {
  const notes: string[] = [];
  const detectors = detectorsWith(patterns, (name) => notes.push(`the pattern '${name}' is too slow and was not used`));
  const known = await surveySecrets(watched(input, { to: 0.5 }), detectors, systemClock);
  const redactor = new CastRedactor(known, detectors, await loadScreenMaker(systemClock));
  async function* lines(): AsyncGenerator<string> {
    for await (const items of watched(input, { from: 0.5 })) yield await redactor.lines(items);
  }
  try {
    await writeText(output, 'CAST_WRITE', lines());
  } finally {
    redactor.dispose();
  }
  const kinds = [...redactor.counts].map(([detector, count]) => `${detector} ${formatCount(count)}`);
  const facts = kinds.length === 0 ? ['no secrets found'] : [`masked: ${kinds.join(', ')}`];
  const places = redactor.masked.slice(0, TOLD_PLACES).map(placeOf);
  return { output, bytes: await sizeOf(output), facts, places, notes };
}

function placeOf({ detector, where, atMicros, row }: MaskedSecret): string {
  const time = atMicros === undefined ? '' : `${formatClock(atMicros / 1e6)}  `;
  return `${`${time}${row === undefined ? where : `row ${row}`}`.padEnd(14)}  ${detector}`;
}

/** A recording's items, saying how far it is read. `from` and `to`: which part of the whole work that is. */
async function* watched(
  path: string,
  { from = 0, to = 1, decoder = new CastDecoder() }: { from?: number; to?: number; decoder?: CastDecoder } = {},
): AsyncGenerator<CastItem[]> {
  const bytes = await sizeOf(path);
  for await (const items of readCast(path, decoder)) {
    signal.throwIfAborted();
    yield items;
    const read = bytes === 0 ? 1 : Math.min(1, (decoder.point?.byte ?? 0) / bytes);
    const fraction = from + read * (to - from);
    const etaSeconds = fraction > KNOWN_FROM ? (elapsedSeconds() * (1 - fraction)) / fraction : undefined;
    say({ kind: 'progress', progress: { fraction, frames: 0, bytes: 0, etaSeconds } });
  }
}

async function writeText(output: string, code: string, parts: AsyncIterable<string>): Promise<number> {
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

const sizeOf = async (path: string): Promise<number> => (await stat(path)).size;

try {
  const summary = await make(workerData as ExportRequest);
  say({ kind: 'done', summary: { ...summary, elapsedSeconds: elapsedSeconds() } });
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
