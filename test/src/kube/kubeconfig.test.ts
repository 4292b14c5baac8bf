import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KpiError, systemClock } from '../../../src/flow/index.ts';
import {
  type ClusterAccess,
  createApiClient,
  describeFailure,
  failureOf,
  listContexts,
  loadCluster,
} from '../../../src/kube/index.ts';

const TLS = fileURLToPath(new URL('../../samples/kube/tls/', import.meta.url));
const pem = (name: string): Buffer => readFileSync(join(TLS, name));

let folder: string;
const stops: (() => unknown)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-kubeconfig-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

interface Parts {
  readonly name?: string;
  readonly server?: string;
  readonly cluster?: object;
  readonly user?: object;
  readonly namespace?: string;
  readonly current?: string;
}

const config = ({
  name = 'home',
  server = 'https://pi:6443',
  cluster,
  user,
  namespace,
  current = name,
}: Parts = {}) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': current,
  clusters: [{ name, cluster: { server, ...cluster } }],
  users: [{ name, user: user ?? {} }],
  contexts: [{ name, context: { cluster: name, user: name, ...(namespace !== undefined && { namespace }) } }],
});

async function errorOf(promise: Promise<unknown>): Promise<KpiError> {
  const thrown = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(thrown).toBeInstanceOf(KpiError);
  return thrown as KpiError;
}

const load = (kubeconfig: string, context?: string): Promise<ClusterAccess> =>
  loadCluster({ kubeconfig, context, env: {} });

describe('what is wrong with a kubeconfig is said', () => {
  test.each<{ name: string; content: unknown; code: string; says: RegExp }>([
    { name: 'nothing in it', content: '', code: 'KUBE_CONFIG_EMPTY', says: /is empty/ },
    { name: 'comments only', content: '# nothing\n', code: 'KUBE_CONFIG_EMPTY', says: /is empty/ },
    {
      name: 'no clusters',
      content: { apiVersion: 'v1', kind: 'Config' },
      code: 'KUBE_CONFIG_EMPTY',
      says: /names no cluster/,
    },
    { name: 'half a flow mapping', content: '{"apiVersion": [', code: 'KUBE_CONFIG_INVALID', says: /no YAML/ },
    {
      name: 'half a document',
      content: 'clusters:\n- name: x\n  cluster: {server: "http',
      code: 'KUBE_CONFIG_INVALID',
      says: /no YAML/,
    },
    {
      name: 'aliases that grow',
      content: `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replaceAll(/(.)/g, (c) => `${c}: &${c} [*${String.fromCharCode(c.charCodeAt(0) - 1)}, *${String.fromCharCode(c.charCodeAt(0) - 1)}, *${String.fromCharCode(c.charCodeAt(0) - 1)}, *${String.fromCharCode(c.charCodeAt(0) - 1)}]\n`)}`,
      code: 'KUBE_CONFIG_INVALID',
      says: /no YAML.*alias/i,
    },
    { name: 'a list', content: '- a\n- b\n', code: 'KUBE_CONFIG_INVALID', says: /no mapping/ },
    { name: 'a text', content: 'hello', code: 'KUBE_CONFIG_INVALID', says: /no mapping/ },
    { name: 'another kind', content: { kind: 'Pod' }, code: 'KUBE_CONFIG_INVALID', says: /kind is Pod/ },
    {
      name: 'clusters that are no list',
      content: { clusters: { a: 1 } },
      code: 'KUBE_CONFIG_INVALID',
      says: /clusters is no list/,
    },
    {
      name: 'a cluster without a name',
      content: { clusters: [{ cluster: {} }] },
      code: 'KUBE_CONFIG_INVALID',
      says: /clusters\[0\] has no name/,
    },
    {
      name: 'a context without its cluster',
      content: { ...config(), clusters: [] },
      code: 'KUBE_CONFIG_INVALID',
      says: /cluster "home", which is not there/,
    },
    {
      name: 'a context without its user',
      content: { ...config(), users: [] },
      code: 'KUBE_CONFIG_INVALID',
      says: /user "home", which is not there/,
    },
    {
      name: 'a cluster without a server',
      content: config({ server: '' }),
      code: 'KUBE_CONFIG_INVALID',
      says: /has no server/,
    },
    {
      name: 'a server that is no address',
      content: config({ server: 'ftp://pi' }),
      code: 'KUBE_CONFIG_INVALID',
      says: /ftp:\/\/pi.*no address/,
    },
    {
      name: 'a current context that is not there',
      content: config({ current: 'gone' }),
      code: 'KUBE_CONFIG_INVALID',
      says: /"gone" is not there/,
    },
  ])('$name', async ({ content, code, says }) => {
    const path = file('config', content);
    const error = await errorOf(load(path));
    expect({ code: error.code, exitCode: error.exitCode }).toEqual({ code, exitCode: 1 });
    expect(error.message).toMatch(says);
    expect(error.message).toContain(path);
    expect(error.hint).toBeTruthy();
    expect(error.message.includes('\n')).toBe(false);
  });

  test('a file that is not there', async () => {
    const error = await errorOf(load(join(folder, 'nowhere')));
    expect(error).toMatchObject({ code: 'KUBE_CONFIG_MISSING', exitCode: 1, hint: expect.stringContaining('--demo') });
  });

  test('a folder', async () => {
    expect(await errorOf(load(folder))).toMatchObject({
      code: 'KUBE_CONFIG_UNREADABLE',
      message: expect.stringContaining('folder'),
    });
  });

  test.skipIf(process.getuid?.() === 0)('a file of somebody else', async () => {
    const path = file('config', config());
    chmodSync(path, 0o000);
    expect(await errorOf(load(path))).toMatchObject({ code: 'KUBE_CONFIG_UNREADABLE', exitCode: 3 });
  });

  test('a context that is not there names the nearest one and is a usage error', async () => {
    const error = await errorOf(load(file('config', config({ name: 'production' })), 'prodution'));
    expect(error).toMatchObject({
      code: 'KUBE_CONTEXT_UNKNOWN',
      exitCode: 2,
      hint: expect.stringContaining('Did you mean "production"?'),
    });
  });
});

describe('where a kubeconfig is found', () => {
  test('a flag wins over KUBECONFIG, that over the home folder', async () => {
    const flag = file('flag', config({ name: 'flag' }));
    const listed = file('listed', config({ name: 'listed' }));
    file('.kube/config', config({ name: 'home' }));
    const env = { HOME: folder, KUBECONFIG: listed };
    expect((await listContexts({ kubeconfig: flag, env })).current).toBe('flag');
    expect((await listContexts({ env })).current).toBe('listed');
    expect((await listContexts({ env: { HOME: folder } })).current).toBe('home');
  });

  test('of several files the first that says a thing wins, and one that is missing is passed over', async () => {
    const first = file('first', { ...config({ name: 'a', namespace: 'one', current: '' }) });
    const second = file('second', {
      ...config({ name: 'b', current: 'b' }),
      contexts: [
        { name: 'a', context: { cluster: 'b', user: 'b' } },
        { name: 'b', context: { cluster: 'b', user: 'b' } },
      ],
    });
    const env = { KUBECONFIG: [join(folder, 'missing'), first, second].join(delimiter) };
    expect(await listContexts({ env })).toEqual({
      current: 'b',
      contexts: [
        { name: 'a', namespace: 'one', cluster: 'a', user: 'a' },
        { name: 'b', namespace: 'default', cluster: 'b', user: 'b' },
      ],
    });
  });

  test('none of several files is an error that names them', async () => {
    const error = await errorOf(listContexts({ env: { KUBECONFIG: join(folder, 'a') } }));
    expect(error).toMatchObject({ code: 'KUBE_CONFIG_MISSING', message: expect.stringContaining(join(folder, 'a')) });
  });

  test('nothing anywhere is an error', async () => {
    expect(await errorOf(listContexts({ env: { HOME: folder } }))).toMatchObject({ code: 'KUBE_CONFIG_MISSING' });
  });

  test('within a pod its own account is the cluster', async () => {
    file('account/token', 'secret\n');
    file('account/namespace', 'shop\n');
    file('account/ca.crt', pem('ca.crt').toString());
    const env = { HOME: folder, KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const access = await loadCluster({ env, serviceAccountFolder: join(folder, 'account') });
    expect(access).toMatchObject({ context: 'in-cluster', server: 'https://[fd00::1]:443', namespace: 'shop' });
    const { headers, tls } = await access.credentials(false);
    expect(headers).toEqual({ Authorization: 'Bearer secret' });
    expect(tls.ca).toEqual(pem('ca.crt'));
  });
});

describe('who asks', () => {
  test.each<{ name: string; user: object; headers: Record<string, string> }>([
    { name: 'a token', user: { token: 'abc' }, headers: { Authorization: 'Bearer abc' } },
    { name: 'a name and a password', user: { username: 'u', password: 'p' }, headers: { Authorization: 'Basic dTpw' } },
    {
      name: 'somebody else',
      user: { token: 'abc', as: 'jane' },
      headers: { Authorization: 'Bearer abc', 'Impersonate-User': 'jane' },
    },
    { name: 'nobody', user: {}, headers: {} },
  ])('$name', async ({ user, headers }) => {
    const access = await load(file('config', config({ user })));
    expect((await access.credentials(false)).headers).toEqual(headers);
  });

  test('a token in a file, from the folder of the kubeconfig, without its newline', async () => {
    file('sub/token', 'from-file\n');
    const access = await load(file('sub/config', config({ user: { tokenFile: 'token' } })));
    expect((await access.credentials(false)).headers).toEqual({ Authorization: 'Bearer from-file' });
  });

  test('a plugin, which is told what asks it and gets no input', async () => {
    const script = file(
      'plugin.sh',
      '#!/bin/sh\nread -r line && exit 9\necho "{\\"kind\\":\\"ExecCredential\\",\\"status\\":{\\"token\\":\\"$PREFIX-$(echo "$KUBERNETES_EXEC_INFO" | tr -cd "[:alnum:]" | head -c 20)\\"}}"\n',
    );
    chmodSync(script, 0o755);
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './plugin.sh',
      env: [{ name: 'PREFIX', value: 'p' }],
    };
    const access = await load(file('config', config({ user: { exec } })));
    expect((await access.credentials(false)).headers).toEqual({ Authorization: 'Bearer p-apiVersionclientauth' });
  });

  test('a plugin that fails says why', async () => {
    const script = file('plugin.sh', '#!/bin/sh\necho "session expired, log in" >&2\nexit 1\n');
    chmodSync(script, 0o755);
    const error = await errorOf(
      load(file('config', config({ user: { exec: { apiVersion: 'v1', command: script } } }))),
    );
    expect(error).toMatchObject({
      code: 'KUBE_CREDENTIALS',
      exitCode: 3,
      message: expect.stringContaining('session expired, log in'),
    });
  });

  test('a plugin that is not installed is named', async () => {
    const error = await errorOf(
      load(file('config', config({ user: { exec: { apiVersion: 'v1', command: 'no-such-plugin' } } }))),
    );
    expect(error).toMatchObject({ code: 'KUBE_CREDENTIALS', message: expect.stringContaining('no-such-plugin') });
  });

  test('a certificate file that is not there is named', async () => {
    const error = await errorOf(load(file('config', config({ cluster: { 'certificate-authority': 'gone.crt' } }))));
    expect(error).toMatchObject({
      code: 'KUBE_CREDENTIALS',
      message: expect.stringContaining(join(folder, 'gone.crt')),
    });
  });

  test('after a rejection everything is read anew', async () => {
    const path = file('config', config({ user: { token: 'old' } }));
    const access = await load(path);
    file('config', config({ user: { token: 'new' } }));
    expect((await access.credentials(false)).headers).toEqual({ Authorization: 'Bearer old' });
    expect((await access.credentials(true)).headers).toEqual({ Authorization: 'Bearer new' });
    expect((await access.credentials(false)).headers).toEqual({ Authorization: 'Bearer new' });
  });

  test('the namespace is the context’s, and a server without a scheme has the one that fits', async () => {
    expect(await load(file('a', config({ namespace: 'shop', server: '127.0.0.1:8001' })))).toMatchObject({
      namespace: 'shop',
      server: 'http://127.0.0.1:8001',
    });
    expect(
      await load(file('b', config({ server: 'pi:6443/', cluster: { 'insecure-skip-tls-verify': true } }))),
    ).toMatchObject({ namespace: 'default', server: 'https://pi:6443' });
  });
});

describe('TLS', () => {
  async function serve(options: ServerOptions): Promise<string> {
    const server: Server = createServer(options, (request, response) => {
      const peer = (
        request.socket as unknown as { getPeerCertificate(): { subject?: { CN: string } } }
      ).getPeerCertificate();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          path: request.url,
          client: peer.subject?.CN ?? null,
          authorization: request.headers.authorization ?? null,
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const identity = (name: string): ServerOptions => ({ cert: pem(`${name}.crt`), key: pem(`${name}.key`) });

  async function ask(server: string, cluster: object, user: object = {}): Promise<unknown> {
    const access = await load(file('config', config({ server: `${server}/prefix/`, cluster, user })));
    const client = createApiClient(access, { clock: systemClock });
    stops.push(() => client.close());
    return client.get('/version').catch((thrown: unknown) => describeFailure(failureOf(thrown), access).code);
  }

  const ca = { 'certificate-authority': join(TLS, 'ca.crt') };

  test.each<{ name: string; server: string; cluster: object; outcome: unknown }>([
    {
      name: 'the right authority, as a file',
      server: 'server',
      cluster: ca,
      outcome: { path: '/prefix/version', client: null, authorization: null },
    },
    {
      name: 'the right authority, as data',
      server: 'server',
      cluster: { 'certificate-authority-data': pem('ca.crt').toString('base64') },
      outcome: expect.objectContaining({ path: '/prefix/version' }),
    },
    {
      name: 'no verification',
      server: 'expired',
      cluster: { 'insecure-skip-tls-verify': true },
      outcome: expect.objectContaining({ path: '/prefix/version' }),
    },
    {
      name: 'another server name, as the kubeconfig says',
      server: 'elsewhere',
      cluster: { ...ca, 'tls-server-name': 'elsewhere.example' },
      outcome: expect.objectContaining({ path: '/prefix/version' }),
    },
    {
      name: 'another authority',
      server: 'server',
      cluster: { 'certificate-authority': join(TLS, 'other-ca.crt') },
      outcome: 'KUBE_CERTIFICATE',
    },
    { name: 'no authority', server: 'server', cluster: {}, outcome: 'KUBE_CERTIFICATE' },
    { name: 'an expired certificate', server: 'expired', cluster: ca, outcome: 'KUBE_CERTIFICATE' },
    { name: 'a certificate for another name', server: 'elsewhere', cluster: ca, outcome: 'KUBE_CERTIFICATE' },
    {
      name: 'bytes that are no certificate',
      server: 'server',
      cluster: {
        'certificate-authority-data': Buffer.from('-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----').toString(
          'base64',
        ),
      },
      outcome: 'KUBE_CONFIG_INVALID',
    },
  ])('$name', async ({ server, cluster, outcome }) => {
    expect(await ask(await serve(identity(server)), cluster)).toEqual(outcome);
  });

  test('a client certificate, and a token beside it', async () => {
    const server = await serve({
      ...identity('server'),
      requestCert: true,
      rejectUnauthorized: true,
      ca: pem('ca.crt'),
    });
    const user = { 'client-certificate': join(TLS, 'client.crt'), 'client-key': join(TLS, 'client.key'), token: 't' };
    expect(await ask(server, ca, user)).toEqual({
      path: '/prefix/version',
      client: 'client',
      authorization: 'Bearer t',
    });
    expect(await ask(server, ca)).toMatch(/KUBE_CERTIFICATE|KUBE_UNREACHABLE/);
  });

  test('plain http to a TLS port is told as another protocol', async () => {
    const server = await serve(identity('server'));
    expect(await ask(server.replace('https', 'http'), {})).toBe('KUBE_UNREACHABLE');
  });

  test('a plain server needs no permission to be plain', async () => {
    const access = await load(file('config', config({ server: 'http://127.0.0.1:1', user: { token: 't' } })));
    expect(await access.credentials(false)).toMatchObject({ headers: { Authorization: 'Bearer t' } });
  });
});
