import { readFile } from 'node:fs/promises';
import type { Credentials, TlsMaterial } from './cluster-access.ts';
import { credentialsError } from './credentials-error.ts';
import type { ChosenContext } from './kubeconfig.ts';

type Entry = ChosenContext['user'];

/** Whether a user's credentials stand in the kubeconfig or in files, so that no program and no server is asked for them. */
export function areStatic(user: Entry): boolean {
  return user.exec === undefined && user['auth-provider'] === undefined;
}

/**
 * Token, name and password, client certificate, and whom to be: as the kubeconfig says, by the rules of client-go's
 * clientcmd (data before files of TLS material, a token's file before the token). Files are read for every request, so
 * that what the kubelet or certbot renews is seen. Rejects with a KpiError KUBE_CREDENTIALS.
 */
export async function readStaticCredentials(chosen: ChosenContext): Promise<Credentials> {
  try {
    return { headers: await headersOf(chosen.user), tls: await tlsOf(chosen) };
  } catch (cause) {
    throw credentialsError(chosen, cause);
  }
}

async function headersOf(user: Entry): Promise<Record<string, string>> {
  const { username, password, tokenFile, token, as } = user;
  const bearer = isText(tokenFile) ? (await readFile(tokenFile, 'utf8')).trim() : token;
  const headers: Record<string, string> = {};
  if (isText(username))
    headers.Authorization = `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`;
  if (isText(bearer)) headers.Authorization = `Bearer ${bearer}`;
  if (isText(as)) headers['Impersonate-User'] = as;
  return headers;
}

async function tlsOf({ cluster, user }: ChosenContext): Promise<TlsMaterial> {
  const serverName = cluster['tls-server-name'];
  const [ca, cert, key] = await Promise.all([
    material(cluster, 'certificate-authority'),
    material(user, 'client-certificate'),
    material(user, 'client-key'),
  ]);
  return {
    ca,
    cert,
    key,
    ...(isText(serverName) && { servername: serverName }),
    ...(cluster['insecure-skip-tls-verify'] === true && { rejectUnauthorized: false }),
  };
}

async function material(entry: Entry, name: string): Promise<Buffer | undefined> {
  const [data, file] = [entry[`${name}-data`], entry[name]];
  if (isText(data)) return Buffer.from(data, 'base64');
  return isText(file) ? await readFile(file) : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
