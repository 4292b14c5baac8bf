import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { FakeAsciinemaServer, newApi, oldApi } from '../../support/fake-asciinema-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runCli } from './run-cli.ts';

const folder = tempFolder();
const server = await FakeAsciinemaServer.start();
afterAll(async () => {
  await server.close();
  folder.remove();
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ASCIINEMA_ID = '11111111-2222-3333-4444-555555555555';
const config = folder.file('config');
const env = { HOME: folder.path, XDG_CONFIG_HOME: config, USER: 'anna' };
const idFile = `${config}/kpi-tui/install-id`;

const cast = folder.file('demo.cast');
const line = `${JSON.stringify([1.5, 'o', 'x'.repeat(40_000)])}\n`;
writeFileSync(cast, `{"version": 2, "width": 80, "height": 24, "title": "a title"}\n${line.repeat(4)}`);

beforeEach(() => {
  rmSync(config, { recursive: true, force: true });
  server.answer(newApi);
});

const upload = (flags: readonly string[] = [], file = cast) =>
  runCli(['upload', '--yes', '--server-url', server.url, ...flags, file], { env });

describe('what is sent', () => {
  test.each([
    ['a server of today', newApi, 'https://example.org/a/new', ['/api/v1/recordings file']],
    ['an older server', oldApi, 'https://example.org/a/old', ['/api/v1/recordings file', '/api/asciicasts asciicast']],
  ])('to %s: the file in a form, under the name of this machine', async (_name, api, url, forms) => {
    server.answer(api);
    const run = await upload();
    expect(run).toMatchObject({ code: 0, stdout: `${url}\n` });
    expect(run.stderr).toContain(`View it at:\n\n    ${url}`);
    expect(server.received.map(({ path, field }) => `${path} ${field}`)).toEqual(forms);
    const [last] = server.received.slice(-1);
    expect(last).toMatchObject({ method: 'POST', user: 'anna', accept: 'application/json', fileName: 'ascii.cast' });
    expect(last?.file.equals(readFileSync(cast))).toBe(true);
    expect(last?.password).toBe(readFileSync(idFile, 'utf8').trim());
  });

  test('the install id is made once, a UUID for its owner alone', async () => {
    await upload();
    const id = readFileSync(idFile, 'utf8');
    expect(id.trim()).toMatch(UUID);
    expect((statSync(idFile).mode & 0o777).toString(8)).toBe('600');
    await upload();
    expect(readFileSync(idFile, 'utf8')).toBe(id);
    expect(new Set(server.received.map(({ password }) => password))).toEqual(new Set([id.trim()]));
  });

  test.each(['.config', '.local/state', 'config'])("asciinema's install id in %s is used", async (place) => {
    mkdirSync(folder.file(`${place}/asciinema`), { recursive: true });
    writeFileSync(folder.file(`${place}/asciinema/install-id`), ASCIINEMA_ID);
    await upload();
    expect(server.received[0]?.password).toBe(ASCIINEMA_ID);
    rmSync(folder.file(place), { recursive: true });
  });

  test('without a user the name is empty', async () => {
    await runCli(['upload', '-y', cast], { env: { ...env, USER: undefined, ASCIINEMA_SERVER_URL: `${server.url}/` } });
    expect(server.received).toMatchObject([{ path: '/api/v1/recordings', user: '' }]);
  });
});

describe('before it is sent', () => {
  test('size, length, state of redaction and server are told', async () => {
    const { stderr } = await upload();
    const { host } = new URL(server.url);
    expect(stderr).toContain(`${cast}: 00:01, 156K, 80x24, a title\nSecrets: none found\nServer: ${host}\n`);
  });

  test('secrets in it are counted, and how to mask them is said, also with -q', async () => {
    const path = folder.file('secret.cast');
    const token = 'Bearer Zx8kQ1vP0mN4bT7y';
    writeFileSync(path, `{"version": 2, "width": 80, "height": 24, "title": "${token}"}\n[1.0, "o", "${token}"]\n`);
    expect((await upload([], path)).stderr).toContain(`Secrets: 2 NOT masked (bearer 2)`);
    expect((await upload(['-q'], path)).stderr).toContain(`kpi-tui redact ${path}`);
  });

  test.each([
    ['without a yes and nobody to ask', ['--server-url', server.url], 2, '--yes'],
    ['without a server', ['--yes'], 2, '--server-url'],
    ['with a server that is no address', ['--yes', '--server-url', 'example.org'], 2, 'https://'],
    ['with a file address', ['--yes', '--server-url', 'file:///etc'], 2, 'https://'],
    ['with a password in the address', ['--yes', '--server-url', 'https://a:b@example.org'], 2, 'password'],
  ])('%s nothing is sent', async (_name, flags, code, said) => {
    const run = await runCli(['upload', ...flags, cast], { env });
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(said);
    expect(server.received).toEqual([]);
    expect(statSync(idFile, { throwIfNoEntry: false })).toBeUndefined();
  });

  test('what is no recording is not sent', async () => {
    expect(await upload([], 'package.json')).toMatchObject({ code: 1, stdout: '' });
    expect(server.received).toEqual([]);
  });
});

describe('answers', () => {
  const said = (status: number, body: string, location?: string) => () => ({
    status,
    body,
    ...(location === undefined ? {} : { location }),
  });
  test.each([
    ['an unknown machine', said(401, '{"message":"unregistered"}'), 3, 'UPLOAD_UNAUTHORIZED', `${server.url}/connect/`],
    ['a file that is too large', said(413, '{"message":"at most 5 MB"}'), 1, 'UPLOAD_REFUSED', 'at most 5 MB'],
    ['too large, in plain text', said(413, 'too big\u001b[31m'), 1, 'UPLOAD_REFUSED', 'too big'],
    ['too large, in HTML', said(413, '<html>'), 1, 'UPLOAD_REFUSED', 'too large for the server'],
    ['a file that it does not like', said(422, '{"error":"invalid"}'), 1, 'UPLOAD_REFUSED', '422: invalid'],
    ['a fault of its own', said(500, ''), 1, 'UPLOAD_REFUSED', 'try again later'],
    ['broken JSON', said(201, '{"url": "htt'), 1, 'UPLOAD_ANSWER', '201'],
    ['JSON without an address', said(200, '{"url": "javascript:x"}'), 1, 'UPLOAD_ANSWER', '200'],
    ['no API at all', said(404, ''), 1, 'UPLOAD_REFUSED', 'asciinema server'],
    ['a redirect', said(302, '', 'https://elsewhere.example'), 1, 'UPLOAD_REFUSED', 'https://elsewhere.example'],
    ['a dropped connection', () => undefined, 4, 'UPLOAD_UNREACHABLE', 'Check the address'],
  ])('%s', async (_name, answer, code, error, text) => {
    server.answer(answer);
    const run = await upload();
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(`error[${error}]`);
    expect(run.stderr).toContain(text);
    expect(run.stderr).not.toContain('\u001b');
  });

  test('nobody answers', async () => {
    const gone = await FakeAsciinemaServer.start();
    await gone.close();
    const run = await runCli(['upload', '-y', '--server-url', gone.url, cast], { env });
    expect(run).toMatchObject({ code: 4, stdout: '' });
  });

  test('what steers a terminal is shown as text, in JSON as it is', async () => {
    server.answer(said(201, JSON.stringify({ url: 'https://x/\u001b]0;t\u0007', message: 'a\u001b[2Jb\nc' })));
    const run = await upload();
    expect(run.stdout + run.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    expect(JSON.parse((await upload(['-o', 'json'])).stdout)).toMatchObject({
      message: expect.stringMatching(/b\nc$/),
    });
  });

  test('an interruption ends it', async () => {
    const abort = new AbortController();
    server.answer(() => {
      abort.abort();
      return newApi(server.received[0] as never);
    });
    const run = runCli(['upload', '-y', '--server-url', server.url, cast], { env, signal: abort.signal });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });
});
