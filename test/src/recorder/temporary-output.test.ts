import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { writeWhole } from '../../../src/recorder/index.ts';
import type { TemporaryOutput } from '../../../src/recorder/temporary-output.io.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const path = folder.file('place/out.cast');
beforeEach(() => {
  mkdirSync(folder.file('place'), { recursive: true });
  writeFileSync(path, 'before', { mode: 0o644 });
});

const OPTIONS = { code: 'CAST_WRITE', isPrivate: true } as const;
const fill = async (output: TemporaryOutput): Promise<void> => {
  await output.write(Buffer.from('after'));
};
const names = (): string[] => readdirSync(folder.file('place'));

test('the new file replaces the old one, for its owner alone, whatever the umask', async () => {
  const umask = process.umask(0);
  try {
    await writeWhole(path, OPTIONS, fill);
  } finally {
    process.umask(umask);
  }
  expect(readFileSync(path, 'utf8')).toBe('after');
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  expect(names()).toEqual(['out.cast']);
});

test('until it is complete the old file is there', async () => {
  await writeWhole(path, OPTIONS, async (output) => {
    await fill(output);
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect((statSync(`${path}.tmp`).mode & 0o777).toString(8)).toBe('600');
  });
});

test.each([
  ['a failure', () => Promise.reject(new TypeError('no'))],
  ['an interruption', (abort: AbortController) => abort.abort(new TypeError('no'))],
])('%s leaves the old file and nothing else', async (_name, end) => {
  const abort = new AbortController();
  const run = writeWhole(path, { ...OPTIONS, signal: abort.signal }, async (output) => {
    await fill(output);
    await end(abort);
  });
  await expect(run).rejects.toThrow('no');
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(names()).toEqual(['out.cast']);
});

test('an interruption removes what is half written at once, before the process ends', async () => {
  const abort = new AbortController();
  const run = writeWhole(path, { ...OPTIONS, signal: abort.signal }, async () => {
    abort.abort();
    expect(names()).toEqual(['out.cast']);
  });
  await expect(run).rejects.toThrow();
});

test('a link stays a link, and the file behind it is replaced', async () => {
  const link = folder.file('place/link.cast');
  symlinkSync(path, link);
  await writeWhole(link, OPTIONS, fill);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe('after');
});

test('a link at the name of the half-written file is not followed', async () => {
  const victim = folder.file('victim');
  writeFileSync(victim, 'mine');
  symlinkSync(victim, `${path}.tmp`);
  await writeWhole(path, OPTIONS, fill);
  expect(readFileSync(victim, 'utf8')).toBe('mine');
  expect(lstatSync(path).isSymbolicLink()).toBe(false);
});

test('a device is written and not replaced', async () => {
  await writeWhole('/dev/null', OPTIONS, fill);
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test.each([
  ['a folder', () => folder.file('place')],
  ['a folder that is not there', () => folder.file('none/out.cast')],
  ['a full device', () => '/dev/full'],
  ['a place where nothing can be written', () => '/proc/out.cast'],
])('%s is a failure with its code', async (_name, where) => {
  await expect(writeWhole(where(), OPTIONS, fill)).rejects.toMatchObject({ code: 'CAST_WRITE' });
});
