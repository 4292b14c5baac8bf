import { CastConverter, type CastHeader, type CastItem, type WrittenCastVersion } from '../../asciicast/index.ts';
import type { PtyScreen } from '../../pty/index.ts';
import type { ScreenMaker } from '../playing/player.ts';
import type { CastRange } from './cast-range.ts';
import { OpenSequence } from './open-sequence.ts';
import { RESET_COLORS, StreamColors } from './stream-colors.ts';

/**
 * The lines of a recording that holds only parts of another, one after the other. Each begins with a snapshot of the
 * screen as it was there, and lasts as long as it did. `ranges` are in order and apart; `items` may be cut anywhere.
 */
export async function* cutCast(
  items: AsyncIterable<readonly CastItem[]>,
  ranges: readonly CastRange[],
  makeScreen: ScreenMaker,
): AsyncGenerator<string> {
  const cutter = new Cutter(ranges, makeScreen);
  try {
    for await (const batch of items) {
      let lines = '';
      for (const item of batch) lines += await cutter.take(item);
      await cutter.settle();
      if (lines !== '') yield lines;
    }
  } finally {
    cutter.dispose();
  }
}

class Cutter {
  readonly #ranges: readonly CastRange[];
  readonly #makeScreen: ScreenMaker;
  #converter: CastConverter | undefined;
  #header: CastHeader | undefined;
  #screen: PtyScreen | undefined;
  readonly #colors = new StreamColors();
  readonly #open = new OpenSequence(this.#colors);
  #size = { cols: 0, rows: 0 };
  /** Of the file that is written; undefined before its first part. */
  #writtenSize: { readonly cols: number; readonly rows: number } | undefined;
  #hasOutput = false;
  #index = 0;
  #isInside = false;
  /** Where the current part begins in the file that is written. */
  #baseMicros = 0;

  constructor(ranges: readonly CastRange[], makeScreen: ScreenMaker) {
    this.#ranges = ranges;
    this.#makeScreen = makeScreen;
  }

  async take(item: CastItem): Promise<string> {
    if (item.kind === 'header') return this.#begin(item.header);
    if (!('atMicros' in item)) return this.#isInside ? this.#line(item) : '';
    const edges = await this.#edgesBefore(item.atMicros);
    const range = this.#ranges[this.#index];
    const isKept = this.#isInside && range !== undefined;
    const line = isKept ? this.#line({ ...item, atMicros: this.#baseMicros + item.atMicros - range.fromMicros }) : '';
    this.#feed(item);
    return edges + line;
  }

  /** Waits until the screen has taken what it was fed: no more of the file is held. */
  async settle(): Promise<void> {
    if (this.#needsScreen) await this.#screen?.whenParsed();
  }

  dispose(): void {
    this.#screen?.dispose();
  }

  async #begin(header: CastHeader): Promise<string> {
    this.#header = header;
    this.#size = { cols: header.cols, rows: header.rows };
    this.#converter = new CastConverter(writtenVersion(header));
    this.#screen = this.#makeScreen(this.#size);
    // Also a recording without an event has a beginning.
    return this.#ranges[0]?.fromMicros === 0 ? this.#beginPart() : '';
  }

  async #edgesBefore(atMicros: number): Promise<string> {
    let lines = '';
    for (let range = this.#ranges[this.#index]; range !== undefined; range = this.#ranges[this.#index]) {
      if (!this.#isInside && atMicros >= range.fromMicros) lines += await this.#beginPart();
      if (!this.#isInside || atMicros < range.toMicros) return lines;
      this.#baseMicros += range.toMicros - range.fromMicros;
      this.#isInside = false;
      this.#index++;
      // The part lasts until its end, although nothing happens there.
      lines += this.#line({ kind: 'output', atMicros: this.#baseMicros, data: '' });
    }
    return lines;
  }

  async #beginPart(): Promise<string> {
    this.#isInside = true;
    const { cols, rows } = this.#size;
    const isFirst = this.#writtenSize === undefined;
    let lines = '';
    if (isFirst) {
      lines += this.#line({ kind: 'header', header: { ...(this.#header as CastHeader), cols, rows } });
    } else if (this.#writtenSize?.cols !== cols || this.#writtenSize.rows !== rows) {
      lines += this.#line({ kind: 'resize', atMicros: this.#baseMicros, cols, rows });
    }
    this.#writtenSize = { cols, rows };
    if (isFirst && !this.#hasOutput) return lines;
    await this.#screen?.whenParsed();
    // The rest of a sequence that is cut in two comes with what follows.
    const snapshot = this.#screen?.snapshot({ reset: !isFirst }) ?? '';
    const data = (isFirst ? '' : RESET_COLORS) + this.#colors.text + snapshot + this.#open.text;
    return lines + this.#line({ kind: 'output', atMicros: this.#baseMicros, data });
  }

  #line(item: CastItem): string {
    if (item.kind === 'resize') this.#writtenSize = { cols: item.cols, rows: item.rows };
    return this.#converter?.convert(item) ?? '';
  }

  /** Nobody looks at the screen after the beginning of the last part. */
  get #needsScreen(): boolean {
    return this.#index + (this.#isInside ? 1 : 0) < this.#ranges.length;
  }

  #feed(item: CastItem): void {
    if (item.kind === 'resize') this.#size = { cols: item.cols, rows: item.rows };
    if (!this.#needsScreen) return;
    if (item.kind === 'resize') this.#screen?.write('', () => this.#screen?.resize(item.cols, item.rows));
    if (item.kind !== 'output') return;
    this.#hasOutput = true;
    this.#open.add(item.data);
    this.#screen?.write(item.data);
  }
}

/** Version 1 is only read. */
export const writtenVersion = ({ version }: CastHeader): WrittenCastVersion => (version === 3 ? 3 : 2);
