import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { type CastMarker, loadScreenMaker, openCastSource, PlaySession } from '../../../src/recorder/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

async function open(path: string) {
  const clock = new ManualClock();
  const notes: string[] = [];
  const source = await openCastSource(path);
  const makeScreen = await loadScreenMaker(clock);
  const session = new PlaySession({ source, clock, makeScreen, onNote: (note) => notes.push(note) });
  await expect.poll(() => session.player.state.isComplete).toBe(true);
  return { session, notes };
}

test('a search goes to the first place from here on, n and N round all of them, another one ends it', async () => {
  const { session, notes } = await open('test/casts/b_shell.cast');
  await session.player.seek(10);
  session.search('user@');
  await expect.poll(() => session.isSearching).toBe(false);
  const first = session.match;
  expect(session.matches.length).toBeGreaterThan(first + 1);
  expect(session.matches[first]?.playedMicros).toBeGreaterThan(10_000_000);
  expect(session.matches[first - 1]?.playedMicros ?? 0).toBeLessThanOrEqual(10_000_000);
  await expect.poll(() => session.player.state.seconds * 1e6).toBeCloseTo(session.matches[first]?.playedMicros ?? 0);
  session.toMatch(-1);
  expect(session.match).toBe((first - 1 + session.matches.length) % session.matches.length);
  session.show(session.matches.length - 1);
  session.toMatch(1);
  expect(session.match).toBe(0);
  expect(notes.at(-1)).toBe(`match 1 of ${session.matches.length}, row ${session.matches[0]?.row}`);
  session.search('no such text');
  await expect.poll(() => notes.at(-1)).toBe('not found: no such text');
  session.search('');
  session.toMatch(1);
  expect(notes.at(-1)).toBe('nothing was searched: press /');
  expect(await session.close()).toBe(0);
});

test('markers get their names, and are in the file when it is closed', async () => {
  const path = folder.file('marks.cast');
  copyFileSync('test/casts/b_shell.cast', path);
  const before = readFileSync(path, 'utf8');
  const { session } = await open(path);
  await session.player.seek(5);
  session.mark('five');
  await session.player.seek(2);
  session.mark();
  expect(session.pendingMarks).toBe(2);
  expect(session.markers.map(({ playedMicros, label }) => [playedMicros, label])).toEqual([
    [2_000_000, ''],
    [5_000_000, 'five'],
  ]);
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(await session.close()).toBe(2);
  const added = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.includes(', "m", '));
  expect(added.map((line) => JSON.parse(line))).toEqual([
    [expect.closeTo(2, 1), 'm', ''],
    [expect.closeTo(5, 1), 'm', 'five'],
  ]);
});

test('markers are taken away: new ones at once, those of the file when it is closed', async () => {
  const path = folder.file('fewer.cast');
  const lines = [
    '{"version": 2, "width": 20, "height": 5}',
    '[1.0, "m", "one"]',
    '[2.0, "m", "two"]',
    '[3.0, "o", "x"]',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  const { session } = await open(path);
  await session.player.seek(3);
  session.mark('three');
  const [one, , three] = session.markers;
  session.unmark(three as NonNullable<typeof three>);
  expect(session.markers.map(({ label }) => label)).toEqual(['one', 'two']);
  session.unmark(one as NonNullable<typeof one>);
  expect(session.markers.map(({ label }) => label)).toEqual(['two']);
  expect(await session.close()).toBe(1);
  expect(readFileSync(path, 'utf8')).toBe(`${[lines[0], ...lines.slice(2)].join('\n')}\n`);
});

test('markers get other names: new ones at once, those of the file, in their places, when it is closed', async () => {
  const path = folder.file('names.cast');
  const lines = [
    '{"version": 2, "width": 20, "height": 5}',
    '[1.0, "m", "one"]',
    '[1.0, "o", "x"]',
    '[2.0, "m", "two"]',
    '[3.0, "o", "y"]',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  const { session } = await open(path);
  const named = (label: string) => session.markers.find((marker) => marker.label === label) as CastMarker;
  await session.player.seek(3);
  session.mark('three');
  session.rename(named('three'), 'four');
  session.rename(named('one'), 'first');
  session.rename(named('first'), 'the first');
  session.rename(named('two'), 'second');
  session.unmark(named('second'));
  expect(session.markers.map(({ label }) => label)).toEqual(['the first', 'four']);
  expect(await session.close()).toBe(3);
  expect(readFileSync(path, 'utf8')).toBe(
    `${[lines[0], '[1.0, "m", "the first"]', lines[2], lines[4], '[3.0, "m", "four"]'].join('\n')}\n`,
  );
});

test('version 1 has none', async () => {
  const path = folder.file('v1.cast');
  writeFileSync(path, JSON.stringify({ version: 1, width: 20, height: 5, duration: 1, stdout: [[0.5, 'x']] }));
  const { session, notes } = await open(path);
  session.mark();
  expect(notes).toEqual(['version 1 has no markers: convert the file first']);
  expect(await session.close()).toBe(0);
});
