import { describe, expect, test } from 'vitest';
import {
  DeletedFinalStateUnknown,
  DeltaFifo,
  type Deltas,
  Indexer,
  type PipelineEvent,
  type Queue,
  RealFifo,
} from '../../../src/informer/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { type Thing, textOf, thing } from './things.ts';

/** What is popped: `a: Added@3 Deleted†3`. */
function printed(deltas: Deltas<Thing>): string {
  const print = ({ type, object }: Deltas<Thing>[number]): string =>
    object instanceof DeletedFinalStateUnknown
      ? `${type}†${object.obj === undefined ? '' : object.obj.metadata.resourceVersion}`
      : `${type}@${object.metadata.resourceVersion}`;
  const first = deltas[0]?.object;
  const name = first instanceof DeletedFinalStateUnknown ? first.key.replace('ns/', '') : first?.metadata.name;
  return `${name}: ${deltas.map(print).join(' ')}`;
}

function popAll(queue: Queue<Thing>): string[] {
  const popped: string[] = [];
  while (queue.depth > 0) popped.push(printed(queue.popNow(() => {})));
  return popped;
}

const known = (...objects: string[]): Indexer<Thing> => {
  const indexer = new Indexer<Thing>();
  for (const object of objects) indexer.add(thing(object));
  return indexer;
};

type Act = (queue: Queue<Thing>) => void;
const add =
  (object: string): Act =>
  (queue) =>
    queue.add(thing(object));
const update =
  (object: string): Act =>
  (queue) =>
    queue.update(thing(object));
const remove =
  (object: string): Act =>
  (queue) =>
    queue.delete(thing(object));
const bury =
  (key: string, last?: string): Act =>
  (queue) =>
    queue.delete(new DeletedFinalStateUnknown(`ns/${key}`, last === undefined ? undefined : thing(last)));
const replace =
  (...objects: string[]): Act =>
  (queue) =>
    queue.replace(
      objects.map((object) => thing(object)),
      '9',
    );
const resync: Act = (queue) => queue.resync();

interface Case {
  readonly name: string;
  readonly known?: readonly string[];
  readonly acts: readonly Act[];
  readonly popped: readonly string[];
}

describe('DeltaFifo', () => {
  test.each<Case>([
    {
      name: 'all deltas of a key are popped together, in the place of its first',
      acts: [add('a@1'), add('b@1'), update('a@2')],
      popped: ['a: Added@1 Updated@2', 'b: Added@1'],
    },
    {
      name: 'nothing but deletions is merged',
      known: ['a@3'],
      acts: [update('a@4'), remove('a@5'), add('a@6')],
      popped: ['a: Updated@4 Deleted@5 Added@6'],
    },
    {
      name: 'of two deletions the older is kept',
      known: ['a@1'],
      acts: [remove('a@2'), remove('a@3')],
      popped: ['a: Deleted@2'],
    },
    {
      name: 'but a tombstone gives way to a deletion that was seen',
      known: ['a@1'],
      acts: [bury('a', 'a@1'), remove('a@3')],
      popped: ['a: Deleted@3'],
    },
    {
      name: 'a tombstone after a deletion adds nothing',
      known: ['a@1'],
      acts: [remove('a@2'), bury('a', 'a@1')],
      popped: ['a: Deleted@2'],
    },
    {
      name: 'a deletion between two others keeps them apart',
      known: ['a@1'],
      acts: [remove('a@2'), add('a@3'), remove('a@4')],
      popped: ['a: Deleted@2 Added@3 Deleted@4'],
    },
    {
      name: 'a deletion of what nobody knows is passed over',
      known: ['b@1'],
      acts: [remove('a@2'), bury('c')],
      popped: [],
    },
    {
      name: 'a deletion of what only waits is not',
      acts: [add('a@1'), remove('a@2')],
      popped: ['a: Added@1 Deleted@2'],
    },
    {
      name: 'a list replaces, and buries what is known and not in it',
      known: ['a@1', 'b@1'],
      acts: [replace('b@2', 'c@2')],
      popped: ['b: Replaced@2', 'c: Replaced@2', 'a: Deleted†1'],
    },
    {
      name: 'a list buries what waits, with its newest state',
      known: ['a@1'],
      acts: [update('a@2'), add('d@2'), replace('b@3')],
      popped: ['a: Updated@2 Deleted†2', 'd: Added@2 Deleted†2', 'b: Replaced@3'],
    },
    {
      name: 'a list does not bury twice what waits as deleted',
      known: ['a@1'],
      acts: [remove('a@2'), replace()],
      popped: ['a: Deleted@2'],
    },
    {
      name: 'a tombstone is not put into another one',
      known: ['a@1'],
      acts: [replace(), add('a@5'), bury('a', 'a@6'), replace()],
      popped: ['a: Deleted†1 Added@5 Deleted†6'],
    },
    { name: 'a list of what waits adds to it', acts: [add('a@1'), replace('a@2')], popped: ['a: Added@1 Replaced@2'] },
    {
      name: 'an object twice in a list comes twice',
      acts: [replace('a@1', 'a@2')],
      popped: ['a: Replaced@1 Replaced@2'],
    },
    {
      name: 'a resync tells each known key',
      known: ['a@1', 'b@1'],
      acts: [resync],
      popped: ['a: Sync@1', 'b: Sync@1'],
    },
    {
      name: 'but none that has something newer',
      known: ['a@1', 'b@1'],
      acts: [update('a@2'), resync],
      popped: ['a: Updated@2', 'b: Sync@1'],
    },
  ])('$name', ({ known: objects = [], acts, popped }) => {
    const queue = new DeltaFifo<Thing>({ knownObjects: known(...objects) });
    for (const act of acts) act(queue);
    expect(popAll(queue)).toEqual(popped);
  });

  test('without known objects only what waits can be deleted', () => {
    const queue = new DeltaFifo<Thing>();
    queue.delete(thing('a@1'));
    expect(queue.depth).toBe(0);
    queue.add(thing('a@1'));
    queue.delete(thing('a@2'));
    expect(popAll(queue)).toEqual(['a: Added@1 Deleted@2']);
  });

  test('a list says Sync where Replaced is switched off, and is transformed all the same', () => {
    const queue = new DeltaFifo<Thing>({
      emitDeltaTypeReplaced: false,
      knownObjects: known(),
      transform: ({ metadata }) => thing(`${metadata.name}@${metadata.resourceVersion}0`),
    });
    queue.replace([thing('a@1')]);
    expect(popAll(queue)).toEqual(['a: Sync@10']);
  });

  test('the key of deltas is that of the newest, of a tombstone its own', () => {
    const queue = new DeltaFifo<Thing>();
    expect(
      queue.keyOf([
        { type: 'Added', object: thing('a@1') },
        { type: 'Deleted', object: new DeletedFinalStateUnknown<Thing>('ns/b', undefined) },
      ]),
    ).toBe('ns/b');
    expect(() => queue.keyOf([])).toThrow("0 length Deltas object; can't get key");
  });
});

describe('RealFifo', () => {
  test.each<Case>([
    {
      name: 'each delta is popped alone, in the order in which it came',
      acts: [add('a@1'), add('b@1'), update('a@2')],
      popped: ['a: Added@1', 'b: Added@1', 'a: Updated@2'],
    },
    {
      name: 'deletions are not merged, nor passed over',
      acts: [remove('a@2'), remove('a@3')],
      popped: ['a: Deleted@2', 'a: Deleted@3'],
    },
    { name: 'a list buries first', known: ['a@6'], acts: [replace('b@9')], popped: ['a: Deleted†6', 'b: Replaced@9'] },
    {
      name: 'it buries what waits, unless that is deleted already',
      known: ['c@1'],
      acts: [add('a@1'), add('b@1'), remove('b@2'), replace('d@3')],
      popped: ['a: Added@1', 'b: Added@1', 'b: Deleted@2', 'a: Deleted†1', 'c: Deleted†1', 'd: Replaced@3'],
    },
    {
      name: 'a resync tells what has nothing waiting',
      known: ['a@1', 'b@1'],
      acts: [update('a@2'), resync],
      popped: ['a: Updated@2', 'b: Sync@1'],
    },
  ])('$name', ({ known: objects = [], acts, popped }) => {
    const queue = new RealFifo<Thing>({ knownObjects: known(...objects) });
    for (const act of acts) act(queue);
    expect(popAll(queue)).toEqual(popped);
  });

  test('an object without a key in a list queues nothing', () => {
    const queue = new RealFifo<Thing>({ knownObjects: known() });
    expect(() => queue.replace([thing('a@1'), {} as Thing])).toThrow('object has no meta');
    expect(queue.depth).toBe(0);
  });

  test('it has to know the objects', () => {
    expect(() => new RealFifo<Thing>({})).toThrow(TypeError);
  });

  test('a long life does not keep what was popped', () => {
    const queue = new RealFifo<Thing>({ knownObjects: known() });
    const popped: string[] = [];
    for (let round = 0; round < 5000; round++) {
      queue.add(thing(`a@${2 * round}`));
      queue.add(thing(`b@${2 * round + 1}`));
      popped.push(printed(queue.popNow(() => {})));
    }
    expect(queue.depth).toBe(5000);
    expect([...popped, ...popAll(queue)]).toEqual(
      Array.from({ length: 10_000 }, (_, index) => `${index % 2 === 0 ? 'a' : 'b'}: Added@${index}`),
    );
  });
});

describe.each([
  {
    name: 'DeltaFifo',
    make: (options: object) => new DeltaFifo<Thing>({ knownObjects: known(), ...options }) as Queue<Thing>,
  },
  {
    name: 'RealFifo',
    make: (options: object) => new RealFifo<Thing>({ knownObjects: known(), ...options }) as Queue<Thing>,
  },
])('$name', ({ make }) => {
  test('has synced when the first list has been processed, not sooner, and never goes back', () => {
    const queue = make({});
    expect(queue.hasSynced()).toBe(false);
    queue.replace([thing('a@1'), thing('b@1')], '1');
    const seen: [boolean, boolean][] = [];
    const look = (_: unknown, isInInitialList: boolean) => seen.push([queue.hasSynced(), isInInitialList]);
    queue.popNow(look);
    queue.popNow(look);
    expect(queue.hasSynced()).toBe(true);
    queue.replace([thing('c@2')], '2');
    queue.popNow(look);
    expect(seen[0]).toEqual([false, true]);
    expect(seen[1]).toEqual([false, true]);
    expect(seen[2]).toEqual([true, false]);
  });

  test('an empty first list has synced at once', () => {
    const queue = make({});
    queue.replace([], '1');
    expect(queue.hasSynced()).toBe(true);
  });

  test('what is added before any list counts as all there is', () => {
    const queue = make({});
    queue.add(thing('a@1'));
    expect(queue.hasSynced()).toBe(true);
  });

  test('an error of one object is thrown, counts as processed, and the next one follows', async () => {
    const queue = make({});
    queue.replace([thing('a@1'), thing('b@1')], '1');
    const fails = (): never => {
      throw new Error('cannot');
    };
    await expect(queue.pop(fails)).rejects.toThrow('cannot');
    await expect(queue.pop(fails)).rejects.toThrow('cannot');
    expect(queue.hasSynced()).toBe(true);
    expect(queue.depth).toBe(0);
  });

  test('a transform that throws queues nothing', () => {
    const queue = make({
      transform: (object: Thing) => {
        if (object.metadata.name === 'bad') throw new Error('cannot transform');
        return object;
      },
    });
    expect(() => queue.add(thing('bad@1'))).toThrow('cannot transform');
    expect(() => queue.replace([thing('a@1'), thing('bad@1')], '1')).toThrow(
      "couldn't enqueue object: cannot transform",
    );
    expect(popAll(queue)).toEqual(['a: Replaced@1']);
  });

  test('a transform does not see tombstones, nor what a resync tells again', () => {
    const seen: string[] = [];
    const indexer = known('a@1');
    const transform = (object: Thing) => {
      seen.push(textOf(object));
      return object;
    };
    const queue = make({ knownObjects: indexer, transform });
    queue.resync();
    queue.delete(new DeletedFinalStateUnknown('ns/a', thing('a@1')));
    queue.update(thing('a@2'));
    expect(seen).toEqual(['a@2']);
  });

  test('a reader that waits gets the next key, after the writer has finished', async () => {
    const queue = make({});
    const popped = queue.pop((_, isInInitialList) => expect(isInInitialList).toBe(true));
    queue.replace([thing('a@1'), thing('b@1')], '1');
    expect(printed(await popped)).toBe('a: Replaced@1');
  });

  test('several readers that wait get one key each', async () => {
    const queue = make({});
    const popped = [queue.pop(() => {}), queue.pop(() => {})];
    queue.add(thing('a@1'));
    await settle();
    queue.add(thing('b@1'));
    expect((await Promise.all(popped)).map(printed)).toEqual(['a: Added@1', 'b: Added@1']);
  });

  test('closed, it gives what is left and then refuses', async () => {
    const queue = make({});
    queue.add(thing('a@1'));
    queue.close();
    expect(printed(await queue.pop(() => {}))).toBe('a: Added@1');
    await expect(queue.pop(() => {})).rejects.toThrow('DeltaFIFO: manipulating with closed queue');
  });

  test('closing wakes who waits', async () => {
    const queue = make({});
    const popped = queue.pop(() => {});
    queue.close();
    await expect(popped).rejects.toThrow('closed queue');
  });

  test('the steps 2 and 3 tell depth, deltas and the time that was waited', () => {
    const events: PipelineEvent[] = [];
    const clock = new ManualClock(1000);
    const queue = make({ observe: (event: PipelineEvent) => events.push(event), clock });
    queue.add(thing('a@1'));
    clock.advance(50);
    queue.popNow(() => events.push({ note: 'fault', at: clock.now(), fault: 'processing', left: 0 }));
    expect(events).toEqual([
      { step: 2, key: 'ns/a', resourceVersion: '1', deltaType: 'Added', depth: 1, deltasForKey: 1, at: 1000 },
      {
        step: 3,
        key: 'ns/a',
        resourceVersion: '1',
        deltaTypes: ['Added'],
        waitedMs: 50,
        isInInitialList: false,
        at: 1050,
      },
      expect.objectContaining({ fault: 'processing' }),
    ]);
  });
});

test('a handler that blocks a deep DeltaFifo is told about', () => {
  const events: PipelineEvent[] = [];
  const clock = new ManualClock();
  const queue = new DeltaFifo<Thing>({ observe: (event) => events.push(event), clock });
  for (let index = 0; index < 13; index++) queue.add(thing(`a${index}@1`));
  const slow = () => clock.advance(101);
  for (let index = 0; index < 4; index++) queue.popNow(slow);
  // Depth 12 and 11 are deep, 10 and 9 are not.
  expect(events.filter((event) => 'note' in event && event.note === 'warning')).toHaveLength(2);
});

describe('a look inside', () => {
  test.each([
    { name: 'DeltaFifo', Fifo: DeltaFifo<Thing>, entries: ['a 100: Updated@3 Deleted@5', 'b 150: Updated@4'] },
    { name: 'RealFifo', Fifo: RealFifo<Thing>, entries: ['a 100: Updated@3', 'b 150: Updated@4', 'a 150: Deleted@5'] },
  ])('$name shows what waits, since when, in the order of the pops, as much as asked for', ({ Fifo, entries }) => {
    const clock = new ManualClock(100);
    const queue: Queue<Thing> = new Fifo({ knownObjects: known('a@1', 'b@2'), clock, observe: () => {} });
    expect(queue.snapshot(10)).toEqual({ depth: 0, oldestSince: undefined, entries: [] });
    queue.update(thing('a@3'));
    clock.advance(50);
    queue.update(thing('b@4'));
    queue.delete(thing('a@5'));
    const shown = (limit: number) =>
      queue
        .snapshot(limit)
        .entries.map(
          ({ key, since, deltas }) =>
            `${key.slice(3)} ${since}: ${deltas.map(({ type, resourceVersion }) => `${type}@${resourceVersion}`).join(' ')}`,
        );
    expect(shown(10)).toEqual(entries);
    expect(shown(1)).toEqual(entries.slice(0, 1));
    expect(queue.snapshot(0)).toEqual({ depth: entries.length, oldestSince: 100, entries: [] });
    queue.popNow(() => {});
    expect(shown(10)).toEqual(entries.slice(1));
    expect(queue.snapshot(0).oldestSince).toBe(150);
  });

  test.each([{ Fifo: DeltaFifo<Thing> }, { Fifo: RealFifo<Thing> }])(
    'without an observer no time is known',
    ({ Fifo }) => {
      const queue: Queue<Thing> = new Fifo({ knownObjects: known() });
      queue.add(thing('a@1'));
      expect(queue.snapshot(1)).toMatchObject({ depth: 1, oldestSince: undefined, entries: [{ since: undefined }] });
    },
  );
});
