import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { Agent, type buildConnector, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';
import { type Clock, KpiError, messageOf } from '../flow/index.ts';
import type { ClusterAccess, TlsMaterial } from './cluster-access.ts';
import { directConnector } from './direct-socket.io.ts';

/** Time for one TCP and TLS handshake: a Pi on a slow link needs a second or two. */
const CONNECT_TIMEOUT_MS = 10_000;
/** As client-go: below the idle limit of the load balancers of clouds. */
const KEEP_ALIVE_DELAY_MS = 30_000;

// undici's HTTP parser is WebAssembly. Optimising its one large function takes 0.1 s of CPU and 12 MB, and no byte is read
// the sooner for it: of a body it only counts the bytes.
setFlagsFromString('--liftoff-only');

/**
 * The one connection pool for everything that is asked of a cluster. It is built anew only when the TLS material changes,
 * as when a client certificate was renewed; what runs on the old one goes on there.
 */
export class Connections {
  readonly #access: ClusterAccess;
  readonly #clock: Clock;
  #material: TlsMaterial | undefined;
  #dispatcher: Dispatcher | undefined;

  constructor(access: ClusterAccess, clock: Clock) {
    this.#access = access;
    this.#clock = clock;
  }

  for(material: TlsMaterial): Dispatcher {
    if (this.#dispatcher !== undefined && this.#material !== undefined && isSame(this.#material, material))
      return this.#dispatcher;
    const old = this.#dispatcher;
    this.#dispatcher = buildDispatcher(material, this.#access, this.#clock);
    this.#material = material;
    old?.close().catch(() => {});
    return this.#dispatcher;
  }

  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
    this.#dispatcher = undefined;
  }
}

function buildDispatcher(material: TlsMaterial, access: ClusterAccess, clock: Clock): Dispatcher {
  const { proxyUrl } = access;
  const connect = connectOptions(material, access.server.startsWith('https:'));
  const options = {
    // Watches are quiet for minutes; undici's own limits would cut them. Every exchange has deadlines of its own.
    bodyTimeout: 0,
    headersTimeout: 0,
    pipelining: 1,
    allowH2: false,
  };
  if (proxyUrl === undefined)
    return new Agent({ ...options, connect: directConnector({ ...connect, allowH2: false }, clock) });
  if (/^socks5?h?:/.test(proxyUrl)) {
    return new Socks5ProxyAgent(proxyUrl.replace(/^socks5?h?:/, 'socks5:'), { ...options, requestTls: connect });
  }
  return new ProxyAgent({ ...options, uri: proxyUrl, requestTls: connect });
}

function connectOptions(material: TlsMaterial, isTls: boolean): buildConnector.BuildOptions {
  const { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized } = material;
  const options = { timeout: CONNECT_TIMEOUT_MS, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS };
  // A context loads the system's authorities, which a plain connection never asks for.
  if (!isTls) return options;
  return {
    ...options,
    secureContext: secureContext({ ca, cert, key, pfx, passphrase }),
    ...(servername !== undefined && { servername }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
  };
}

/** Made once, so that bytes which are no certificate are told now and not at the first connection. */
function secureContext(material: TlsMaterial): ReturnType<typeof createSecureContext> {
  const given = Object.fromEntries(Object.entries(material).filter(([, value]) => value !== undefined));
  try {
    // An authority that is none would only be passed over, and then nobody trusted.
    if (material.ca !== undefined) new X509Certificate(material.ca);
    return createSecureContext(given);
  } catch (cause) {
    throw new KpiError(
      'KUBE_CONFIG_INVALID',
      `The kubeconfig has a certificate or key that cannot be read: ${messageOf(cause)}.`,
      {
        cause,
        hint: 'Check certificate-authority, client-certificate and client-key of the context.',
      },
    );
  }
}

function isSame(a: TlsMaterial, b: TlsMaterial): boolean {
  if (a === b) return true;
  return (['ca', 'cert', 'key', 'pfx', 'passphrase', 'servername', 'rejectUnauthorized'] as const).every((name) =>
    isSameValue(a[name], b[name]),
  );
}

function isSameValue(a: unknown, b: unknown): boolean {
  return Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.equals(b) : a === b;
}
