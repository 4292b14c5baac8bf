import { describe, expect, test } from 'vitest';
import { DeletedFinalStateUnknown, Indexer, IndexFunctionError, namespaceIndex } from '../../../src/informer/index.ts';
import { fc } from '../../support/property.ts';
import { type Thing, textOf, thing } from './things.ts';

const colors = { color: ({ color }: Thing) => color.split('+').filter((word) => word !== '-') };

const filled = (): Indexer<Thing> => {
  const indexer = new Indexer<Thing>({ indexers: { ...namespaceIndex, ...colors } });
  indexer.add(thing('b@1', 'red'));
  indexer.add(thing('a@1', 'red+blue'));
  indexer.add(thing('c@1', ''));
  return indexer;
};

test('objects are found by key', () => {
  const indexer = filled();
  expect(indexer.get('ns/a')?.color).toBe('red+blue');
  expect(indexer.get('ns/x')).toBeUndefined();
  expect(indexer.listKeys()).toEqual(['ns/b', 'ns/a', 'ns/c']);
  expect(indexer.list().map(textOf)).toEqual(['b@1', 'a@1', 'c@1']);
});

test('objects are found by what index functions say, keys sorted', () => {
  const indexer = filled();
  expect(indexer.byIndex('color', 'red').map(textOf)).toEqual(['b@1', 'a@1']);
  expect(indexer.indexKeys('color', 'red')).toEqual(['ns/a', 'ns/b']);
  expect(indexer.byIndex('color', 'green')).toEqual([]);
  expect(indexer.listIndexFuncValues('color')).toEqual(['red', 'blue', '']);
  expect(indexer.index('color', thing('x@1', 'blue+red')).map(textOf).sort()).toEqual(['a@1', 'b@1']);
  expect(indexer.byIndex('namespace', 'ns')).toHaveLength(3);
});

test('an index in figures: its values, and those with the most keys', () => {
  expect(filled().indexFacts(2)).toEqual([
    { name: 'namespace', values: 1, largest: [{ value: 'ns', keys: 3 }] },
    {
      name: 'color',
      values: 3,
      largest: [
        { value: 'red', keys: 2 },
        { value: '', keys: 1 },
      ],
    },
  ]);
});

test('an index that is not there is an error, but has no values', () => {
  const indexer = filled();
  for (const ask of [
    () => indexer.byIndex('x', ''),
    () => indexer.indexKeys('x', ''),
    () => indexer.index('x', thing('a@1')),
  ])
    expect(ask).toThrow('Index with name x does not exist');
  expect(indexer.listIndexFuncValues('x')).toEqual([]);
});

test('an index added later knows what was there', () => {
  const indexer = filled();
  indexer.addIndexers({ first: ({ metadata }) => [metadata.name] });
  expect(indexer.indexKeys('first', 'a')).toEqual(['ns/a']);
});

test('a name that is taken adds no index at all', () => {
  const indexer = filled();
  expect(() => indexer.addIndexers({ fresh: () => [], color: () => [] })).toThrow('indexer conflict: color');
  expect(() => indexer.byIndex('fresh', '')).toThrow('does not exist');
});

test('a value that loses its last key is gone', () => {
  const indexer = filled();
  indexer.update(thing('a@2', 'green'));
  expect(indexer.listIndexFuncValues('color').sort()).toEqual(['', 'green', 'red']);
  indexer.delete(new DeletedFinalStateUnknown<Thing>('ns/a', undefined));
  expect(indexer.listIndexFuncValues('color').sort()).toEqual(['', 'red']);
});

test('deleting what is not there, and a resync, do nothing', () => {
  const indexer = filled();
  indexer.delete(thing('x@9'));
  indexer.resync();
  expect(indexer.size).toBe(3);
  expect(indexer.resourceVersion).toBe('1');
});

test('its resourceVersion is of the last write, list or bookmark', () => {
  const indexer = filled();
  indexer.update(thing('a@5'));
  expect(indexer.resourceVersion).toBe('5');
  indexer.delete(thing('a@7'));
  expect(indexer.resourceVersion).toBe('7');
  indexer.replace([thing('a@8')], '9');
  expect(indexer.resourceVersion).toBe('9');
  indexer.noteResourceVersion('12');
  expect(indexer.resourceVersion).toBe('12');
});

test('an index function that throws is fatal and names key and index', () => {
  const indexer = new Indexer<Thing>({
    indexers: {
      bad: ({ color }) => {
        throw new Error(`no ${color}`);
      },
    },
  });
  expect(() => indexer.add(thing('a@1', 'red'))).toThrow(IndexFunctionError);
  expect(() => indexer.add(thing('b@1', 'red'))).toThrow(
    'unable to calculate an index entry for key "ns/b" on index "bad": no red',
  );
});

describe('after any writes', () => {
  const write = fc.oneof(
    fc.record({
      kind: fc.constant('write' as const),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      color: fc.constantFrom('', '-', 'red', 'blue', 'red+blue', 'red+red', 'blue+red'),
    }),
    fc.record({ kind: fc.constant('delete' as const), name: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
    fc.record({
      kind: fc.constant('replace' as const),
      names: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }),
      color: fc.constantFrom('red', 'blue+red'),
    }),
  );

  test('each index equals one built from scratch', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 30 }), (writes) => {
        const indexer = new Indexer<Thing>({ indexers: colors });
        let version = 0;
        for (const act of writes) {
          version++;
          if (act.kind === 'write') indexer.add(thing(`${act.name}@${version}`, act.color));
          else if (act.kind === 'delete') indexer.delete(thing(`${act.name}@${version}`));
          else
            indexer.replace(
              act.names.map((name) => thing(`${name}@${version}`, act.color)),
              String(version),
            );
        }
        const fresh = new Indexer<Thing>({ indexers: colors });
        for (const object of indexer.list()) fresh.add(object);
        const contents = (of: Indexer<Thing>) =>
          Object.fromEntries(of.listIndexFuncValues('color').map((value) => [value, of.indexKeys('color', value)]));
        expect(contents(indexer)).toEqual(contents(fresh));
      }),
    );
  });
});
