import { type ApiStatus, badRequest, continueExpired, LIST_EXPIRED, tooLarge } from './api-statuses.ts';
import type { Encoding, ListMetadata, Piece } from './encoding.ts';
import { type ListOptions, selects } from './list-options.ts';
import type { StoredObject } from './object-store.ts';
import type { ResourceKind } from './resource-kind.ts';

/** What is asked of which resource, and how the answer is to be written. */
export interface Question<S extends StoredObject> {
  readonly kind: ResourceKind<S>;
  /** '' = all. */
  readonly namespace: string;
  readonly options: ListOptions;
  readonly encoding: Encoding<S>;
}

/** `tooEarly`: the resourceVersion asked for is still to come. */
export type ListAnswer =
  | { readonly kind: 'list'; readonly contentType: string; readonly pieces: Iterable<Piece> }
  | { readonly kind: 'refused'; readonly status: ApiStatus }
  | { readonly kind: 'tooEarly'; readonly status: ApiStatus };

/** What stands in a continue token; `rv` -1 means the state of the moment, whatever the pages before showed. */
interface ContinueToken {
  readonly v: 'meta.k8s.io/v1';
  readonly rv: number;
  readonly start: string;
}

/**
 * Answers a list as an API server without a watch cache does: every limit is kept, and continue tokens hold their state.
 * `version` is the resourceVersion of the moment.
 */
export function answerList<S extends StoredObject>(question: Question<S>, version: number): ListAnswer {
  const { kind, options } = question;
  const { resourceVersion, match, limit, continueToken } = options;
  if (continueToken !== '') return continueList(question, version);
  if (resourceVersion !== undefined && resourceVersion > version) {
    return { kind: 'tooEarly', status: tooLarge(resourceVersion, version) };
  }
  const isExact = match === 'Exact' || (match === '' && limit > 0 && (resourceVersion ?? 0) > 0);
  if (!isExact) return answerPage(question, { version, objects: kind.store.list(), from: 0 });
  const objects = kind.store.listAt(resourceVersion as number);
  if (objects === 'expired') return { kind: 'refused', status: LIST_EXPIRED };
  return answerPage(question, { version: resourceVersion as number, objects, from: 0 });
}

function continueList<S extends StoredObject>(question: Question<S>, version: number): ListAnswer {
  const token = decodeToken(question.options.continueToken);
  if (token === undefined) {
    return { kind: 'refused', status: badRequest('invalid continue token: continue key is not valid') };
  }
  const at = token.rv < 0 ? version : token.rv;
  const objects = question.kind.store.listAt(at);
  if (objects === 'expired') return { kind: 'refused', status: continueExpired(encodeToken({ ...token, rv: -1 })) };
  return answerPage(question, { version: at, objects, from: firstAtOrAfter(objects, token.start) });
}

interface Page<S> {
  readonly version: number;
  readonly objects: readonly S[];
  readonly from: number;
}

function answerPage<S extends StoredObject>(question: Question<S>, { version, objects, from }: Page<S>): ListAnswer {
  const { kind, namespace, options, encoding } = question;
  const isSelected = selects(kind, namespace, options);
  const limit = options.limit > 0 ? options.limit : Number.POSITIVE_INFINITY;
  const items: S[] = [];
  let at = from;
  for (; at < objects.length && items.length < limit; at++) {
    if (isSelected(objects[at] as S)) items.push(objects[at] as S);
  }
  const left = countFrom(objects, at, isSelected);
  const metadata: ListMetadata = { resourceVersion: String(version) };
  const { listType: contentType } = encoding;
  if (left === 0) return { kind: 'list', contentType, pieces: encoding.list(metadata, items) };
  kind.store.keepList(version, objects);
  const token = encodeToken({ v: 'meta.k8s.io/v1', rv: version, start: `${items.at(-1)?.key}\u0000` });
  // With selectors a server does not say how many are left.
  const isWhole = options.labels.length === 0 && options.fields.length === 0;
  const more = { continue: token, ...(isWhole ? { remainingItemCount: left } : {}) };
  return { kind: 'list', contentType, pieces: encoding.list({ ...metadata, ...more }, items) };
}

function countFrom<S>(objects: readonly S[], from: number, isSelected: (object: S) => boolean): number {
  let count = 0;
  for (let at = from; at < objects.length; at++) if (isSelected(objects[at] as S)) count++;
  return count;
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
