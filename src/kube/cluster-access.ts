/** What TLS needs to know, as bytes: PEM or whatever node:tls takes. */
export interface TlsMaterial {
  readonly ca?: string | Buffer | undefined;
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  readonly pfx?: string | Buffer | undefined;
  readonly passphrase?: string | undefined;
  readonly servername?: string | undefined;
  readonly rejectUnauthorized?: boolean | undefined;
}

/** What one request takes along. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
}

/** A cluster that can be asked: where it is, and who asks. */
export interface ClusterAccess {
  readonly context: string;
  /** `https://host:port/prefix`, without a slash at its end. */
  readonly server: string;
  /** The namespace of the context, `default` where it names none. */
  readonly namespace: string;
  /** `http://` or `socks5://` of the cluster's proxy. */
  readonly proxyUrl: string | undefined;
  /** Where all this was read, for messages: file names, `in-cluster`, `demo`. */
  readonly source: string;
  /** For one request. With `isRejected` the last ones got a 401: everything is read and asked for anew. */
  credentials(isRejected: boolean): Promise<Credentials>;
}

/** A server that asks for no credentials: the demo cluster, `kubectl proxy`. */
export function plainAccess(options: { server: string; context: string; namespace?: string }): ClusterAccess {
  const credentials: Credentials = { headers: {}, tls: {} };
  return {
    context: options.context,
    server: options.server.replace(/\/$/, ''),
    namespace: options.namespace ?? 'default',
    proxyUrl: undefined,
    source: options.context,
    credentials: () => Promise.resolve(credentials),
  };
}
