import { describe, expect, test } from 'vitest';
import { changeJson, FilteredChanges, PendingChanges } from '../../../src/cli/pods-changes.ts';
import { podLine, rowJson, safeJson } from '../../../src/cli/pods-text.ts';
import { type PodChange, type PodFilter, parsePodFilter, podColumn } from '../../../src/pods/index.ts';
import { madePod } from '../../support/wire-pod.ts';

const pod = (name: string, status = 'Running') => ({ ...madePod({ metadata: { name } }), status });
const change = (text: string): PodChange => {
  const [type = '', name = '', status] = text.split(' ');
  return { type: type as 'ADDED', pod: pod(name, status) };
};
const shown = (one: PodChange) => ('pod' in one ? `${one.type} ${one.pod.metadata.name} ${one.pod.status}` : one.type);

describe('changes that wait for a slow reader', () => {
  test.each([
    {
      name: 'two states of a pod are the newer',
      given: ['MODIFIED a Pending', 'MODIFIED a Error'],
      seen: ['MODIFIED a Error'],
    },
    { name: 'a new pod stays new', given: ['ADDED a Pending', 'MODIFIED a Running'], seen: ['ADDED a Running'] },
    { name: 'a pod that came and went is nothing', given: ['ADDED a', 'DELETED a'], seen: [] },
    { name: 'the end of a known pod is its end', given: ['MODIFIED a', 'DELETED a'], seen: ['DELETED a Running'] },
    {
      name: 'a pod that went and came back has changed',
      given: ['DELETED a', 'ADDED a Pending'],
      seen: ['MODIFIED a Pending'],
    },
    {
      name: 'pods keep the order of their first changes',
      given: ['ADDED b', 'ADDED a', 'MODIFIED b Error'],
      seen: ['ADDED b Error', 'ADDED a Running'],
    },
  ])('$name', ({ given, seen }) => {
    const pending = new PendingChanges();
    for (const text of given) pending.add(change(text));
    expect(pending.take().map(shown)).toEqual(seen);
    expect(pending.take()).toEqual([]);
  });

  test('going stale and fresh over and over is told once each', () => {
    const pending = new PendingChanges();
    for (let time = 0; time < 5; time++) {
      pending.add({ type: 'STALE', failure: { kind: 'refused' } });
      pending.add({ type: 'FRESH' });
    }
    expect(pending.take().map(shown)).toEqual(['STALE', 'FRESH']);
  });
});

describe('changes through a filter', () => {
  const through = (texts: readonly string[], seeds: readonly string[] = []) => {
    const filtered = new FilteredChanges(parsePodFilter('status:running') as PodFilter);
    for (const name of seeds) filtered.seed(pod(name), 0);
    return texts.map((text) => {
      const seen = filtered.through(change(text), 0);
      return seen === undefined ? '-' : shown(seen);
    });
  };

  test.each([
    {
      name: 'a pod that begins to match is added',
      given: ['ADDED a Pending', 'MODIFIED a Running'],
      seen: ['-', 'ADDED a Running'],
    },
    {
      name: 'one that was added and still matches is modified',
      given: ['ADDED a Running', 'MODIFIED a Running'],
      seen: ['ADDED a Running', 'MODIFIED a Running'],
    },
    {
      name: 'one that ceases to is deleted, once',
      given: ['MODIFIED a Error', 'MODIFIED a Error', 'DELETED a Error'],
      seeds: ['a'],
      seen: ['DELETED a Error', '-', '-'],
    },
    {
      name: 'one that goes on matching is modified',
      given: ['MODIFIED a Running'],
      seeds: ['a'],
      seen: ['MODIFIED a Running'],
    },
  ])('$name', ({ given, seeds, seen }) => {
    expect(through(given, seeds)).toEqual(seen);
  });

  test('notes go through', () => {
    const filtered = new FilteredChanges(parsePodFilter('zzz') as PodFilter);
    expect(filtered.through({ type: 'FRESH' }, 0)).toEqual({ type: 'FRESH' });
  });
});

test('STALE and FRESH have a time, no row, and a reason', () => {
  expect(JSON.parse(changeJson({ type: 'STALE', failure: { kind: 'refused' } }, 0))).toEqual({
    type: 'STALE',
    at: '1970-01-01T00:00:00Z',
    row: null,
    reason: 'connection refused',
  });
  expect(JSON.parse(changeJson({ type: 'FRESH' }, 0))).toEqual({
    type: 'FRESH',
    at: '1970-01-01T00:00:00Z',
    row: null,
  });
});

describe('what a pod says never reaches a terminal as it is', () => {
  const evil = '\u001b[2J\u009b31m\u202e\u200bx\u0007';
  const hostile = { ...madePod({ metadata: { name: `a${evil}` } }), why: evil, labels: { [evil]: evil } };
  const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/;

  test('in JSON, which still means the same', () => {
    const json = rowJson(hostile, 0);
    expect(json).not.toMatch(unsafe);
    expect(JSON.parse(json)).toMatchObject({ name: `a${evil}`, why: evil, labels: { [evil]: evil } });
    expect(JSON.parse(safeJson({ a: '\u2028\\u009b' }))).toEqual({ a: '\u2028\\u009b' });
  });

  test('in a line of a table', () => {
    const columns = ['name', 'why'].map((id) => ({
      column: podColumn(id) as NonNullable<ReturnType<typeof podColumn>>,
      cols: 10,
      limit: 40,
    }));
    expect(podLine(hostile, 0, columns)).not.toMatch(unsafe);
  });
});
