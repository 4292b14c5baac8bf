import { expect, test } from 'vitest';
import { ObjectStore, type StoredObject, TimerHeap } from '../../../src/demo/index.ts';
import { fc } from '../../support/property.ts';

const key = fc.constantFrom('a/x', 'a/y', 'a-b/x', 'b/x', 'c/z');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('compact' as const), back: fc.nat(3) }) },
);

test('what was at any resourceVersion that is not compacted can be listed, and followed from', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const store = new ObjectStore<StoredObject>(1_000);
      const known = new Map<string, StoredObject>();
      const lists = new Map<number, StoredObject[]>([[0, []]]);
      let version = 0;
      let compacted = 0;
      for (const one of steps) {
        if (one.kind === 'compact') {
          compacted = Math.max(compacted, version - one.back);
          store.compact(compacted);
        } else if (one.kind === 'put') {
          const object = { key: one.key, namespace: '', name: one.key, resourceVersion: ++version };
          known.set(one.key, object);
          store.put(object);
        } else if (known.has(one.key)) {
          known.delete(one.key);
          store.remove({ key: one.key, namespace: '', name: one.key, resourceVersion: ++version });
        }
        lists.set(
          version,
          [...known.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
        );
      }
      for (const [at, list] of lists) {
        if (at < compacted) {
          expect([store.listAt(at), store.changesAfter(at)]).toEqual(['expired', 'expired']);
          continue;
        }
        expect(store.listAt(at)).toEqual(list);
        const replayed = new Map(list.map((object) => [object.key, object]));
        const changes = store.changesAfter(at);
        if (changes === 'expired') throw new Error(`expired at ${at}`);
        for (const { type, object } of changes) {
          if (type === 'DELETED') replayed.delete(object.key);
          else replayed.set(object.key, object);
        }
        expect(new Set(replayed.values())).toEqual(new Set(known.values()));
      }
    }),
  );
});

test('a history that grows too long loses its oldest part, and says so', () => {
  const store = new ObjectStore<StoredObject>(10);
  for (let version = 1; version <= 100; version++)
    store.put({ key: 'k', namespace: '', name: 'k', resourceVersion: version });
  expect(store.listAt(1)).toBe('expired');
  const changes = store.changesAfter(95);
  expect(changes === 'expired' ? changes : changes.map(({ resourceVersion }) => resourceVersion)).toEqual([
    96, 97, 98, 99, 100,
  ]);
});

test('timers come in the order of their times, and of their making where those are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 60 }), fc.nat(20), (times, now) => {
      const heap = new TimerHeap<number>();
      for (const [index, at] of times.entries()) heap.put(at, index);
      const taken: number[] = [];
      for (let due = heap.take(now); due !== undefined; due = heap.take(now)) taken.push(due.value);
      const wanted = times
        .map((at, index) => ({ at, index }))
        .filter(({ at }) => at <= now)
        .sort((a, b) => a.at - b.at || a.index - b.index);
      expect(taken).toEqual(wanted.map(({ index }) => index));
      expect(heap.size).toBe(times.length - taken.length);
    }),
  );
});
