import { EXIT, KpiError, messageOf, systemCodeOf } from '../flow/index.ts';
import { type ApiFailure, reasonOf } from './api-failure.ts';
import type { Status } from './api-status.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { StreamError } from './stream-error.ts';

/** A failure as a sentence with its cause and one with what to do next, a stable code and an exit code. */
export function describeFailure(
  failure: ApiFailure,
  access?: Pick<ClusterAccess, 'server' | 'context' | 'source'>,
): KpiError {
  const at = access === undefined ? 'the API server' : `the API server ${access.server}`;
  if (failure.kind === 'refused')
    return unreachable(`Nothing answers at ${at}: the connection is refused.`, failure, access);
  if (failure.kind === 'status') return describeStatus(failure.status, at, access);
  const { cause } = failure;
  if (cause instanceof KpiError) return cause;
  return describeNetwork(cause, at, access);
}

type Access = Pick<ClusterAccess, 'server' | 'context' | 'source'> | undefined;

function unreachable(message: string, cause: unknown, access: Access): KpiError {
  const where =
    access === undefined ? 'its address' : `the server of the context "${access.context}" in ${access.source}`;
  return new KpiError('KUBE_UNREACHABLE', message, {
    cause,
    hint: `See that the cluster runs, and check ${where}.`,
    exitCode: EXIT.notReachable,
  });
}

/** OpenSSL's and Node's names of what is wrong with a certificate. */
const CERTIFICATE_CODES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; is the clock right?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not known here',
  CERT_SIGNATURE_FAILURE: 'its certificate is signed by another authority than the kubeconfig names',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

function describeNetwork(cause: unknown, at: string, access: Access): KpiError {
  const code = systemCodeOf(cause) ?? '';
  const certificate =
    CERTIFICATE_CODES[code] ?? (/CERT|ERR_SSL_.*ALERT/.test(code) ? `TLS failed (${code})` : undefined);
  if (certificate !== undefined) {
    return new KpiError('KUBE_CERTIFICATE', `${capital(at)} cannot be trusted: ${certificate}.`, {
      cause,
      hint: 'Check certificate-authority of the cluster and client-certificate of the user in the kubeconfig.',
      exitCode: EXIT.notReachable,
    });
  }
  if (cause instanceof StreamError) {
    return new KpiError('KUBE_PROTOCOL', `${capital(at)} does not answer as Kubernetes does: ${cause.message}.`, {
      cause,
      hint: 'Is there a proxy, or another service, at this address?',
    });
  }
  return unreachable(`${capital(at)} cannot be reached: ${networkText(code, cause)}.`, cause, access);
}

function networkText(code: string, cause: unknown): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known to DNS';
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return `no answer in time (${messageOf(cause)})`;
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'there is no way to it';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'it closed the connection';
  if (/WRONG_VERSION|ERR_SSL|EPROTO|HPE_/.test(code))
    return 'it speaks another protocol; http in place of https, or the other way round?';
  return messageOf(cause);
}

function describeStatus(status: Status, at: string, access: Access): KpiError {
  const reason = reasonOf(status);
  const said = status.message === '' ? `${status.code}` : status.message;
  const who = access === undefined ? 'this user' : `the user of the context "${access.context}"`;
  switch (reason) {
    case 'Unauthorized':
      return new KpiError('KUBE_UNAUTHORIZED', `${capital(at)} does not know ${who}: ${said}.`, {
        hint: 'The token or certificate may have expired: log in again.',
        exitCode: EXIT.notPermitted,
      });
    case 'Forbidden':
      return new KpiError('KUBE_FORBIDDEN', `${capital(at)} does not allow it to ${who}: ${said}.`, {
        hint: 'Ask for a role that may, or name a namespace with -n where one exists.',
        exitCode: EXIT.notPermitted,
      });
    case 'NotFound':
      return new KpiError('KUBE_NOT_FOUND', `${capital(at)} has no such thing: ${said}.`, {});
    case 'ServiceUnavailable':
    case 'TooManyRequests':
    case 'ServerTimeout':
    case 'Timeout':
    case 'InternalError':
      return new KpiError('KUBE_UNAVAILABLE', `${capital(at)} cannot answer now: ${said}.`, {
        hint: 'It may be starting or overloaded: try again in a moment.',
        exitCode: EXIT.notReachable,
      });
    default:
      return new KpiError(
        'KUBE_REFUSED',
        `${capital(at)} refuses the request (${reason || status.code}): ${said}.`,
        {},
      );
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
