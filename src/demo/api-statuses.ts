/** The body of a failure, as kube-apiserver 1.27 writes it. */
export interface ApiStatus {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: object;
  readonly metadata?: object;
}

export function statusJson({ code, reason, message, details, metadata = {} }: ApiStatus): string {
  const optional = { ...(reason === undefined ? {} : { reason }), ...(details === undefined ? {} : { details }) };
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', message, ...optional, code });
}

export const badRequest = (message: string): ApiStatus => ({ code: 400, reason: 'BadRequest', message });

export const notFound = (plural: string, name: string): ApiStatus => ({
  code: 404,
  reason: 'NotFound',
  message: `${plural} "${name}" not found`,
  details: { name, kind: plural },
});

export const NO_SUCH_RESOURCE: ApiStatus = {
  code: 404,
  reason: 'NotFound',
  message: 'the server could not find the requested resource',
  details: {},
};

export const METHOD_NOT_ALLOWED: ApiStatus = {
  code: 405,
  reason: 'MethodNotAllowed',
  message: 'the server does not allow this method on the requested resource',
  details: {},
};

export const NOT_ACCEPTABLE: ApiStatus = {
  code: 406,
  reason: 'NotAcceptable',
  message: '406: Not Acceptable\n\nAvailable representations: application/json, application/json;stream=watch',
  details: {},
};

export const UNSUPPORTED_MEDIA_TYPE: ApiStatus = {
  code: 415,
  reason: 'UnsupportedMediaType',
  message: 'the body of the request was in an unknown format - accepted media types include: application/json',
};

export const conflict = (kind: string, name: string, uids: { asked: string; found: string }): ApiStatus => ({
  code: 409,
  reason: 'Conflict',
  message:
    `Operation cannot be fulfilled on ${kind} "${name}": the UID in the precondition (${uids.asked}) does not match the UID in record ` +
    `(${uids.found}). The object might have been deleted and then recreated`,
  details: { name, kind },
});

/** A list or a watch from a resourceVersion whose history is compacted. */
export const LIST_EXPIRED: ApiStatus = {
  code: 410,
  reason: 'Expired',
  message: 'The resourceVersion for the provided list is too old.',
};

/** The token in it continues the list with what is there now, which may fit badly to the pages before. */
export const continueExpired = (token: string): ApiStatus => ({
  code: 410,
  reason: 'Expired',
  message:
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue ' +
    'parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token ' +
    'results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and ' +
    'now may show up in the list.',
  metadata: { continue: token },
});

export const watchExpired = (asked: number, oldest: number): ApiStatus => ({
  code: 410,
  reason: 'Expired',
  message: `too old resource version: ${asked} (${oldest})`,
});

export const tooLarge = (asked: number, current: number): ApiStatus => ({
  code: 504,
  reason: 'Timeout',
  message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
  details: {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  },
});

/** A combination of list options that makes no sense. */
export function invalidOption(message: string): ApiStatus {
  const reason = message.startsWith('Unsupported') ? 'FieldValueNotSupported' : 'FieldValueForbidden';
  return {
    code: 422,
    reason: 'Invalid',
    message: `ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: ${message}`,
    details: {
      group: 'meta.k8s.io',
      kind: 'ListOptions',
      causes: [{ reason, message, field: 'resourceVersionMatch' }],
    },
  };
}
