import { describe, expect, test } from 'vitest';
import { KpiError } from '../../../src/flow/index.ts';
import {
  type ApiFailure,
  describeFailure,
  failureOf,
  isContinueExpired,
  isCutOff,
  isExpired,
  isInternalError,
  isRefused,
  isTooLarge,
  isTooManyRequests,
  type Status,
  StreamError,
} from '../../../src/kube/index.ts';

const status = (given: Partial<Status>): ApiFailure => ({
  kind: 'status',
  status: { code: 0, reason: '', message: '', ...given },
});
const network = (cause: unknown): ApiFailure => ({ kind: 'network', cause });
const coded = (code: string, message = 'm'): Error => Object.assign(new Error(message), { code });

const predicates = {
  isExpired,
  isContinueExpired,
  isTooLarge,
  isTooManyRequests,
  isInternalError,
  isRefused,
  isCutOff,
};

describe('what a failure is', () => {
  test.each<{ name: string; failure: ApiFailure; is: (keyof typeof predicates)[] }>([
    {
      name: '410 by reason Expired',
      failure: status({ code: 410, reason: 'Expired' }),
      is: ['isExpired', 'isContinueExpired'],
    },
    { name: '410 by reason Gone', failure: status({ code: 410, reason: 'Gone' }), is: ['isExpired'] },
    { name: '410 without a reason', failure: status({ code: 410 }), is: ['isExpired'] },
    {
      name: '410 with a reason that nobody knows',
      failure: status({ code: 410, reason: 'Whatever' }),
      is: ['isExpired'],
    },
    { name: '410 with another reason that is known', failure: status({ code: 410, reason: 'NotFound' }), is: [] },
    {
      name: 'Expired with another code',
      failure: status({ code: 400, reason: 'Expired' }),
      is: ['isExpired', 'isContinueExpired'],
    },
    { name: '500 without a reason', failure: status({ code: 500 }), is: ['isInternalError'] },
    { name: 'InternalError', failure: status({ code: 0, reason: 'InternalError' }), is: ['isInternalError'] },
    { name: '429 by code alone', failure: status({ code: 429, reason: 'Timeout' }), is: ['isTooManyRequests'] },
    { name: 'TooManyRequests', failure: status({ code: 429, reason: 'TooManyRequests' }), is: ['isTooManyRequests'] },
    {
      name: 'too large by the reason of a cause',
      failure: status({
        code: 422,
        reason: 'Invalid',
        details: { causes: [{ reason: 'ResourceVersionTooLarge', message: '' }] },
      }),
      is: ['isTooLarge'],
    },
    {
      name: 'too large by the message of a cause',
      failure: status({
        reason: 'Timeout',
        details: { causes: [{ reason: '', message: 'Too large resource version' }] },
      }),
      is: ['isTooLarge'],
    },
    {
      name: 'too large by its own message',
      failure: status({ code: 504, message: 'Timeout: Too large resource version: 9, current: 1' }),
      is: ['isTooLarge'],
    },
    {
      name: 'the same words in no timeout',
      failure: status({ code: 400, reason: 'BadRequest', message: 'Too large resource version' }),
      is: [],
    },
    { name: 'a refusal', failure: { kind: 'refused' }, is: ['isRefused'] },
    { name: 'a reset', failure: network(coded('ECONNRESET')), is: ['isCutOff'] },
    { name: 'broken bytes', failure: network(new StreamError('x')), is: [] },
  ])('$name', ({ failure, is }) => {
    expect(
      Object.entries(predicates)
        .filter(([, predicate]) => predicate(failure))
        .map(([name]) => name),
    ).toEqual(is);
  });
});

describe('what was thrown', () => {
  test.each<{ name: string; thrown: unknown; kind: ApiFailure['kind'] }>([
    { name: 'a failure', thrown: { kind: 'refused' }, kind: 'refused' },
    {
      name: 'an error that a failure caused',
      thrown: new Error('x', { cause: status({ code: 410 }) }),
      kind: 'status',
    },
    { name: 'ECONNREFUSED', thrown: coded('ECONNREFUSED'), kind: 'refused' },
    {
      name: 'ECONNREFUSED as a cause',
      thrown: new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }),
      kind: 'refused',
    },
    {
      name: 'ECONNREFUSED of each address',
      thrown: new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]),
      kind: 'refused',
    },
    { name: 'anything else', thrown: new Error('x'), kind: 'network' },
    { name: 'no error at all', thrown: 'x', kind: 'network' },
  ])('$name is a failure of its kind', ({ thrown, kind }) => {
    expect(failureOf(thrown).kind).toBe(kind);
  });
});

describe('what a person is told', () => {
  const access = { server: 'https://pi:6443', context: 'home', source: 'the/config' };

  test.each<{ name: string; failure: ApiFailure; code: string; exitCode: number; says: RegExp }>([
    {
      name: 'nobody there',
      failure: { kind: 'refused' },
      code: 'KUBE_UNREACHABLE',
      exitCode: 4,
      says: /https:\/\/pi:6443.*refused/,
    },
    { name: 'no such name', failure: network(coded('ENOTFOUND')), code: 'KUBE_UNREACHABLE', exitCode: 4, says: /DNS/ },
    {
      name: 'no answer',
      failure: network(coded('UND_ERR_CONNECT_TIMEOUT')),
      code: 'KUBE_UNREACHABLE',
      exitCode: 4,
      says: /in time/,
    },
    {
      name: 'another protocol',
      failure: network(coded('ERR_SSL_WRONG_VERSION_NUMBER')),
      code: 'KUBE_UNREACHABLE',
      exitCode: 4,
      says: /protocol/,
    },
    {
      name: 'an expired certificate',
      failure: network(coded('CERT_HAS_EXPIRED')),
      code: 'KUBE_CERTIFICATE',
      exitCode: 4,
      says: /expired/,
    },
    {
      name: 'an unknown authority',
      failure: network(coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')),
      code: 'KUBE_CERTIFICATE',
      exitCode: 4,
      says: /authority/,
    },
    {
      name: 'a certificate for another name',
      failure: network(coded('ERR_TLS_CERT_ALTNAME_INVALID')),
      code: 'KUBE_CERTIFICATE',
      exitCode: 4,
      says: /another name/,
    },
    {
      name: 'a token that has expired',
      failure: status({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' }),
      code: 'KUBE_UNAUTHORIZED',
      exitCode: 3,
      says: /home/,
    },
    {
      name: 'RBAC',
      failure: status({ code: 403, reason: 'Forbidden', message: 'pods is forbidden' }),
      code: 'KUBE_FORBIDDEN',
      exitCode: 3,
      says: /pods is forbidden/,
    },
    {
      name: 'a server that starts',
      failure: status({ code: 503 }),
      code: 'KUBE_UNAVAILABLE',
      exitCode: 4,
      says: /now/,
    },
    {
      name: 'what is not there',
      failure: status({ code: 404, reason: 'NotFound', message: 'no pod' }),
      code: 'KUBE_NOT_FOUND',
      exitCode: 1,
      says: /no pod/,
    },
    {
      name: 'a request that is wrong',
      failure: status({ code: 422, reason: 'Invalid', message: 'bad' }),
      code: 'KUBE_REFUSED',
      exitCode: 1,
      says: /Invalid.*bad/,
    },
    {
      name: 'no API server at all',
      failure: network(new StreamError('text/html')),
      code: 'KUBE_PROTOCOL',
      exitCode: 1,
      says: /text\/html/,
    },
    {
      name: 'an error that has its words already',
      failure: network(new KpiError('KUBE_CREDENTIALS', 'no plugin')),
      code: 'KUBE_CREDENTIALS',
      exitCode: 1,
      says: /no plugin/,
    },
  ])('$name', ({ failure, code, exitCode, says }) => {
    const error = describeFailure(failure, access);
    expect({ code: error.code, exitCode: error.exitCode }).toEqual({ code, exitCode });
    expect(error.message).toMatch(says);
    expect(error.message).toMatch(/^[A-Z][^\n]*\.$|no plugin/);
  });
});
