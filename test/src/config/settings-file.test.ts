import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSettingsFile } from '../../../src/config/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kpi-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const path = join(folder, `${Math.abs(text.length * 31 + (text.codePointAt(0) ?? 0))}.yaml`);
  writeFileSync(path, text);
  return path;
}

test('a file that is there is read, one that is not needed may be missing', async () => {
  expect(await readSettingsFile(fileWith('context: pi-lab\nnamespaces: [shop]\nreadonly: true\n'), true)).toEqual({
    context: 'pi-lab',
    namespaces: ['shop'],
    readonly: true,
  });
  expect(await readSettingsFile(join(folder, 'none.yaml'), false)).toEqual({});
  expect(await readSettingsFile(fileWith(''), true)).toEqual({});
});

test.each([
  ['broken YAML', 'context: [', 'CONFIG_INVALID', 'is not YAML'],
  ['a key of another name', 'contxt: a', 'CONFIG_INVALID', 'contxt'],
  ['a value of another kind', 'readonly: perhaps', 'CONFIG_INVALID', "at 'readonly'"],
])('%s is an error that names the place', async (_name, text, code, message) => {
  await expect(readSettingsFile(fileWith(text), true)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test('a file that was asked for and is not there is a usage error', async () => {
  await expect(readSettingsFile(join(folder, 'none.yaml'), true)).rejects.toMatchObject({
    code: 'CONFIG_MISSING',
    exitCode: 2,
  });
});

test('a folder in its place is an error, not a crash', async () => {
  await expect(readSettingsFile(folder, true)).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE' });
});
