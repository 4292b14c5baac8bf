import { KpiError } from '../flow/index.ts';
import { type ApiFailure, type KubeObject, StreamError, type WatchEvent } from '../kube/index.ts';
import { formatRfc3339, parseRfc3339 } from '../text/index.ts';

/** The first line of a recorded watch stream. */
export interface StreamHeader {
  readonly server: string;
  /** What was listed and watched: `pods`. */
  readonly resource: string;
  /** One for each list and watch, in the order of their numbers; '' is all namespaces. */
  readonly namespaces: readonly string[];
  /** Whether the first state came as watch events. */
  readonly watchList: boolean;
  /** ms since the epoch; all `atMs` count from here. */
  readonly startedAt: number;
}

interface Line<Type extends string> {
  readonly type: Type;
  /** Number of the list and watch in the header's `namespaces`. */
  readonly source: number;
  readonly atMs: number;
}

/** What a server answered. The items of a page come in lines of their own before its `list` line. */
export type StreamLine<T> =
  | (Line<'items'> & { readonly items: readonly T[] })
  | (Line<'list'> & {
      readonly resourceVersion: string;
      readonly continue: string;
      readonly remainingItemCount?: number | undefined;
      readonly kind?: string | undefined;
      readonly apiVersion?: string | undefined;
    })
  | (Line<'watch'> & { readonly resourceVersion: string; readonly sendInitialEvents: boolean })
  | (Line<'event'> & { readonly event: WatchEvent })
  | Line<'close'>
  | (Line<'failure'> & { readonly of: 'list' | 'watch' | 'events'; readonly failure: ApiFailure });

const VERSION = 1;

export function encodeHeader({ startedAt, ...header }: StreamHeader): string {
  return `${JSON.stringify({ watchStream: VERSION, ...header, startedAt: formatRfc3339(startedAt) })}\n`;
}

/** Objects are written as the projection made them: what a pipeline stores, a tenth of what was on the wire. */
export function encodeLine<T>(line: StreamLine<T>): string {
  return `${JSON.stringify(line, encodeValue)}\n`;
}

/** JSON has no Infinity, which rows use for "never"; a failure's cause is an Error, of which the message is kept. */
function encodeValue(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  if (value instanceof Error) return { $error: value.message, isStream: value instanceof StreamError };
  return value;
}

function decodeValue(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$number' in value && Object.keys(value).length === 1) return Number(value.$number);
  if ('$error' in value && 'isStream' in value)
    return value.isStream === true ? new StreamError(String(value.$error)) : new Error(String(value.$error));
  return value;
}

/** Throws KpiError `STREAM_FORMAT` for what is no header, `STREAM_VERSION` for one of a later version. */
export function decodeHeader(text: string | undefined): StreamHeader {
  const header = text === undefined ? undefined : parsed(text);
  if (!isRecord(header) || typeof header.watchStream !== 'number') throw noStream('its first line is no header');
  if (header.watchStream !== VERSION) {
    throw new KpiError(
      'STREAM_VERSION',
      `the watch stream has version ${header.watchStream}; this program reads ${VERSION}`,
      {
        hint: 'Use the program that recorded it.',
      },
    );
  }
  const { server, resource, namespaces, watchList } = header;
  const startedAt = typeof header.startedAt === 'string' ? parseRfc3339(header.startedAt) : undefined;
  if (!isText(server) || !isText(resource) || typeof watchList !== 'boolean' || startedAt === undefined)
    throw noStream('its header is not complete');
  if (!Array.isArray(namespaces) || namespaces.length === 0 || !namespaces.every(isText))
    throw noStream('its header names no namespaces');
  return { server, resource, namespaces, watchList, startedAt };
}

/** A line after the header; undefined: it is none. `sources`: how many lists and watches the header has. */
export function decodeLine<T extends KubeObject>(text: string, sources: number): StreamLine<T> | undefined {
  const line = parsed(text);
  if (!isRecord(line) || typeof line.atMs !== 'number' || !(line.atMs >= 0)) return undefined;
  if (!Number.isInteger(line.source) || !((line.source as number) >= 0 && (line.source as number) < sources))
    return undefined;
  const isKnown = typeof line.type === 'string' && Object.hasOwn(CHECKS, line.type);
  return isKnown && CHECKS[line.type as StreamLine<T>['type']](line) ? (line as unknown as StreamLine<T>) : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const CHECKS: Readonly<Record<StreamLine<KubeObject>['type'], (line: Fields) => boolean>> = {
  items: ({ items }) => Array.isArray(items) && items.every(isKubeObject),
  list: (line) => isText(line.resourceVersion) && isText(line.continue),
  watch: (line) => isText(line.resourceVersion) && typeof line.sendInitialEvents === 'boolean',
  event: ({ event }) => isRecord(event) && isEvent(event),
  close: () => true,
  failure: ({ of, failure }) => ['list', 'watch', 'events'].includes(of as string) && isFailure(failure),
};

const OF_OBJECTS = new Set(['ADDED', 'MODIFIED', 'DELETED']);

const isEvent = ({ type, object }: Fields): boolean =>
  isText(type) && (OF_OBJECTS.has(type) ? isKubeObject(object) : isRecord(object));

function isKubeObject(object: unknown): boolean {
  if (!isRecord(object) || !isRecord(object.metadata)) return false;
  const { name, namespace, resourceVersion } = object.metadata;
  return isText(name) && isText(resourceVersion) && (namespace === undefined || isText(namespace));
}

function isFailure(failure: unknown): boolean {
  if (!isRecord(failure)) return false;
  if (failure.kind === 'refused') return true;
  if (failure.kind === 'network') return 'cause' in failure;
  const { status } = failure;
  return failure.kind === 'status' && isRecord(status) && isText(status.reason) && isText(status.message);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, decodeValue);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

const noStream = (why: string): KpiError =>
  new KpiError('STREAM_FORMAT', `this is no recorded watch stream: ${why}`, {
    hint: 'Record one with: kpi-tui pipeline --record FILE',
  });
