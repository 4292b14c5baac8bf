import { KpiError } from '../flow/index.ts';
import type { CastHeader, CastItem } from './cast-event.ts';
import { EventReader } from './decode-event.ts';
import { decodeHeader, isObject } from './decode-header.ts';
import { decodeVersion1 } from './decode-version-1.ts';
import { LineSplitter } from './line-splitter.ts';

/** A version 1 file is one JSON document, so it has to be held whole. */
const LONGEST_DOCUMENT = 64 * 1024 * 1024;

/** A place in a file of version 2 or 3, at the beginning of a line, from which it can be read on. */
export interface CastPoint {
  readonly byte: number;
  /** The time of the event before. */
  readonly micros: number;
}

type Stage =
  | { readonly kind: 'start' }
  | { readonly kind: 'document'; readonly lines: string[]; length: number }
  | { readonly kind: 'events'; readonly reader: EventReader; readonly version: 2 | 3 };

/**
 * Reads a recording of version 1, 2 or 3 as its bytes come; how they are cut makes no difference. Blank lines are
 * skipped, a bad line is an item, a torn last line is not an error. Throws KpiError `CAST_FORMAT`, `CAST_VERSION`,
 * `CAST_SIZE` or `CAST_LINE`.
 */
export class CastDecoder {
  readonly #splitter = new LineSplitter();
  #stage: Stage = { kind: 'start' };
  #header: CastHeader | undefined;
  #bytes = 0;
  #badLines = 0;
  #isTruncated = false;

  /** A decoder for the bytes from a point on, of a file whose header is known. Lines are counted from there. */
  static at(header: CastHeader, point: CastPoint): CastDecoder {
    if (header.version === 1) throw new TypeError('header: expected version 2 or 3, received 1');
    const decoder = new CastDecoder();
    const reader = new EventReader(header.version, point.micros);
    decoder.#header = header;
    decoder.#stage = { kind: 'events', reader, version: header.version };
    decoder.#bytes = point.byte;
    return decoder;
  }

  /** Behind the last whole line that was decoded; undefined before the header, and for version 1. */
  get point(): CastPoint | undefined {
    if (this.#stage.kind !== 'events') return undefined;
    return { byte: this.#bytes - this.#splitter.pendingBytes, micros: this.#stage.reader.lastMicros };
  }

  get header(): CastHeader | undefined {
    return this.#header;
  }

  get badLines(): number {
    return this.#badLines;
  }

  /** True after `end` when the last line was cut off in the middle: the writer was killed. */
  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  decode(chunk: Uint8Array): CastItem[] {
    const items: CastItem[] = [];
    this.#bytes += chunk.length;
    const before = this.#splitter.lines;
    const lines = this.#splitter.split(chunk);
    for (const [index, line] of lines.entries()) this.#line(line, before + index + 1, items);
    return items;
  }

  /** Says that there are no more bytes; returns what was still open. */
  end(): CastItem[] {
    const items: CastItem[] = [];
    const rest = this.#splitter.rest();
    if (this.#stage.kind === 'events') {
      if (rest !== undefined) this.#lastLine(rest, items);
      return items;
    }
    if (rest !== undefined) this.#line(rest, this.#splitter.lines, items);
    if (this.#stage.kind === 'document') this.#document(this.#stage.lines.join('\n'), items);
    else if (this.#stage.kind === 'start') throw notACast('the file is empty');
    return items;
  }

  #line(line: string, number: number, items: CastItem[]): void {
    if (this.#stage.kind === 'start') this.#firstLine(line, items);
    else if (this.#stage.kind === 'document') this.#hold(this.#stage, line);
    else this.#eventLine(line, number, items);
  }

  #firstLine(line: string, items: CastItem[]): void {
    const text = line.startsWith('\ufeff') ? line.slice(1) : line;
    if (text.trim() === '') return;
    if (!text.trimStart().startsWith('{')) throw notACast('it does not begin with a JSON object');
    const value = parsed(text);
    if (isObject(value) && value.version !== 1) {
      this.#header = decodeHeader(value);
      const version = this.#header.version as 2 | 3;
      this.#stage = { kind: 'events', reader: new EventReader(version), version };
      items.push({ kind: 'header', header: this.#header });
      return;
    }
    // Version 1 is one document, often printed over many lines.
    this.#stage = { kind: 'document', lines: [], length: 0 };
    this.#hold(this.#stage, text);
  }

  #hold(stage: Extract<Stage, { kind: 'document' }>, line: string): void {
    stage.length += line.length + 1;
    if (stage.length > LONGEST_DOCUMENT) throw notACast('it is one JSON document of more than 64 MB');
    stage.lines.push(line);
  }

  #document(text: string, items: CastItem[]): void {
    const value = parsed(text);
    if (!isObject(value)) throw notACast('its first line is not JSON, nor is the whole');
    const { header, events } = decodeVersion1(value);
    this.#header = header;
    items.push({ kind: 'header', header });
    for (const [index, event] of events.entries()) {
      if (event.kind !== 'bad') items.push(event);
      else this.#bad(index + 1, event.reason, items);
    }
  }

  #eventLine(line: string, number: number, items: CastItem[]): void {
    if (this.#stage.kind !== 'events' || line.trim() === '') return;
    if (this.#stage.version === 3 && line.startsWith('#')) {
      items.push({ kind: 'comment', text: line.slice(1) });
      return;
    }
    const event = this.#stage.reader.read(line);
    if (event.kind === 'bad') this.#bad(number, event.reason, items);
    else items.push(event);
  }

  /** A line without its newline: whole by luck, or torn. */
  #lastLine(line: string, items: CastItem[]): void {
    const isWhole = line.trim() === '' || line.startsWith('#') || parsed(line) !== undefined;
    if (isWhole) this.#eventLine(line, this.#splitter.lines, items);
    else this.#isTruncated = true;
  }

  #bad(line: number, reason: string, items: CastItem[]): void {
    this.#badLines++;
    items.push({ kind: 'bad-line', line, reason });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notACast = (why: string): KpiError =>
  new KpiError('CAST_FORMAT', `this is not an asciicast recording: ${why}`, {
    hint: 'A recording begins with a line like {"version": 2, "width": 80, "height": 24}.',
  });
