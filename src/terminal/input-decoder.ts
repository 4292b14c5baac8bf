import type { DecodedInput } from './input-event.ts';
import { readInput } from './input-reader.ts';
import { PASTE_START } from './input-sequence.ts';
import { controlKey } from './key-names.ts';

const ESC = 0x1b;
const PASTE_END = [ESC, 0x5b, 0x32, 0x30, 0x31, 0x7e] as const;
/** What a paste may hold; more is read over. */
const PASTE_LIMIT_BYTES = 1024 * 1024;

/** How long half a thing is waited for before it is taken for what it is. */
const ANSWER_MS = 1000;
const PASTE_MS = 3000;

/**
 * Bytes of a terminal to keys, mouse, pastes and answers. However the bytes are split, the events are the same; only
 * `expire`, called when nothing has come for `waitMs`, decides that an ESC was the Escape key.
 */
export class InputDecoder {
  readonly #escapeMs: number;
  #rest: Uint8Array = new Uint8Array(0);
  #skipping: 'control' | 'string' | undefined;
  /** Parts of the paste that is being read. */
  #paste: Uint8Array[] | undefined;
  #pasteBytes = 0;

  constructor(escapeMs: number) {
    this.#escapeMs = escapeMs;
  }

  /** Milliseconds after which `expire` is due if no byte comes; undefined: nothing is half read. */
  get waitMs(): number | undefined {
    if (this.#paste !== undefined) return PASTE_MS;
    if (this.#skipping !== undefined) return ANSWER_MS;
    if (this.#rest.length === 0) return undefined;
    if (this.#rest.length === 1) return this.#escapeMs;
    return this.#isUndecided() ? 4 * this.#escapeMs : ANSWER_MS;
  }

  feed(bytes: Uint8Array): DecodedInput[] {
    this.#rest = this.#rest.length === 0 ? bytes : join([this.#rest, bytes]);
    const events: DecodedInput[] = [];
    let before = -1;
    while (this.#rest.length > 0 && this.#rest.length !== before) {
      before = this.#rest.length;
      if (this.#paste !== undefined) this.#readPaste(events);
      else if (this.#skipping !== undefined) this.#skip();
      else this.#readGround(events);
    }
    return events;
  }

  /** Takes what is half read for what it is: ESC the Escape key, ESC with a character Alt; an answer cut off is dropped. */
  expire(): DecodedInput[] {
    const events: DecodedInput[] = [];
    if (this.#paste !== undefined) {
      this.#addToPaste(this.#rest);
      this.#endPaste(events);
    } else if (this.#rest[0] === ESC && this.#isUndecided()) this.#expireEscape(events);
    this.#skipping = undefined;
    this.#rest = new Uint8Array(0);
    return events;
  }

  #readGround(events: DecodedInput[]): void {
    let at = 0;
    while (at < this.#rest.length) {
      const reading = readInput(this.#rest, at);
      if (reading.kind === 'incomplete') break;
      if (reading.kind === 'overlong') {
        this.#skipping = reading.of;
        at += 2;
        break;
      }
      at = reading.end;
      if (reading.input === PASTE_START) {
        this.#paste = [];
        this.#pasteBytes = 0;
        break;
      }
      if (reading.input !== undefined) events.push(reading.input);
    }
    this.#rest = this.#rest.subarray(at);
  }

  #readPaste(events: DecodedInput[]): void {
    const end = indexOf(this.#rest, PASTE_END);
    if (end < 0) {
      // The marker may be split: keep what could be its beginning.
      const kept = Math.min(this.#rest.length, PASTE_END.length - 1);
      this.#addToPaste(this.#rest.subarray(0, this.#rest.length - kept));
      this.#rest = this.#rest.slice(this.#rest.length - kept);
      return;
    }
    this.#addToPaste(this.#rest.subarray(0, end));
    this.#rest = this.#rest.subarray(end + PASTE_END.length);
    this.#endPaste(events);
  }

  #addToPaste(bytes: Uint8Array): void {
    const part = bytes.slice(0, Math.max(0, PASTE_LIMIT_BYTES - this.#pasteBytes));
    this.#pasteBytes += part.length;
    if (part.length > 0) this.#paste?.push(part);
  }

  #endPaste(events: DecodedInput[]): void {
    events.push({ kind: 'paste', text: new TextDecoder().decode(join(this.#paste ?? [])) });
    this.#paste = undefined;
  }

  /** Reads over the rest of a sequence that is longer than any of ours. */
  #skip(): void {
    for (let at = 0; at < this.#rest.length; at++) {
      const byte = this.#rest[at] as number;
      const isEnd = this.#skipping === 'control' ? byte >= 0x40 && byte <= 0x7e : byte === 0x07 || byte === 0x18;
      if (!isEnd && byte !== ESC) continue;
      if (byte === ESC && this.#skipping === 'string' && this.#rest[at + 1] === undefined) {
        this.#rest = this.#rest.subarray(at);
        return;
      }
      const isTerminator = byte === ESC && this.#skipping === 'string' && this.#rest[at + 1] === 0x5c;
      this.#skipping = undefined;
      this.#rest = this.#rest.subarray(at + (isTerminator ? 2 : byte === ESC ? 0 : 1));
      return;
    }
    this.#rest = new Uint8Array(0);
  }

  /** Whether what is there could still be keys: introducers without anything behind them. */
  #isUndecided(): boolean {
    const rest = this.#rest;
    let at = 0;
    while (rest[at] === ESC) at++;
    return at > 0 && rest.length - at <= 1;
  }

  #expireEscape(events: DecodedInput[]): void {
    const rest = this.#rest;
    const last = rest[rest.length - 1] as number;
    const escapes = last === ESC ? rest.length : rest.length - 2;
    for (let count = 0; count < escapes; count++) events.push(controlKey(ESC, rest.slice(count, count + 1)));
    if (last !== ESC && last < 0x80) {
      events.push({ kind: 'key', key: `Alt-${String.fromCharCode(last)}`, text: '', bytes: rest.slice(escapes) });
    }
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function indexOf(bytes: Uint8Array, marker: readonly number[]): number {
  for (let at = bytes.indexOf(ESC); at >= 0 && at + marker.length <= bytes.length; at = bytes.indexOf(ESC, at + 1)) {
    if (marker.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
