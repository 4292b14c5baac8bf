import { stat } from 'node:fs/promises';
import { type Cancel, type Clock, inBackground, KpiError, messageOf } from '../flow/index.ts';
import { countFacts, type RecordingFacts, readFacts } from './recording-facts.io.ts';
import { type FolderEntry, type RecordingFile, scanFolder } from './recordings-folder.io.ts';

/** What is known of a folder of recordings. Rows of a failed look stay. */
export interface Library {
  readonly state: { readonly kind: 'reading' | 'ready' } | { readonly kind: 'failed'; readonly error: KpiError };
  /** Newest first. */
  readonly files: readonly RecordingFile[];
  /** More than `files` when there are too many to list. */
  readonly total: number;
}

export interface RecordingLibraryOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** At most ten times a second. */
  readonly onChange: () => void;
}

/** How often is looked whether the folder, or a file that is seen, has changed. */
const LOOK_MS = 1000;
const TELL_MS = 100;
/** Events of larger files are not counted: that means decoding them whole. */
const MOST_COUNTED_BYTES = 8 * 1024 * 1024;
/** Times of files are as coarse as this on some file systems. */
const COARSE_MS = 2000;

/**
 * The recordings of a folder, kept up to date while it runs. Names and sizes come at once, then what is in the files, one
 * after another; events are counted for those that are seen (`want`). What is known of a file is kept until it changes.
 */
export class RecordingLibrary {
  readonly #o: RecordingLibraryOptions;
  readonly #facts = new Map<
    string,
    { readonly of: string; readonly isCounted: boolean; readonly facts: RecordingFacts }
  >();
  #entries: Map<string, FolderEntry> = new Map();
  /** Paths of entries of which nothing is known, newest first. */
  #unread: Set<string> = new Set();
  #total = 0;
  #state: Library['state'] = { kind: 'reading' };
  #wanted: readonly string[] = [];
  #stopTimer: Cancel | undefined;
  #cancelTell: Cancel | undefined;
  #files: readonly RecordingFile[] | undefined;
  #lookedAtMs = 0;
  #folderMs = -1;
  #isLooking = false;
  #isReading = false;

  constructor(options: RecordingLibraryOptions) {
    this.#o = options;
  }

  get library(): Library {
    this.#files ??= [...this.#entries.values()].map((entry) => ({ ...entry, ...this.#facts.get(entry.path)?.facts }));
    return { state: this.#state, files: this.#files, total: this.#total };
  }

  /** Looks at once, and then again and again. */
  start(): void {
    if (this.#stopTimer !== undefined) return;
    this.#stopTimer = this.#o.clock.every(LOOK_MS, () => this.#run(this.#look()));
    this.refresh();
  }

  stop(): void {
    this.#stopTimer?.();
    this.#cancelTell?.();
    this.#stopTimer = this.#cancelTell = undefined;
  }

  /** Something was made, renamed or deleted. */
  refresh(): void {
    this.#folderMs = -1;
    this.#run(this.#look());
  }

  /** The files that are seen: their events are counted, and looked at when they grow. */
  want(paths: readonly string[]): void {
    if (paths.join('\n') === this.#wanted.join('\n')) return;
    this.#wanted = paths;
    this.#run(this.#readFacts());
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      if (!((await this.#isFolderChanged()) ? await this.#scan() : await this.#lookAtSeen())) return;
    } catch (cause) {
      const error = cause instanceof KpiError ? cause : new KpiError('CAST_READ', messageOf(cause), { cause });
      this.#state = { kind: 'failed', error };
    } finally {
      this.#isLooking = false;
    }
    this.#changed();
    await this.#readFacts();
  }

  /** A folder's time says when files came and went. */
  async #isFolderChanged(): Promise<boolean> {
    const modifiedMs = (await stat(this.#o.folder).catch(() => undefined))?.mtimeMs ?? 0;
    const isNew = modifiedMs !== this.#folderMs || Math.abs(modifiedMs - this.#lookedAtMs) < COARSE_MS;
    this.#folderMs = modifiedMs;
    return isNew;
  }

  async #scan(): Promise<boolean> {
    this.#lookedAtMs = this.#o.clock.now();
    const { entries, total } = await scanFolder(this.#o.folder);
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
    this.#total = total;
    this.#state = { kind: 'ready' };
    for (const path of this.#facts.keys()) if (!this.#entries.has(path)) this.#facts.delete(path);
    this.#unread = new Set(entries.filter((entry) => !this.#isKnown(entry)).map(({ path }) => path));
    return true;
  }

  /** Those that are seen may have grown: somebody records. */
  async #lookAtSeen(): Promise<boolean> {
    let isChanged = false;
    for (const path of this.#wanted) {
      const entry = this.#entries.get(path);
      const now = entry === undefined ? undefined : await stat(path).catch(() => undefined);
      if (entry === undefined || now === undefined || (now.size === entry.bytes && now.mtimeMs === entry.modifiedMs))
        continue;
      this.#entries.set(path, { ...entry, bytes: now.size, modifiedMs: now.mtimeMs });
      this.#unread.add(path);
      isChanged = true;
    }
    return isChanged;
  }

  /** One file at a time: what is seen first, then the edges of all others. */
  async #readFacts(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      for (let next = this.#next(); next !== undefined && this.#stopTimer !== undefined; next = this.#next()) {
        const { entry, counts } = next;
        this.#unread.delete(entry.path);
        const facts = counts ? await countFacts(entry.path) : await readFacts(entry.path, entry.bytes);
        this.#facts.set(entry.path, { of: versionOf(entry), isCounted: counts, facts });
        this.#changed();
      }
    } finally {
      this.#isReading = false;
    }
  }

  #next(): { readonly entry: FolderEntry; readonly counts: boolean } | undefined {
    const unread = this.#wanted.find((path) => this.#unread.has(path)) ?? this.#unread.values().next().value;
    const entry = unread === undefined ? undefined : this.#entries.get(unread);
    if (entry !== undefined) return { entry, counts: false };
    for (const path of this.#wanted) {
      const seen = this.#entries.get(path);
      if (seen !== undefined && this.#isToBeCounted(seen)) return { entry: seen, counts: true };
    }
    return undefined;
  }

  #isToBeCounted(entry: FolderEntry): boolean {
    const known = this.#facts.get(entry.path);
    if (known === undefined || known.isCounted || entry.bytes > MOST_COUNTED_BYTES) return false;
    return known.facts.events === undefined && known.facts.fault?.isPlayable !== false;
  }

  #isKnown(entry: FolderEntry): boolean {
    return this.#facts.get(entry.path)?.of === versionOf(entry);
  }

  #changed(): void {
    this.#files = undefined;
    this.#cancelTell ??= this.#o.clock.after(TELL_MS, () => {
      this.#cancelTell = undefined;
      this.#o.onChange();
    });
  }

  #run(work: Promise<void>): void {
    inBackground(work, () => {});
  }
}

const versionOf = ({ bytes, modifiedMs }: FolderEntry): string => `${bytes} ${modifiedMs}`;
