import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type App, openApp } from '../../support/app-driver.ts';
import { FakeAsciinemaServer, newApi } from '../../support/fake-asciinema-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
const server = await FakeAsciinemaServer.start();
const cast = folder.file('demo.cast');
writeFileSync(cast, '{"version": 2, "width": 80, "height": 24}\n[1.0, "o", "hello"]\n');

let app: App | undefined;
beforeEach(() => server.answer(newApi));
afterEach(async () => {
  await app?.close();
  app = undefined;
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

async function asked(): Promise<App> {
  const env = { HOME: folder.path, XDG_CONFIG_HOME: folder.file('config'), ASCIINEMA_SERVER_URL: server.url };
  app = openApp(['bin/kpi-tui.js', 'upload', cast], { env });
  await app.until((text) => text.includes('Upload it? [y/N]'));
  expect(app.text()).toContain('Secrets: none found');
  return app;
}

test.each([
  ['n and Enter', 'n\r', 1],
  ['Enter alone', '\r', 1],
  ['the end of the input', '\u0004', 1],
  ['Ctrl-C', '\u0003', 130],
])('after %s nothing was sent', async (_name, keys, code) => {
  const program = await asked();
  program.press(keys);
  expect(await program.exited).toBe(code);
  expect(server.received).toEqual([]);
});

test('after a yes it is sent, and where it is comes last', async () => {
  const program = await asked();
  expect(server.received).toEqual([]);
  program.press('y\r');
  expect(await program.exited).toBe(0);
  expect(program.text()).toContain('https://example.org/a/new');
  expect(server.received).toHaveLength(1);
});
