import { type FileHandle, open } from 'node:fs/promises';
import { CastDecoder, type CastHeader, type CastItem } from '../asciicast/index.ts';
import { messageOf } from '../flow/index.ts';
import { readCast } from './cast-reader.io.ts';

/** What a list says of a recording besides its name and size. What is not known is undefined. */
export interface RecordingFacts {
  readonly header?: CastHeader | undefined;
  /** The time of the last event. */
  readonly seconds?: number | undefined;
  readonly events?: number | undefined;
  readonly markers?: number | undefined;
  readonly fault?: RecordingFault | undefined;
  /** It is one JSON document (version 1) that was not read whole: nothing of it can be told from its edges. */
  readonly isDocument?: boolean;
}

/** What is wrong with a file. One that is not playable is no recording at all. */
export interface RecordingFault {
  readonly isPlayable: boolean;
  readonly text: string;
}

/** Enough for any header and for the last events of a file. */
const EDGE_BYTES = 64 * 1024;

/** What can be told from a file's beginning and end, all of it if it is small. Never throws: a fault is among the facts. */
export async function readFacts(path: string, bytes: number): Promise<RecordingFacts> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const head = await read(handle, 0, Math.min(EDGE_BYTES, bytes));
    if (bytes <= EDGE_BYTES) return factsOfSmall(head);
    const decoder = new CastDecoder();
    decoder.decode(head);
    const { header } = decoder;
    if (header === undefined) return { isDocument: true };
    const tail = (await read(handle, bytes - EDGE_BYTES, EDGE_BYTES)).toString('utf8');
    const isCutOff = isTorn(tail);
    const whole = isCutOff ? tail.slice(0, tail.lastIndexOf('\n')) : tail;
    // Only absolute times can be read from the end.
    return {
      header,
      seconds: header.version === 2 ? secondsAtEnd(whole) : undefined,
      fault: isCutOff ? TORN : undefined,
    };
  } catch (cause) {
    return { fault: unplayable(cause) };
  } finally {
    await handle?.close();
  }
}

/** Reads the whole file, piece by piece. Never throws. */
export async function countFacts(path: string): Promise<RecordingFacts> {
  const count = new FactCounter();
  const decoder = new CastDecoder();
  try {
    for await (const items of readCast(path, decoder)) count.add(items);
    return count.facts(decoder);
  } catch (cause) {
    return { fault: unplayable(cause) };
  }
}

function factsOfSmall(bytes: Uint8Array): RecordingFacts {
  const count = new FactCounter();
  const decoder = new CastDecoder();
  count.add(decoder.decode(bytes));
  count.add(decoder.end());
  return count.facts(decoder);
}

class FactCounter {
  #events = 0;
  #markers = 0;
  #lastMicros = 0;

  add(items: readonly CastItem[]): void {
    for (const item of items) {
      if (!('atMicros' in item)) continue;
      this.#events++;
      if (item.kind === 'marker') this.#markers++;
      this.#lastMicros = item.atMicros;
    }
  }

  facts({ header, isTruncated, badLines }: CastDecoder): RecordingFacts {
    const lines = badLines === 1 ? 'a line' : `${badLines} lines`;
    const bad = badLines === 0 ? undefined : { isPlayable: true, text: `${lines} cannot be read` };
    const seconds = this.#lastMicros / 1_000_000;
    return { header, seconds, events: this.#events, markers: this.#markers, fault: isTruncated ? TORN : bad };
  }
}

const TORN: RecordingFault = { isPlayable: true, text: 'cut off in its last line' };

const unplayable = (cause: unknown): RecordingFault => ({ isPlayable: false, text: messageOf(cause) });

async function read(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}

/** A writer that was killed leaves no newline, and nothing that can be parsed behind the last one. */
function isTorn(tail: string): boolean {
  const last = tail.slice(tail.lastIndexOf('\n') + 1);
  if (last.trim() === '' || last.startsWith('#')) return false;
  try {
    JSON.parse(last);
    return false;
  } catch {
    return true;
  }
}

function secondsAtEnd(tail: string): number | undefined {
  for (const line of tail.split('\n').reverse()) {
    const [, seconds] = /^\[(\d+(?:\.\d+)?), *"/.exec(line) ?? [];
    if (seconds !== undefined) return Number(seconds);
  }
  return undefined;
}
