import { messageOf, systemCodeOf } from '../flow/index.ts';
import type { Status } from './api-status.ts';
import { StreamError } from './stream-error.ts';

/** Why a request or a stream ended. A value, not a crash: everything that talks to a server has to expect it. */
export type ApiFailure =
  | { readonly kind: 'refused' }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'network'; readonly cause: unknown };

export function isApiFailure(value: unknown): value is ApiFailure {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return (
    value.kind === 'refused' ||
    (value.kind === 'status' && 'status' in value) ||
    (value.kind === 'network' && 'cause' in value)
  );
}

/** The failure at the bottom of anything that was thrown. */
export function failureOf(thrown: unknown): ApiFailure {
  for (let at = thrown, depth = 0; depth < 8; depth++) {
    if (isApiFailure(at)) return at;
    if (!(at instanceof Error) || at.cause === undefined) break;
    at = at.cause;
  }
  return failureOfCause(thrown);
}

/** What a socket or the request layer threw, as a failure. */
export function failureOfCause(cause: unknown): ApiFailure {
  return systemCodeOf(cause) === 'ECONNREFUSED' ? { kind: 'refused' } : { kind: 'network', cause };
}

/** One line for notes and logs. */
export function failureText(failure: ApiFailure): string {
  if (failure.kind === 'refused') return 'connection refused';
  if (failure.kind === 'network') return messageOf(failure.cause);
  const { code, reason, message } = failure.status;
  return message !== '' ? message : `${reason === '' ? 'status' : reason} (${code})`;
}

/** The reasons of apimachinery that this client tells apart; with any other one the code decides. */
const KNOWN_REASONS = new Set([
  'Unauthorized', 'Forbidden', 'NotFound', 'AlreadyExists', 'Conflict', 'Gone', 'Invalid', 'ServerTimeout', 'StoreReadError',
  'Timeout', 'TooManyRequests', 'BadRequest', 'MethodNotAllowed', 'NotAcceptable', 'RequestEntityTooLarge',
  'UnsupportedMediaType', 'InternalError', 'Expired', 'ServiceUnavailable',
]); // biome-ignore format: a list is easier to read filled

/** The reason of a status, with the code's own where none, or none that is known, was given. */
export function reasonOf(status: Status): string {
  if (KNOWN_REASONS.has(status.reason)) return status.reason;
  return (
    {
      401: 'Unauthorized',
      403: 'Forbidden',
      404: 'NotFound',
      406: 'NotAcceptable',
      410: 'Gone',
      422: 'Invalid',
      500: 'InternalError',
      503: 'ServiceUnavailable',
      504: 'Timeout',
    }[status.code] ?? ''
  );
}

const hasReason = (failure: ApiFailure, ...reasons: readonly string[]): boolean =>
  failure.kind === 'status' && reasons.includes(reasonOf(failure.status));

/** The resourceVersion asked for is too old: a list or watch has to start anew. Quite normal. */
export const isExpired = (failure: ApiFailure): boolean => hasReason(failure, 'Expired', 'Gone');

/** A continue token that is too old, as the server says it. */
export const isContinueExpired = (failure: ApiFailure): boolean =>
  failure.kind === 'status' && failure.status.reason === 'Expired';

export const isRefused = (failure: ApiFailure): boolean => failure.kind === 'refused';
export const isTooManyRequests = (failure: ApiFailure): boolean =>
  hasReason(failure, 'TooManyRequests') || (failure.kind === 'status' && failure.status.code === 429);
export const isInternalError = (failure: ApiFailure): boolean => hasReason(failure, 'InternalError');

/** The connection went away in the middle; what came until then is good. */
export const isCutOff = (failure: ApiFailure): boolean =>
  failure.kind === 'network' && !(failure.cause instanceof StreamError);

const TOO_LARGE = 'Too large resource version';

/** The server is behind the resourceVersion asked for, as after a restart of one of several. */
export function isTooLarge(failure: ApiFailure): boolean {
  if (failure.kind !== 'status') return false;
  const { status } = failure;
  const causes = status.details?.causes ?? [];
  if (causes.some((cause) => cause.reason === 'ResourceVersionTooLarge')) return true;
  if (reasonOf(status) !== 'Timeout') return false;
  return causes.some((cause) => cause.message === TOO_LARGE) || status.message.includes(TOO_LARGE);
}
