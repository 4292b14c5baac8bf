import { parseRfc3339 } from '../text/index.ts';
import { setEntry } from './protobuf-decoder.ts';
import type { StringTable } from './string-table.ts';
import { type CompiledField, type CompiledSchema, KIND, type WireRecord, type WireValue } from './wire-schema.ts';

/**
 * Takes the fields of a schema out of a parsed JSON object: exactly what ProtobufDecoder makes of the same object.
 * A value of another type than the schema's is left out.
 */
export class JsonDecoder {
  readonly #strings: StringTable;

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  decode(schema: CompiledSchema, json: unknown): WireRecord {
    const out: WireRecord = { ...schema.blank };
    if (!isRecord(json)) return out;
    for (const field of schema.fields) {
      const value = field.repeated ? this.#list(field, json[field.name]) : this.#value(field, json[field.name]);
      if (value !== undefined && value !== '' && value !== 0 && value !== false) out[field.name] = value;
    }
    return out;
  }

  #list(field: CompiledField, json: unknown): readonly WireValue[] | undefined {
    if (!Array.isArray(json)) return undefined;
    const list = json.map((item) => this.#value(field, item)).filter((item) => item !== undefined);
    return list.length === 0 ? undefined : list;
  }

  #value(field: CompiledField, json: unknown): WireValue | undefined {
    switch (field.kind) {
      case KIND.message:
        return isRecord(json) ? this.decode(field.message as CompiledSchema, json) : undefined;
      case KIND.string:
        return typeof json === 'string' ? this.#strings.ofString(json) : undefined;
      case KIND.int:
        return typeof json === 'number' ? json : undefined;
      case KIND.bool:
        return typeof json === 'boolean' ? json : undefined;
      case KIND.time:
        return typeof json === 'string' ? parseRfc3339(json) : undefined;
      case KIND.quantity:
        return quantity(json);
      default:
        return isRecord(json) ? this.#map(field, json) : undefined;
    }
  }

  #map(field: CompiledField, json: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> | undefined {
    const keys = Object.keys(json);
    if (keys.length === 0) return undefined;
    return this.#strings.map(JSON.stringify(json), () => {
      const map: Record<string, string> = {};
      for (const key of keys) {
        const value = field.kind === KIND.stringMap ? json[key] : quantity(json[key]);
        if (typeof value === 'string') setEntry(map, this.#strings.ofString(key), this.#strings.ofString(value));
      }
      return map;
    });
  }
}

/** A quantity may be a bare number in JSON that a person wrote; servers write strings. */
function quantity(json: unknown): string | undefined {
  if (typeof json === 'number') return String(json);
  return typeof json === 'string' ? json : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
