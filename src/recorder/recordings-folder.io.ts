import { type FileHandle, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CastDecoder, type CastHeader } from '../asciicast/index.ts';
import { KpiError, messageOf, systemCodeOf } from '../flow/index.ts';

/** A recording as a list shows it, without reading it whole. */
export interface RecordingFile {
  readonly path: string;
  /** The file's name without `.cast`. */
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Undefined when the file does not begin like a recording; `error` says why. */
  readonly header: CastHeader | undefined;
  /** Of the last event; undefined when it cannot be told without reading the whole file. */
  readonly seconds: number | undefined;
  readonly error: string | undefined;
}

/** More files than anybody looks through; the newest are listed. */
const LISTED_FILES = 1000;
/** Enough for any header and for the last events of a file. */
const EDGE_BYTES = 64 * 1024;

/** The path of a recording that begins now: `YYYYMMDD-HHMMSS.cast` in local time. Makes the folder, for its owner alone. */
export async function newRecordingPath(folder: string, startedAtMs: number): Promise<string> {
  try {
    await makeFolder(folder);
  } catch (cause) {
    throw new KpiError('CAST_WRITE', `cannot make the folder ${folder}: ${messageOf(cause)}`, {
      cause,
      hint: 'Recordings are kept there; XDG_DATA_HOME moves it.',
    });
  }
  const date = new Date(startedAtMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  const base = `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
  for (let copy = 1; ; copy++) {
    const path = join(folder, `${base}${copy === 1 ? '' : `-${copy}`}.cast`);
    if ((await stat(path).catch(() => undefined)) === undefined) return path;
  }
}

/**
 * Makes a folder and those above it. Not `mkdir` with `recursive`: below /proc, where making a folder says that there is
 * none, Node tries again without end.
 */
async function makeFolder(folder: string): Promise<void> {
  const make = (): Promise<unknown> => mkdir(folder, { mode: 0o700 });
  try {
    await make();
  } catch (cause) {
    if (systemCodeOf(cause) === 'EEXIST') return;
    if (systemCodeOf(cause) !== 'ENOENT' || dirname(folder) === folder) throw cause;
    await makeFolder(dirname(folder));
    await make();
  }
}

/** The recordings of a folder, newest first; none when there is no folder yet. */
export async function listRecordings(folder: string): Promise<RecordingFile[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const found: { path: string; name: string; bytes: number; modifiedMs: number }[] = [];
  for (const file of names.filter((name) => name.endsWith('.cast'))) {
    const path = join(folder, file);
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isFile() !== true) continue;
    found.push({ path, name: file.slice(0, -'.cast'.length), bytes: facts.size, modifiedMs: facts.mtimeMs });
  }
  found.sort((a, b) => b.modifiedMs - a.modifiedMs || (a.name < b.name ? 1 : -1));
  return Promise.all(found.slice(0, LISTED_FILES).map(async (file) => ({ ...file, ...(await readEdges(file)) })));
}

type Edges = Pick<RecordingFile, 'header' | 'seconds' | 'error'>;

async function readEdges(file: { path: string; bytes: number }): Promise<Edges> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path);
    const head = await read(handle, 0, Math.min(EDGE_BYTES, file.bytes));
    const decoder = new CastDecoder();
    const items = decoder.decode(head);
    if (file.bytes <= EDGE_BYTES) items.push(...decoder.end());
    const { header } = decoder;
    if (header === undefined) return { header, seconds: undefined, error: undefined };
    if (file.bytes <= EDGE_BYTES) return { header, seconds: lastSeconds(items), error: undefined };
    // Only absolute times can be read from the end.
    if (header.version !== 2) return { header, seconds: undefined, error: undefined };
    const tail = await read(handle, file.bytes - EDGE_BYTES, EDGE_BYTES);
    return { header, seconds: secondsAtEnd(tail), error: undefined };
  } catch (cause) {
    return { header: undefined, seconds: undefined, error: messageOf(cause) };
  } finally {
    await handle?.close();
  }
}

async function read(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}

function lastSeconds(items: readonly object[]): number {
  const last = items.findLast((item): item is { atMicros: number } => 'atMicros' in item);
  return (last?.atMicros ?? 0) / 1_000_000;
}

function secondsAtEnd(tail: Buffer): number | undefined {
  for (const line of tail.toString('utf8').split('\n').reverse()) {
    const [, seconds] = /^\[(\d+(?:\.\d+)?), *"/.exec(line) ?? [];
    if (seconds !== undefined) return Number(seconds);
  }
  return undefined;
}
