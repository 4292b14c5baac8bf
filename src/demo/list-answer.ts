import { type ApiStatus, badRequest, continueExpired, LIST_EXPIRED, tooLarge } from './api-statuses.ts';
import { type ListOptions, selects } from './list-options.ts';
import type { StoredObject } from './object-store.ts';
import type { ResourceKind } from './resource-kind.ts';

/** `tooEarly`: the resourceVersion asked for is still to come. */
export type ListAnswer =
  | { readonly kind: 'list'; readonly pieces: Iterable<string> }
  | { readonly kind: 'refused'; readonly status: ApiStatus }
  | { readonly kind: 'tooEarly'; readonly status: ApiStatus };

/** What stands in a continue token; `rv` -1 means the state of the moment, whatever the pages before showed. */
interface ContinueToken {
  readonly v: 'meta.k8s.io/v1';
  readonly rv: number;
  readonly start: string;
}

/** The text is cut into pieces of about this length, so that no long string is ever made of a list. */
const PIECE_LENGTH = 64 * 1024;

/** Answers a list as an API server without a watch cache does: every limit is kept, and continue tokens hold their state. */
export function answerList<S extends StoredObject>(
  kind: ResourceKind<S>,
  namespace: string,
  options: ListOptions,
  version: number,
): ListAnswer {
  const { resourceVersion, match, limit, continueToken } = options;
  if (continueToken !== '') return continueList(kind, namespace, options, version);
  if (resourceVersion !== undefined && resourceVersion > version)
    return { kind: 'tooEarly', status: tooLarge(resourceVersion, version) };
  const isExact = match === 'Exact' || (match === '' && limit > 0 && (resourceVersion ?? 0) > 0);
  if (!isExact) return page(kind, { namespace, options, version, objects: kind.store.list(), from: 0 });
  const objects = kind.store.listAt(resourceVersion as number);
  if (objects === 'expired') return { kind: 'refused', status: LIST_EXPIRED };
  return page(kind, { namespace, options, version: resourceVersion as number, objects, from: 0 });
}

function continueList<S extends StoredObject>(
  kind: ResourceKind<S>,
  namespace: string,
  options: ListOptions,
  version: number,
): ListAnswer {
  const token = decodeToken(options.continueToken);
  if (token === undefined)
    return { kind: 'refused', status: badRequest('invalid continue token: continue key is not valid') };
  const at = token.rv < 0 ? version : token.rv;
  const objects = kind.store.listAt(at);
  if (objects === 'expired') return { kind: 'refused', status: continueExpired(encodeToken({ ...token, rv: -1 })) };
  return page(kind, { namespace, options, version: at, objects, from: firstAtOrAfter(objects, token.start) });
}

interface Page<S> {
  readonly namespace: string;
  readonly options: ListOptions;
  readonly version: number;
  readonly objects: readonly S[];
  readonly from: number;
}

function page<S extends StoredObject>(
  kind: ResourceKind<S>,
  { namespace, options, version, objects, from }: Page<S>,
): ListAnswer {
  const isSelected = selects(kind, namespace, options);
  const limit = options.limit > 0 ? options.limit : Number.POSITIVE_INFINITY;
  const items: S[] = [];
  let at = from;
  for (; at < objects.length && items.length < limit; at++)
    if (isSelected(objects[at] as S)) items.push(objects[at] as S);
  while (at < objects.length && !isSelected(objects[at] as S)) at++;
  const metadata: Record<string, unknown> = { resourceVersion: String(version) };
  if (at < objects.length) {
    kind.store.keepList(version, objects);
    metadata.continue = encodeToken({ v: 'meta.k8s.io/v1', rv: version, start: `${items.at(-1)?.key}\u0000` });
    // With selectors the server does not know how many are left.
    if (options.labels.length === 0 && options.fields.length === 0)
      metadata.remainingItemCount = countFrom(objects, at, isSelected);
  }
  return { kind: 'list', pieces: piecesOf(kind, metadata, items) };
}

function countFrom<S>(objects: readonly S[], from: number, isSelected: (object: S) => boolean): number {
  let count = 0;
  for (let at = from; at < objects.length; at++) if (isSelected(objects[at] as S)) count++;
  return count;
}

function* piecesOf<S extends StoredObject>(
  kind: ResourceKind<S>,
  metadata: object,
  items: readonly S[],
): Iterable<string> {
  let piece = `{"kind":"${kind.kind}List","apiVersion":"v1","metadata":${JSON.stringify(metadata)},"items":[`;
  for (const [index, item] of items.entries()) {
    piece += index === 0 ? kind.render(item) : `,${kind.render(item)}`;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]}\n`;
}

function firstAtOrAfter(objects: readonly StoredObject[], key: string): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((objects[middle] as StoredObject).key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Base64 without padding, as the server's own.
const encodeToken = (token: ContinueToken): string => Buffer.from(JSON.stringify(token)).toString('base64url');

function decodeToken(text: string): ContinueToken | undefined {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<ContinueToken>;
    const isToken = token.v === 'meta.k8s.io/v1' && typeof token.rv === 'number' && typeof token.start === 'string';
    return isToken ? (token as ContinueToken) : undefined;
  } catch {
    return undefined;
  }
}
