import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import {
  deleteRecordings,
  loadScreenMaker,
  PreviewCache,
  RecordingLibrary,
  renameRecording,
} from '../../../src/recorder/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let library: RecordingLibrary;
afterEach(() => library?.stop());

let folders = 0;
/** A library of a new folder, whose clock is moved until something holds. */
function open(names: readonly string[] = []) {
  const home = folder.file(`home-${folders++}`);
  mkdirSync(home);
  const write = (name: string, events: string): void =>
    writeFileSync(`${home}/${name}`, `{"version": 2, "width": 80, "height": 24}\n${events}`);
  for (const name of names) write(name, '[1.5, "o", "x"]\n[2.0, "m", ""]\n');
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  let changes = 0;
  library = new RecordingLibrary({ folder: home, clock, onChange: () => changes++ });
  library.start();
  const until = async (holds: () => boolean): Promise<void> => {
    const moved = async (): Promise<boolean> => {
      await clock.advanceAsync(100);
      return holds();
    };
    await expect.poll(moved, { timeout: 5000, interval: 2 }).toBe(true);
  };
  const of = (name: string) => library.library.files.find((file) => file.name === name);
  return { home, write, clock, until, of, changes: () => changes };
}

describe('a folder of recordings', () => {
  test('that is not there, or empty, is ready and has none', async () => {
    const { home, until } = open();
    rmSync(home, { recursive: true });
    await until(() => library.library.state.kind === 'ready');
    expect(library.library).toMatchObject({ files: [], total: 0 });
  });

  test('shows what comes, goes, is renamed and grows', async () => {
    const { home, write, until, of } = open(['a.cast']);
    await until(() => of('a')?.seconds === 2);
    expect(of('a')).toMatchObject({ events: 2, markers: 1, fault: undefined });
    write('b.cast', '[7.0, "o", "x"]\n');
    await until(() => of('b')?.seconds === 7);
    library.want([`${home}/b.cast`]);
    appendFileSync(`${home}/b.cast`, '[9.0, "o", "y"]\n');
    await until(() => of('b')?.seconds === 9);
    renameSync(`${home}/a.cast`, `${home}/c.cast`);
    rmSync(`${home}/b.cast`);
    await until(() => library.library.files.map(({ name }) => name).join() === 'c');
  });

  test('says what is wrong with each file', async () => {
    const { home, write, until, of } = open();
    write('torn.cast', '[1.0, "o", "x"]\n[2.0, "o", "y');
    write('bad.cast', '[1.0, "o", "x"]\nnonsense\n{}\n');
    writeFileSync(`${home}/none.cast`, 'text\n');
    writeFileSync(`${home}/empty.cast`, '');
    write('long.cast', `${'[1.0, "o", "0123456789"]\n'.repeat(9000)}[2.0, "o", "y`);
    await until(() => library.library.files.filter(({ fault }) => fault !== undefined).length === 5);
    const faults = Object.fromEntries(library.library.files.map(({ name, fault }) => [name, fault]));
    expect(faults).toMatchObject({
      torn: { isPlayable: true, text: 'cut off in its last line' },
      long: { isPlayable: true, text: 'cut off in its last line' },
      bad: { isPlayable: true, text: '2 lines cannot be read' },
      none: { isPlayable: false, text: expect.stringContaining('not an asciicast') },
      empty: { isPlayable: false, text: expect.stringContaining('empty') },
    });
    expect([of('long')?.seconds, of('long')?.events]).toEqual([1, undefined]);
  });

  test('counts the events of a large file only when it is seen, and never of a huge one', async () => {
    const { home, write, until, of } = open();
    write('large.cast', '[1.0, "o", "0123456789"]\n'.repeat(9000));
    write('huge.cast', '[1.0, "o", "x"]\n');
    truncateSync(`${home}/huge.cast`, 500 * 1024 * 1024);
    await until(() => of('large')?.seconds === 1 && of('huge')?.header !== undefined);
    expect(of('large')?.events).toBeUndefined();
    library.want([`${home}/huge.cast`, `${home}/large.cast`]);
    await until(() => of('large')?.events === 9000);
    // Read whole, its one line of zeros would be too long for any recording.
    expect([of('huge')?.events, of('huge')?.fault?.isPlayable]).toEqual([undefined, true]);
  });

  test('of a thousand files is told a few times, and the loop is never held for long', async () => {
    const { until, changes } = open(Array.from({ length: 1000 }, (_, index) => `${index}.cast`));
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await until(
      () => library.library.files.length === 1000 && library.library.files.every(({ events }) => events === 2),
    );
    clearInterval(beat);
    expect(changes()).toBeLessThan(500);
    // A scan that was one piece of work would hold it for a second and more.
    expect(longest).toBeLessThan(500);
  });
});

describe('files of recordings', () => {
  test('are renamed with the GIF beside them, but not over others', async () => {
    const { home, until, of } = open(['a.cast', 'b.cast']);
    writeFileSync(`${home}/a.gif`, 'GIF');
    await until(() => of('a')?.gifBytes === 3 && of('b') !== undefined);
    await expect(renameRecording({ path: `${home}/a.cast`, gifBytes: 3 }, 'b')).rejects.toMatchObject({
      code: 'CAST_EXISTS',
    });
    expect(await renameRecording({ path: `${home}/a.cast`, gifBytes: 3 }, 'c')).toBe(`${home}/c.cast`);
    library.refresh();
    await until(() => of('c')?.gifBytes === 3 && of('a') === undefined);
  });

  test('are deleted; one that cannot be is named', async () => {
    const { home, until, of } = open(['a.cast', 'b.cast']);
    await deleteRecordings([`${home}/a.cast`]);
    await until(() => of('b') !== undefined && of('a') === undefined);
    await expect(deleteRecordings([`${home}/a.cast`])).rejects.toMatchObject({
      code: 'CAST_WRITE',
      message: expect.stringContaining('a.cast'),
    });
  });
});

describe('first screens', () => {
  test('are what a recording shows after a second; those passed by fast are not read; only the last few are kept', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `${index}.cast`);
    const { home, write, until } = open(names);
    for (const name of names) write(name, `[0.5, "o", "first of ${name}"]\n[5.0, "o", "\\u001b[2Jlater"]\n`);
    library.refresh();
    await until(() => library.library.files.every(({ seconds }) => seconds === 5));
    let reads = 0;
    const makeScreen = await loadScreenMaker(new ManualClock());
    const cache = new PreviewCache(
      (size) => {
        reads++;
        return makeScreen(size);
      },
      () => {},
    );
    const header = { version: 2, cols: 80, rows: 24 } as const;
    const unread = { path: '/unread', name: '', bytes: 90, modifiedMs: 0, gifBytes: undefined };
    const file = (name: string) => ({ ...unread, path: `${home}/${name}`, name, header });
    expect(cache.of(unread).kind).toBe('reading');
    const shown = (name: string): string => {
      const preview = cache.of(file(name));
      return preview.kind === 'screen' ? preview.screen.rowText(0) : preview.kind;
    };
    for (const name of names) expect(shown(name)).toBe('reading');
    await until(() => shown('29.cast') === 'first of 29.cast');
    // The first one was begun at once, the last one is what is looked at.
    expect(reads).toBe(2);
    for (const name of names) await until(() => shown(name) === `first of ${name}`);
    expect(shown('29.cast')).toBe('first of 29.cast');
    expect(shown('1.cast')).toBe('reading');
    // One that has grown shows what it showed, until it is read again.
    write('29.cast', '[0.5, "o", "another beginning"]\n[9.0, "o", "."]\n');
    const grown = { ...file('29.cast'), bytes: 91 };
    const now = (): string => {
      const preview = cache.of(grown);
      return preview.kind === 'screen' ? preview.screen.rowText(0) : preview.kind;
    };
    expect(now()).toBe('first of 29.cast');
    await until(() => now() === 'another beginning');
    cache.clear();
    expect(shown('29.cast')).toBe('reading');
    expect(cache.of({ ...file('x.cast'), fault: { isPlayable: false, text: 'no' } }).kind).toBe('reading');
    const document = { ...unread, isDocument: true, bytes: 50_000_000 };
    await until(() => cache.of(document).kind === 'failed');
    await until(() => cache.of({ ...file('x.cast'), fault: { isPlayable: false, text: 'no' } }).kind === 'failed');
  });
});
