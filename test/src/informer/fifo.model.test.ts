import { describe, expect, test } from 'vitest';
import {
  DeltaFifo,
  deletionHandlingMetaNamespaceKey,
  Indexer,
  namespaceIndex,
  type Queue,
  RealFifo,
} from '../../../src/informer/index.ts';
import { processDeltas } from '../../../src/informer/process-deltas.ts';
import { fc } from '../../support/property.ts';
import { type Thing, textOf, thing } from './things.ts';

/** The naive model: what the server has. After all is processed, the indexer has to be equal to it. */
interface Model {
  readonly server: Map<string, string>;
  version: number;
}

/** The queue with everything behind it. */
class Pipeline {
  readonly indexer = new Indexer<Thing>({
    indexers: { ...namespaceIndex, color: ({ color }) => (color === '' ? [] : [color]) },
  });
  readonly queue: Queue<Thing>;
  /** Per key the versions that a handler was told of, 0 for a deletion. */
  readonly told = new Map<string, number[]>();
  syncs = 0;

  constructor(make: (indexer: Indexer<Thing>) => Queue<Thing>) {
    this.queue = make(this.indexer);
  }

  pop(): void {
    const had = this.queue.hasSynced();
    this.queue.popNow((deltas, isInInitialList) => {
      expect(isInInitialList).toBe(!had);
      processDeltas(deltas, isInInitialList, {
        indexer: this.indexer,
        keyOf: deletionHandlingMetaNamespaceKey,
        clock: { now: () => 0 },
        sink: {
          onAdd: (_, object) => this.#tell(object, 'add'),
          onUpdate: (_, old, now) => {
            expect(old.metadata.name).toBe(now.metadata.name);
            this.#tell(now, 'update');
          },
          onDelete: (key) => this.told.set(key, []),
        },
      });
    });
    if (had) expect(this.queue.hasSynced()).toBe(true);
  }

  drain(): void {
    while (this.queue.depth > 0) this.pop();
  }

  /** What a handler is told is in the indexer already, and never older than what it was told before. */
  #tell(object: Thing, as: 'add' | 'update'): void {
    const key = deletionHandlingMetaNamespaceKey(object);
    expect(this.indexer.get(key)).toBe(object);
    const before = this.told.get(key) ?? [];
    expect(before.length > 0).toBe(as === 'update');
    const version = Number(object.metadata.resourceVersion);
    expect(version).toBeGreaterThanOrEqual(before.at(-1) ?? 0);
    this.told.set(key, [...before, version]);
  }
}

type Step = fc.Command<Model, Pipeline>;

class Write implements Step {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  check = () => true;
  run(model: Model, { queue }: Pipeline): void {
    const isNew = !model.server.has(this.name);
    const object = thing(`${this.name}@${++model.version}`, ['', 'red', 'blue'][model.version % 3]);
    model.server.set(this.name, textOf(object));
    if (isNew) queue.add(object);
    else queue.update(object);
  }
  toString = () => `write ${this.name}`;
}

class Delete implements Step {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  check = ({ server }: Readonly<Model>) => server.has(this.name);
  run(model: Model, { queue }: Pipeline): void {
    model.server.delete(this.name);
    queue.delete(thing(`${this.name}@${++model.version}`));
  }
  toString = () => `delete ${this.name}`;
}

/** The watch broke; some changes were missed, and a list tells what there is. */
class Relist implements Step {
  readonly missedDeletes: readonly string[];
  readonly missedWrites: readonly string[];
  constructor(missedDeletes: readonly string[], missedWrites: readonly string[]) {
    this.missedDeletes = missedDeletes;
    this.missedWrites = missedWrites;
  }
  check = () => true;
  run(model: Model, { queue }: Pipeline): void {
    for (const name of this.missedDeletes) model.server.delete(name);
    for (const name of this.missedWrites) model.server.set(name, `${name}@${++model.version}`);
    queue.replace(
      [...model.server.values()].map((text) => thing(text)),
      String(model.version),
    );
  }
  toString = () => `relist without ${this.missedDeletes.join(',')} with ${this.missedWrites.join(',')}`;
}

class Resync implements Step {
  check = () => true;
  run = (_: Model, { queue }: Pipeline) => queue.resync();
  toString = () => 'resync';
}

class Pop implements Step {
  check = () => true;
  run(_: Model, pipeline: Pipeline): void {
    if (pipeline.queue.depth > 0) pipeline.pop();
  }
  toString = () => 'pop';
}

class Drain implements Step {
  check = () => true;
  run(model: Model, pipeline: Pipeline): void {
    pipeline.drain();
    expect(pipeline.indexer.list().map(textOf).sort()).toEqual([...model.server.values()].sort());
  }
  toString = () => 'drain';
}

const name = fc.constantFrom('a', 'b', 'c', 'd');
const names = fc.array(name, { maxLength: 3 });
const steps = fc.commands(
  [
    name.map((text) => new Write(text)),
    name.map((text) => new Write(text)),
    name.map((text) => new Delete(text)),
    fc.tuple(names, names).map(([gone, written]) => new Relist(gone, written)),
    fc.constant(new Resync()),
    fc.constant(new Pop()),
    fc.constant(new Pop()),
    fc.constant(new Drain()),
  ],
  { maxCommands: 40 },
);

describe.each([
  {
    name: 'DeltaFifo',
    make: (indexer: Indexer<Thing>) => new DeltaFifo<Thing>({ knownObjects: indexer }) as Queue<Thing>,
  },
  {
    name: 'RealFifo',
    make: (indexer: Indexer<Thing>) => new RealFifo<Thing>({ knownObjects: indexer }) as Queue<Thing>,
  },
])('$name', ({ make }) => {
  test('after any operations, all deltas processed leave the indexer equal to the source', () => {
    fc.assert(
      fc.property(steps, (run) => {
        const model: Model = { server: new Map(), version: 0 };
        const real = new Pipeline(make);
        fc.modelRun(() => ({ model, real }), run);
        new Drain().run(model, real);
      }),
    );
  });

  test('it has synced once, after the last object of the first list and not before', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(50), { maxLength: 20 }),
        fc.array(fc.nat(50), { maxLength: 10 }),
        (listed, later) => {
          const pipeline = new Pipeline(make);
          pipeline.queue.replace(
            listed.map((number) => thing(`n${number}@1`)),
            '1',
          );
          for (const number of later) pipeline.queue.update(thing(`n${number}@2`));
          const initial = listed.length;
          for (let popped = 0; pipeline.queue.depth > 0; popped++) {
            expect(pipeline.queue.hasSynced()).toBe(popped >= initial);
            pipeline.pop();
          }
          expect(pipeline.queue.hasSynced()).toBe(true);
        },
      ),
    );
  });
});
