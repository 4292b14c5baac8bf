import type { CastEvent } from '../../asciicast/index.ts';
import type { Recording } from '../recording.ts';
import { maskText } from './redact-text.ts';

/** How long an event waits for the rest of a secret. */
const HOLD_MS = 300;
/** Or until so much text waits. */
const HOLD_UNITS = 64 * 1024;
/** Text in the file whose place is still known, so that a secret which is found late can be masked there. */
const HISTORY_UNITS = 1024 * 1024;
const HISTORY_EVENTS = 16 * 1024;
/** Entries are dropped in batches, as it costs to move the rest. */
const FORGET_BATCH = 256;

interface Entry {
  readonly event: CastEvent;
  readonly atMs: number;
  /** Place of its first UTF-16 unit in the stream of all text. */
  readonly base: number;
  readonly text: string;
  mask: Uint8Array | undefined;
  /** The mask with which it was written: what is masked later has the length in bytes that it had. */
  writtenMask: Uint8Array | undefined;
  /** It has been looked at on the screen. */
  isSeen: boolean;
  /** Where its text begins in the file; undefined while it waits. */
  atByte: number | undefined;
}

/**
 * The events between a source and its recording. An output event waits for 300 ms, at most 64 KiB of them together; then
 * it is written with its masked characters as stars. A character that is masked later is overwritten in the file.
 */
export class HeldOutput {
  readonly #recording: Recording;
  #entries: Entry[] = [];
  /** Index of the first entry that waits; those before it are written. */
  #firstHeld = 0;
  #units = 0;
  #heldUnits = 0;
  #writtenUnits = 0;
  #late = 0;
  #lost = 0;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /** Characters that were already in the file and were overwritten there. */
  get lateCharacters(): number {
    return this.#late;
  }

  /** Characters of secrets whose place was forgotten: they stay in the file. */
  get lost(): number {
    return this.#lost;
  }

  get heldUnits(): number {
    return this.#heldUnits;
  }

  /** Adds an event; its text's place in the stream, which is the handle to say that it was seen. */
  add(event: CastEvent, nowMs: number): number {
    const text = event.kind === 'output' || event.kind === 'input' ? event.data : '';
    const base = this.#units;
    this.#entries.push({
      event,
      atMs: nowMs,
      base,
      text,
      mask: undefined,
      writtenMask: undefined,
      isSeen: text === '',
      atByte: undefined,
    });
    // Also an event without text has a place of its own.
    this.#units += Math.max(1, text.length);
    this.#heldUnits += text.length;
    return base;
  }

  seen(base: number): void {
    const entry = this.#find(base);
    if (entry !== undefined) entry.isSeen = true;
  }

  /** Masks one UTF-16 unit of the stream. True when it was not masked before. */
  mask(position: number): boolean {
    const entry = this.#find(position);
    if (entry === undefined) {
      this.#lost++;
      return false;
    }
    const at = position - entry.base;
    entry.mask ??= new Uint8Array(entry.text.length);
    if (entry.mask[at] === 1) return false;
    if (entry.atByte !== undefined) this.#maskInFile(entry, at, entry.atByte);
    entry.mask[at] = 1;
    return true;
  }

  /** Milliseconds until the next event may go; undefined when none waits that was seen. */
  dueIn(nowMs: number): number | undefined {
    const first = this.#entries[this.#firstHeld];
    if (first === undefined || !first.isSeen) return undefined;
    return this.#heldUnits > HOLD_UNITS ? 0 : Math.max(0, first.atMs + HOLD_MS - nowMs);
  }

  /** Writes what has waited long enough; with an infinite time all that was seen. */
  release(nowMs: number): void {
    while (this.dueIn(nowMs) === 0) {
      const entry = this.#entries[this.#firstHeld++] as Entry;
      this.#heldUnits -= entry.text.length;
      this.#write(entry);
    }
    this.#forget();
  }

  #write(entry: Entry): void {
    const { event, text, mask } = entry;
    if (event.kind !== 'output' && event.kind !== 'input') {
      this.#recording.write(event);
      return;
    }
    const data = mask === undefined ? text : maskText(text, mask);
    entry.writtenMask = mask?.slice();
    entry.atByte = this.#recording.writeText({ ...event, data });
    this.#writtenUnits += text.length;
  }

  /** The bytes of one character inside the JSON string become stars, one for each. */
  #maskInFile(entry: Entry, at: number, dataByte: number): void {
    const { text, writtenMask } = entry;
    const before = writtenMask === undefined ? text.slice(0, at) : maskText(text.slice(0, at), writtenMask);
    const code = text.codePointAt(at) as number;
    // The second half of a pair was overwritten with its first.
    if (code >= 0xdc00 && code <= 0xdfff && at > 0) return;
    const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;
    this.#recording.mask(dataByte + jsonBytes(before), jsonBytes(String.fromCodePoint(code)));
    this.#late++;
  }

  #find(position: number): Entry | undefined {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle] as Entry).base <= position) low = middle + 1;
      else high = middle;
    }
    return this.#entries[low - 1];
  }

  #forget(): void {
    let count = 0;
    let units = this.#writtenUnits;
    while (count < this.#firstHeld && (units > HISTORY_UNITS || this.#firstHeld - count > HISTORY_EVENTS)) {
      units -= (this.#entries[count] as Entry).text.length;
      count++;
    }
    if (count < FORGET_BATCH) return;
    this.#entries.splice(0, count);
    this.#firstHeld -= count;
    this.#writtenUnits = units;
  }
}
