import { createReadStream } from 'node:fs';
import { CastDecoder, type CastEvent, type CastHeader, type CastPoint } from '../asciicast/index.ts';
import { readCast } from './cast-reader.io.ts';

/** Small pieces, as each is a place to which a player can jump. */
const CHUNK_BYTES = 16 * 1024;

/** Events that were read together, and the point behind them. */
export interface EventBatch {
  readonly events: readonly CastEvent[];
  readonly next: CastPoint;
}

/** A recording that can be read from the start or from a point in it, any number of times. */
export interface CastSource {
  readonly path: string;
  readonly header: CastHeader;
  batches(from?: CastPoint): AsyncGenerator<EventBatch>;
}

/** Opens a recording. Throws KpiError `CAST_READ` and those of a decoder. Nothing is held of it, but version 1 is. */
export async function openCastSource(path: string): Promise<CastSource> {
  const decoder = new CastDecoder();
  const held: CastEvent[] = [];
  for await (const items of readCast(path, decoder)) {
    for (const item of items) if ('atMicros' in item) held.push(item);
    if (decoder.header !== undefined && decoder.header.version !== 1) break;
  }
  const header = decoder.header as CastHeader;
  if (header.version === 1) return { path, header, batches: (from) => heldBatches(held, from) };
  return { path, header, batches: (from) => fileBatches(path, header, from) };
}

/** Of version 1 a point's byte is the number of an event. */
async function* heldBatches(events: readonly CastEvent[], from?: CastPoint): AsyncGenerator<EventBatch> {
  const size = 256;
  for (let at = from?.byte ?? 0; at < events.length; at += size) {
    const batch = events.slice(at, at + size);
    yield { events: batch, next: { byte: at + batch.length, micros: batch.at(-1)?.atMicros ?? 0 } };
  }
}

async function* fileBatches(path: string, header: CastHeader, from?: CastPoint): AsyncGenerator<EventBatch> {
  const decoder = from === undefined ? new CastDecoder() : CastDecoder.at(header, from);
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES, start: from?.byte ?? 0 });
  try {
    for await (const chunk of stream) {
      const batch = batchOf(decoder.decode(chunk as Uint8Array), decoder.point);
      if (batch !== undefined) yield batch;
    }
    const batch = batchOf(decoder.end(), decoder.point);
    if (batch !== undefined) yield batch;
  } finally {
    stream.destroy();
  }
}

function batchOf(items: ReturnType<CastDecoder['decode']>, next: CastPoint | undefined): EventBatch | undefined {
  const events = items.filter((item): item is CastEvent => 'atMicros' in item);
  return next === undefined || events.length === 0 ? undefined : { events, next };
}
