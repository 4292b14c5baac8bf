import { KpiError } from '../flow/index.ts';
import { type CastHeader, type CastTheme, type CastVersion, isSize, LARGEST_SIZE } from './cast-event.ts';

type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the header object of a version (for version 1: the whole document). Throws KpiError `CAST_VERSION` for other
 * versions and `CAST_SIZE` when the size is missing or not within 1..1000.
 */
export function decodeHeader(value: JsonObject): CastHeader {
  const version = value.version;
  if (version !== 1 && version !== 2 && version !== 3) {
    throw new KpiError(
      'CAST_VERSION',
      `version ${JSON.stringify(version) ?? 'none'} of the asciicast format is not known`,
      {
        hint: 'Versions 1, 2 and 3 are read.',
      },
    );
  }
  const term = version === 3 && isObject(value.term) ? value.term : {};
  const size = version === 3 ? { cols: term.cols, rows: term.rows } : { cols: value.width, rows: value.height };
  return {
    version: version as CastVersion,
    ...checkedSize(size),
    ...pick('timestamp', value.timestamp, isNumber),
    ...pick('durationSeconds', version === 3 ? undefined : value.duration, isNumber),
    ...pick('idleLimitSeconds', value.idle_time_limit, isNumber),
    ...pick('command', value.command, isText),
    ...pick('title', value.title, isText),
    ...pick('env', textValues(value.env), isObject),
    ...pick('theme', themeOf(version === 3 ? term.theme : value.theme), isObject),
    ...pick('termType', term.type, isText),
    ...pick('termVersion', term.version, isText),
    ...pick('tags', version === 3 ? value.tags : undefined, isTextList),
  } as CastHeader;
}

function checkedSize(size: { cols: unknown; rows: unknown }): { cols: number; rows: number } {
  if (isSize(size.cols) && isSize(size.rows)) return { cols: size.cols, rows: size.rows };
  const shown = `${JSON.stringify(size.cols) ?? 'none'}x${JSON.stringify(size.rows) ?? 'none'}`;
  throw new KpiError('CAST_SIZE', `the recording says its terminal is ${shown.slice(0, 60)}`, {
    hint: `Columns and rows must be whole numbers within 1..${LARGEST_SIZE}.`,
  });
}

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isText = (value: unknown): boolean => typeof value === 'string';
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** A key is there only when its value is of the right type: other programs write `null` for what they do not know. */
const pick = (key: keyof CastHeader, value: unknown, fits: (value: unknown) => boolean): object =>
  fits(value) ? { [key]: value } : {};

function textValues(value: unknown): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => isText(entry[1])));
}

function themeOf(value: unknown): CastTheme | undefined {
  if (!isObject(value)) return undefined;
  const { fg, bg, palette } = value;
  if (typeof fg !== 'string' || typeof bg !== 'string' || typeof palette !== 'string') return undefined;
  return { fg, bg, palette };
}
