import { rename, rm } from 'node:fs/promises';
import { CastConverter, CastDecoder, type CastItem, type WrittenCastVersion } from '../asciicast/index.ts';
import { KpiError, messageOf } from '../flow/index.ts';
import { readCast } from './cast-reader.io.ts';
import { openOutputFile } from './output-file.io.ts';

/**
 * Adds markers without a label to a recording of version 2 or 3, at times in microseconds. The file is replaced when the
 * new one is complete.
 */
export async function addMarkers(path: string, atMicros: readonly number[]): Promise<void> {
  const decoder = new CastDecoder();
  const temporary = `${path}.tmp`;
  const file = await openOutputFile(temporary);
  try {
    const insert = new MarkerInserter(atMicros);
    for await (const items of readCast(path, decoder))
      await file.write(items.map((item) => insert.lines(item)).join(''));
    await file.write(insert.rest());
    await file.datasync();
    await file.close();
    await rename(temporary, path);
  } catch (cause) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    if (cause instanceof KpiError) throw cause;
    throw new KpiError('CAST_WRITE', `cannot add markers to ${path}: ${messageOf(cause)}`, {
      cause,
      hint: 'The file is as it was.',
    });
  }
}

class MarkerInserter {
  readonly #times: number[];
  #converter: CastConverter | undefined;

  constructor(atMicros: readonly number[]) {
    this.#times = [...atMicros].sort((a, b) => a - b);
  }

  lines(item: CastItem): string {
    if (item.kind === 'header') this.#converter = new CastConverter(item.header.version as WrittenCastVersion);
    const before = 'atMicros' in item ? this.#markersBefore(item.atMicros) : '';
    return before + (this.#converter?.convert(item) ?? '');
  }

  /** Those that come after the last event. */
  rest(): string {
    return this.#markersBefore(Number.POSITIVE_INFINITY);
  }

  #markersBefore(micros: number): string {
    let lines = '';
    while ((this.#times[0] ?? Number.POSITIVE_INFINITY) < micros) {
      const atMicros = this.#times.shift() as number;
      lines += this.#converter?.convert({ kind: 'marker', atMicros, label: '' }) ?? '';
    }
    return lines;
  }
}
