import { inBackground, messageOf } from '../../flow/index.ts';
import type { PtyScreen } from '../../pty/index.ts';
import { openCastSource } from '../cast-source.io.ts';
import type { RecordingFile } from '../recordings-folder.io.ts';
import type { ScreenMaker } from './player.ts';

/** What a recording shows at first. */
export type Preview =
  | { readonly kind: 'reading' }
  | { readonly kind: 'screen'; readonly screen: PtyScreen }
  | { readonly kind: 'failed'; readonly text: string };

/** The screen is taken this long after the first output: a program has drawn itself by then. */
const AFTER_MICROS = 1_000_000;
/** Or after this much of output. */
const MOST_UNITS = 256 * 1024;
/** Version 1 is one document that has to be read whole; larger ones are not, only to be looked at in a list. */
const MOST_DOCUMENT_BYTES = 2 * 1024 * 1024;
/** Some screens up and down the list; about 200 KB each. */
const KEPT = 16;

interface Kept {
  /** Of the file: another one is read anew. */
  readonly version: number;
  readonly preview: Preview;
}

/** First screens of recordings, read when they are asked for, one at a time; the last few are kept. */
export class PreviewCache {
  readonly #makeScreen: ScreenMaker;
  readonly #onChange: () => void;
  /** By path; the one that was looked at last stands last. */
  readonly #kept = new Map<string, Kept>();
  #asked: RecordingFile | undefined;
  /** The one that is being read. */
  #reading: RecordingFile | undefined;

  constructor(makeScreen: ScreenMaker, onChange: () => void) {
    this.#makeScreen = makeScreen;
    this.#onChange = onChange;
  }

  /** What is known; that of an earlier version until a file that has changed is read again. */
  of(file: RecordingFile): Preview {
    const kept = this.#kept.get(file.path);
    if (kept !== undefined) {
      this.#kept.delete(file.path);
      this.#kept.set(file.path, kept);
    }
    if (kept?.version !== versionOf(file) && isLookedAt(file)) this.#ask(file);
    return kept?.preview ?? { kind: 'reading' };
  }

  clear(): void {
    for (const path of [...this.#kept.keys()]) this.#drop(path);
  }

  /** Whoever moves down a list fast leaves those in between unread. */
  #ask(file: RecordingFile): void {
    if (this.#reading?.path === file.path) return;
    this.#asked = file;
    if (this.#reading === undefined) inBackground(this.#readAsked(), () => {});
  }

  async #readAsked(): Promise<void> {
    for (let file = this.#asked; file !== undefined; file = this.#asked) {
      this.#asked = undefined;
      this.#reading = file;
      this.#keep(file, await this.#read(file));
    }
    this.#reading = undefined;
  }

  async #read(file: RecordingFile): Promise<Preview> {
    if (file.fault?.isPlayable === false) return { kind: 'failed', text: file.fault.text };
    if (file.isDocument === true && file.bytes > MOST_DOCUMENT_BYTES)
      return { kind: 'failed', text: 'one large document: it is read when it is opened' };
    try {
      return { kind: 'screen', screen: await firstScreen(file.path, this.#makeScreen) };
    } catch (cause) {
      return { kind: 'failed', text: messageOf(cause) };
    }
  }

  #keep(file: RecordingFile, preview: Preview): void {
    this.#drop(file.path);
    this.#kept.set(file.path, { version: versionOf(file), preview });
    for (const path of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#drop(path);
    }
    this.#onChange();
  }

  #drop(path: string): void {
    const preview = this.#kept.get(path)?.preview;
    if (preview?.kind === 'screen') preview.screen.dispose();
    this.#kept.delete(path);
  }
}

/** What kind of file it is has been found out: only then is known how much of it must be read. */
const isLookedAt = ({ header, fault, isDocument }: RecordingFile): boolean =>
  header !== undefined || fault !== undefined || isDocument === true;

/** A file that grows at its end keeps its first screen. */
const versionOf = ({ bytes }: RecordingFile): number => Math.min(bytes, MOST_UNITS);

async function firstScreen(path: string, makeScreen: ScreenMaker): Promise<PtyScreen> {
  const source = await openCastSource(path);
  const screen = makeScreen(source.header);
  let [until, units] = [Number.POSITIVE_INFINITY, 0];
  for await (const { events } of source.batches()) {
    for (const event of events) {
      if (event.atMicros > until || units > MOST_UNITS) break;
      if (event.kind === 'resize') screen.write('', () => screen.resize(event.cols, event.rows));
      if (event.kind !== 'output') continue;
      until = Math.min(until, event.atMicros + AFTER_MICROS);
      units += event.data.length;
      screen.write(event.data);
    }
    await screen.whenParsed();
    if ((events.at(-1)?.atMicros ?? 0) > until || units > MOST_UNITS) break;
  }
  return screen;
}
