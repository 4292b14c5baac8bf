import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { CastDecoder } from '../../src/asciicast/index.ts';
import { strippedEnvironment } from '../support/app-driver.ts';
import { castPath } from '../support/cast-events.ts';
import { FakeAsciinemaServer } from '../support/fake-asciinema-server.ts';
import { tempFolder } from '../support/temp-folder.ts';

const cache = process.env.XDG_CACHE_HOME || `${homedir()}/.cache`;
const asciinema = `${cache}/kpi-tui/peers/recorder/bin/asciinema`;
const hasAsciinema = existsSync(asciinema);
if (!hasAsciinema)
  console.warn('SKIPPED: asciinema 3.2 is not there (npm run peers recorder), so it reads none of the files we edit');

const folder = tempFolder();
const server = await FakeAsciinemaServer.start();
afterAll(async () => {
  await server.close();
  folder.remove();
});

const env = strippedEnvironment({
  HOME: folder.path,
  XDG_STATE_HOME: folder.file('state'),
  XDG_CONFIG_HOME: folder.file('config'),
  ASCIINEMA_SERVER_URL: server.url,
  USER: 'anna',
});
// Not waited for in this thread: the server runs in it.
const run = promisify(execFile);
const kpi = (...args: string[]) => run(process.execPath, ['bin/kpi-tui.js', ...args], { env });
const theirs = (...args: string[]) => run(asciinema, args, { env });

const printed = (path: string): string => {
  const decoder = new CastDecoder();
  const items = [...decoder.decode(readFileSync(path)), ...decoder.end()];
  return items.map((item) => (item.kind === 'output' ? item.data : '')).join('');
};

describe.skipIf(!hasAsciinema)('asciinema 3.2 and what we have edited', () => {
  const secret = folder.file('secret.cast');
  writeFileSync(secret, '{"version": 3, "term": {"cols": 80, "rows": 24}}\n[1.0, "o", "password=hunter2\\r\\n"]\n');

  test.each([
    ['cut', ['cut', '-q', '--from', '10', '--to', '20', '--from', '25', castPath('b_shell')]],
    ['join', ['join', '-q', castPath('r_asciinema32_v3'), castPath('b_shell'), castPath('r_asciinema22_v2')]],
    ['redact', ['redact', '-q', secret]],
  ])('it reads the result of %s as we do', async (name, args) => {
    const path = folder.file(`${name}.cast`);
    await kpi(...args, path);
    const out = folder.file(`${name}.raw`);
    await theirs('convert', '-q', '--overwrite', '-f', 'raw', path, out);
    // Its raw form asks for the size of the window at the beginning, and where that changes.
    const sizes = /\u001b\[8;\d+;\d+t/g;
    expect(readFileSync(out, 'utf8').replaceAll(sizes, '')).toBe(printed(path).replaceAll(sizes, ''));
    expect(printed(path).length).toBeGreaterThan(10);
  });

  test('it reads the markers that we have added', async () => {
    const path = folder.file('marked.cast');
    writeFileSync(path, readFileSync(castPath('b_shell')));
    await kpi('markers', '-q', '--add', '50%=half', path);
    const out = folder.file('marked.3.cast');
    await theirs('convert', '-q', '--overwrite', '-f', 'asciicast-v3', path, out);
    expect(readFileSync(out, 'utf8')).toMatch(/\[[\d.]+, "m", "half"\]/);
  });

  test('our upload is the same request as its own, but for the name of the file', async () => {
    await theirs('upload', castPath('b_shell'));
    await kpi('upload', '--yes', castPath('b_shell'));
    const [its, ours] = server.received;
    expect({ ...ours, fileName: '' }).toEqual({ ...its, fileName: '' });
  });
});
