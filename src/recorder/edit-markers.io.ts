import { CastConverter, CastDecoder, type CastItem, type WrittenCastVersion } from '../asciicast/index.ts';
import { KpiError } from '../flow/index.ts';
import { readCast } from './cast-reader.io.ts';
import { writeWhole } from './temporary-output.io.ts';

export interface MarkerEdit {
  /** Times in microseconds of the recording. */
  readonly add: readonly { readonly atMicros: number; readonly label: string }[];
  /** Numbers of markers, from 1 in the order of the file as it was. */
  readonly remove?: ReadonlySet<number>;
  /** New labels by such a number. */
  readonly rename?: ReadonlyMap<number, string>;
}

/**
 * Changes the markers of a recording of version 2 or 3. The file is replaced when the new one is complete. Throws KpiError
 * `CAST_WRITE`, `CAST_VERSION`, or those of a reader.
 */
export async function editMarkers(
  path: string,
  edit: MarkerEdit,
  { signal, decoder = new CastDecoder() }: { readonly signal?: AbortSignal; readonly decoder?: CastDecoder } = {},
): Promise<void> {
  const editor = new MarkerEditor(edit);
  await writeWhole(path, { code: 'CAST_WRITE', isPrivate: true, signal }, async (output) => {
    for await (const items of readCast(path, decoder, signal)) {
      await output.write(Buffer.from(items.map((item) => editor.lines(item)).join('')));
    }
    await output.write(Buffer.from(editor.rest()));
  });
}

/** Adds markers without a label, as a player does. */
export const addMarkers = (path: string, atMicros: readonly number[]): Promise<void> =>
  editMarkers(path, { add: atMicros.map((at) => ({ atMicros: at, label: '' })) });

class MarkerEditor {
  readonly #added: { readonly atMicros: number; readonly label: string }[];
  readonly #removed: ReadonlySet<number>;
  readonly #renamed: ReadonlyMap<number, string>;
  #converter: CastConverter | undefined;
  #seen = 0;

  constructor({ add, remove = new Set(), rename = new Map() }: MarkerEdit) {
    this.#added = [...add].sort((a, b) => a.atMicros - b.atMicros);
    this.#removed = remove;
    this.#renamed = rename;
  }

  lines(item: CastItem): string {
    if (item.kind === 'header') this.#converter = new CastConverter(versionOf(item.header.version));
    const before = 'atMicros' in item ? this.#markersBefore(item.atMicros) : '';
    const kept = item.kind === 'marker' ? this.#edited(item) : item;
    return before + (kept === undefined ? '' : (this.#converter?.convert(kept) ?? ''));
  }

  #edited<T extends { readonly label: string }>(marker: T): T | undefined {
    this.#seen++;
    if (this.#removed.has(this.#seen)) return undefined;
    return { ...marker, label: this.#renamed.get(this.#seen) ?? marker.label };
  }

  /** Those that come after the last event. */
  rest(): string {
    return this.#markersBefore(Number.POSITIVE_INFINITY);
  }

  #markersBefore(micros: number): string {
    let lines = '';
    while ((this.#added[0]?.atMicros ?? Number.POSITIVE_INFINITY) < micros) {
      const marker = this.#added.shift() as { atMicros: number; label: string };
      lines += this.#converter?.convert({ kind: 'marker', ...marker }) ?? '';
    }
    return lines;
  }
}

function versionOf(version: number): WrittenCastVersion {
  if (version === 2 || version === 3) return version;
  throw new KpiError('CAST_VERSION', 'a version 1 recording has no markers', {
    hint: 'Convert it first: kpi-tui convert old.cast new.cast',
  });
}
