import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eachBounded, KpiError, messageOf, systemCodeOf } from '../flow/index.ts';
import { type RecordingFacts, readFacts } from './recording-facts.io.ts';

/** A recording as a list shows it, without reading it whole. */
export interface RecordingFile extends RecordingFacts {
  readonly path: string;
  /** The file's name without `.cast`. */
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Of the GIF beside it that has the same name; undefined when there is none. */
  readonly gifBytes: number | undefined;
}

/** More files than anybody looks through; the newest are listed. */
const LISTED_FILES = 5000;
/** Files that are looked at at the same time: what one disk and four threads of the runtime can use. */
const AT_ONCE = 4;

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

/** A file of the folder, before anything of it is read. */
export type FolderEntry = Omit<RecordingFile, keyof RecordingFacts>;

/** What a look at a folder has found. */
export interface FolderScan {
  /** Newest first, at most so many as are listed. */
  readonly entries: readonly FolderEntry[];
  /** How many there are. */
  readonly total: number;
}

/** Looks what recordings a folder holds, without opening any. No folder is none. Throws KpiError `CAST_READ`. */
export async function scanFolder(folder: string): Promise<FolderScan> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (systemCodeOf(cause) === 'ENOENT') return [];
    throw new KpiError('CAST_READ', `cannot read the folder ${folder}: ${messageOf(cause)}`, {
      cause,
      hint: 'Recordings are kept there; XDG_DATA_HOME moves it.',
    });
  });
  const gifs = new Set(names.filter((name) => name.endsWith('.gif')));
  const entries: FolderEntry[] = [];
  const casts = names.filter((name) => name.endsWith('.cast'));
  await eachBounded(casts, AT_ONCE, async (file) => {
    const path = join(folder, file);
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isFile() !== true) return;
    const name = file.slice(0, -'.cast'.length);
    const gif = gifs.has(`${name}.gif`) ? await stat(join(folder, `${name}.gif`)).catch(() => undefined) : undefined;
    entries.push({ path, name, bytes: facts.size, modifiedMs: facts.mtimeMs, gifBytes: gif?.size });
  });
  entries.sort((a, b) => b.modifiedMs - a.modifiedMs || (a.name < b.name ? 1 : -1));
  return { entries: entries.slice(0, LISTED_FILES), total: entries.length };
}

/** The recordings of a folder, newest first. Throws as `scanFolder`. */
export async function listRecordings(folder: string): Promise<RecordingFile[]> {
  const { entries } = await scanFolder(folder);
  const files: RecordingFile[] = [];
  await eachBounded(entries, AT_ONCE, async (entry, index) => {
    files[index] = { ...entry, ...(await readFacts(entry.path, entry.bytes)) };
  });
  return files;
}
