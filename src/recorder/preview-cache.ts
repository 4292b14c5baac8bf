import { inBackground, messageOf } from '../flow/index.ts';
import type { PtyScreen } from '../pty/index.ts';
import { openCastSource } from './cast-source.io.ts';
import type { ScreenMaker } from './player.ts';
import type { RecordingFile } from './recordings-folder.io.ts';

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

/** First screens of recordings, read when they are asked for, one at a time; the last few are kept. */
export class PreviewCache {
  readonly #makeScreen: ScreenMaker;
  readonly #onChange: () => void;
  readonly #previews = new Map<string, Preview>();
  #asked: RecordingFile | undefined;
  /** The one that is being read. */
  #reading: string | undefined;

  constructor(makeScreen: ScreenMaker, onChange: () => void) {
    this.#makeScreen = makeScreen;
    this.#onChange = onChange;
  }

  of(file: RecordingFile): Preview {
    const key = keyOf(file);
    const known = this.#previews.get(key);
    if (known !== undefined) {
      // The one that was looked at last is dropped last.
      this.#previews.delete(key);
      this.#previews.set(key, known);
      return known;
    }
    if (key !== this.#reading) this.#asked = file;
    inBackground(this.#readAsked(), () => {});
    return { kind: 'reading' };
  }

  clear(): void {
    for (const key of [...this.#previews.keys()]) this.#drop(key);
  }

  /** Whoever moves down a list fast leaves those in between unread. */
  async #readAsked(): Promise<void> {
    if (this.#reading !== undefined) return;
    for (let file = this.#asked; file !== undefined; file = this.#asked) {
      this.#asked = undefined;
      this.#reading = keyOf(file);
      this.#keep(this.#reading, await this.#read(file));
    }
    this.#reading = undefined;
  }

  async #read(file: RecordingFile): Promise<Preview> {
    if (file.fault?.isPlayable === false) return { kind: 'failed', text: file.fault.text };
    if (file.header === undefined && file.bytes > MOST_DOCUMENT_BYTES)
      return { kind: 'failed', text: 'one large document: it is read when it is opened' };
    try {
      return { kind: 'screen', screen: await firstScreen(file.path, this.#makeScreen) };
    } catch (cause) {
      return { kind: 'failed', text: messageOf(cause) };
    }
  }

  #keep(key: string, preview: Preview): void {
    this.#previews.set(key, preview);
    for (const old of this.#previews.keys()) {
      if (this.#previews.size <= KEPT) break;
      this.#drop(old);
    }
    this.#onChange();
  }

  #drop(key: string): void {
    const preview = this.#previews.get(key);
    if (preview?.kind === 'screen') preview.screen.dispose();
    this.#previews.delete(key);
  }
}

/** A file that grows at its end keeps its first screen. */
const keyOf = ({ path, bytes }: RecordingFile): string => `${Math.min(bytes, MOST_UNITS)} ${path}`;

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
