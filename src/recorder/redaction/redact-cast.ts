import { CastConverter, type CastEvent, type CastHeader, type CastItem } from '../../asciicast/index.ts';
import type { PtyScreen } from '../../pty/index.ts';
import { writtenVersion } from '../editing/cast-cut.ts';
import type { ScreenMaker } from '../playing/player.ts';
import { type Detector, findSecrets } from './detectors.ts';
import { maskText, redactHeader, redactText } from './redact-text.ts';
import type { SecretPlaces, SurveyedSecret } from './secret-survey.ts';

/** What was masked, and where. */
export interface MaskedSecret {
  readonly detector: string;
  readonly where: 'output' | 'input' | 'marker' | 'header' | 'comment' | 'other';
  /** Undefined in the header and in comments. */
  readonly atMicros: number | undefined;
  /** Of the screen, from 1, on which it began; undefined where it was not printed. */
  readonly row: number | undefined;
}

/** More places than this are only counted. */
const MOST_PLACES = 10_000;

/**
 * The second pass over a recording: `lines` masks what a survey has found, and what the rest of the file says. Which
 * version is written is that of the file (version 1 becomes 2).
 */
export class CastRedactor {
  readonly #places: SecretPlaces;
  readonly #detectors: readonly Detector[];
  readonly #makeScreen: ScreenMaker | undefined;
  readonly #masked: MaskedSecret[] = [];
  readonly #counts = new Map<string, number>();
  #converter: CastConverter | undefined;
  #screen: PtyScreen | undefined;
  /** Something was written to the screen that may not be parsed. */
  #isFed = false;
  #units = 0;
  #next = 0;

  /** Without `makeScreen` no row is found out. */
  constructor(places: SecretPlaces, detectors: readonly Detector[], makeScreen?: ScreenMaker) {
    this.#places = places;
    this.#detectors = detectors;
    this.#makeScreen = makeScreen;
  }

  /** The first 10,000 in the order of the file. */
  get masked(): readonly MaskedSecret[] {
    return this.#masked;
  }

  /** How many by each detector, all of them. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** The lines of a batch of items with stars for secrets; resolves when the rows of its secrets are known. */
  async lines(items: readonly CastItem[]): Promise<string> {
    const lines = items.map((item) => this.#line(item)).join('');
    if (this.#isFed) await this.#screen?.whenParsed();
    this.#isFed = false;
    return lines;
  }

  dispose(): void {
    this.#screen?.dispose();
  }

  #line(item: CastItem): string {
    if (item.kind === 'header') this.#begin(item.header);
    return this.#converter?.convert(this.#redacted(item)) ?? '';
  }

  #begin(header: CastHeader): void {
    this.#converter = new CastConverter(writtenVersion(header));
    if (this.#places.secrets.length > 0) this.#screen = this.#makeScreen?.(header);
  }

  #redacted(item: CastItem): CastItem {
    switch (item.kind) {
      case 'header':
        return { ...item, header: this.#header(item.header) };
      case 'output':
      case 'input':
        return this.#text(item);
      case 'resize':
        this.#screen?.write('', () => this.#screen?.resize(item.cols, item.rows));
        return item;
      case 'marker':
        return { ...item, label: this.#redactText(item.label, 'marker', item.atMicros) };
      case 'comment':
        return { ...item, text: this.#redactText(item.text, 'comment') };
      case 'other':
        return { ...item, data: this.#redactValue(item.data, item.atMicros) };
      default:
        return item;
    }
  }

  #text(item: CastEvent & { kind: 'output' | 'input' }): CastItem {
    const from = this.#units;
    this.#units += item.data.length;
    this.#look(item, from);
    const mask = this.#places.runs.maskOf(from, item.data.length);
    return mask === undefined ? item : { ...item, data: maskText(item.data, mask) };
  }

  /** Writes an event to the screen and reads the row where each of its secrets begins. */
  #look(item: CastEvent & { kind: 'output' | 'input' }, from: number): void {
    const isOutput = item.kind === 'output';
    let written = 0;
    for (let secret = this.#secretBefore(this.#units); secret !== undefined; secret = this.#secretBefore(this.#units)) {
      this.#next++;
      const index = this.#add({ detector: secret.by, where: item.kind, atMicros: item.atMicros, row: undefined });
      if (!isOutput || index === undefined) continue;
      // Its first character has to be on the screen: it may have wrapped.
      const first = secret.position - from;
      const end = first + ((item.data.codePointAt(first) ?? 0) > 0xffff ? 2 : 1);
      this.#feed(item.data.slice(written, end), () => this.#sawRow(index));
      written = end;
    }
    if (isOutput && this.#next < this.#places.secrets.length) this.#feed(item.data.slice(written));
  }

  #feed(text: string, parsed?: () => void): void {
    this.#isFed = true;
    this.#screen?.write(text, parsed);
  }

  #secretBefore(position: number): SurveyedSecret | undefined {
    const secret = this.#places.secrets[this.#next];
    return secret !== undefined && secret.position < position ? secret : undefined;
  }

  /** Within a sequence it is a title or the like, which has no row. */
  #sawRow(index: number): void {
    const screen = this.#screen;
    const masked = this.#masked[index];
    if (screen?.isAtGround && masked !== undefined) this.#masked[index] = { ...masked, row: screen.cursor.y + 1 };
  }

  /** Its index in the list; undefined when that is full. */
  #add(masked: MaskedSecret): number | undefined {
    this.#counts.set(masked.detector, (this.#counts.get(masked.detector) ?? 0) + 1);
    return this.#masked.length < MOST_PLACES ? this.#masked.push(masked) - 1 : undefined;
  }

  #header(header: CastHeader): CastHeader {
    const known = (text: string): string =>
      this.#places.inHeader.reduce(
        (left, secret) => left.replaceAll(secret.text, '*'.repeat(secret.text.length)),
        text,
      );
    const texts = (of: CastHeader): string[] => [
      of.command ?? '',
      of.title ?? '',
      ...(of.tags ?? []),
      ...Object.entries(of.env ?? {}).map(([name, value]) => `${name}=${value}`),
    ];
    const redacted = redactHeader(this.#detectors)(mapTexts(header, known));
    const before = texts(header);
    for (const [index, text] of texts(redacted).entries()) {
      if (text !== before[index]) this.#addFound(before[index] as string, 'header', undefined);
    }
    return redacted;
  }

  #redactText(text: string, where: MaskedSecret['where'], atMicros?: number): string {
    const redacted = redactText(text, this.#detectors);
    if (redacted !== text) this.#addFound(text, where, atMicros);
    return redacted;
  }

  #addFound(text: string, where: MaskedSecret['where'], atMicros: number | undefined): void {
    let end = 0;
    for (const { from, to, by } of findSecrets(text, this.#detectors).sort((a, b) => a.from - b.from)) {
      if (from >= end) this.#add({ detector: by, where, atMicros, row: undefined });
      end = Math.max(end, to);
    }
    if (end > 0) return;
    const known = this.#places.inHeader.find((secret) => text.includes(secret.text));
    this.#add({ detector: known?.by ?? 'private-key', where, atMicros, row: undefined });
  }

  /** Every text in the data of an event whose code is not known. */
  #redactValue(value: unknown, atMicros: number): unknown {
    if (typeof value === 'string') return this.#redactText(value, 'other', atMicros);
    if (Array.isArray(value)) return value.map((entry) => this.#redactValue(entry, atMicros));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, this.#redactValue(entry, atMicros)]));
  }
}

function mapTexts(header: CastHeader, map: (text: string) => string): CastHeader {
  const { command, title, tags, env } = header;
  return {
    ...header,
    ...(command === undefined ? {} : { command: map(command) }),
    ...(title === undefined ? {} : { title: map(title) }),
    ...(tags === undefined ? {} : { tags: tags.map(map) }),
    ...(env === undefined
      ? {}
      : { env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, map(value)])) }),
  };
}
