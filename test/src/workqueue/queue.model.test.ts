import { describe, expect, test } from 'vitest';
import { DelayingQueue } from '../../../src/workqueue/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { fc } from '../../support/property.ts';

/** What a queue is, in the simplest words: sets, lists and no promises. */
class Model {
  readonly dirty = new Set<string>();
  readonly processing = new Set<string>();
  readonly waiting = new Map<string, number>();
  queue: string[] = [];
  /** Every key that was handed out, in order; `-` for a worker that was sent home. */
  readonly handedOut: string[] = [];
  idleWorkers = 0;
  openDrains = 0;
  now = 0;
  isShuttingDown = false;

  add(key: string): void {
    if (this.isShuttingDown || this.dirty.has(key)) return;
    this.dirty.add(key);
    if (!this.processing.has(key)) this.queue.push(key);
  }

  done(key: string): void {
    if (!this.processing.delete(key)) return;
    if (this.dirty.has(key)) this.queue.push(key);
    else if (this.processing.size === 0) this.openDrains = 0;
  }

  addAfter(key: string, delayMs: number): void {
    if (this.isShuttingDown) return;
    if (delayMs <= 0) this.add(key);
    else this.waiting.set(key, Math.min(this.now + delayMs, this.waiting.get(key) ?? Number.POSITIVE_INFINITY));
  }

  advance(ms: number): void {
    this.now += ms;
    const due = [...this.waiting].filter(([, readyAt]) => readyAt <= this.now).sort(([, a], [, b]) => a - b);
    for (const [key] of due) {
      this.waiting.delete(key);
      this.add(key);
    }
  }

  shutDown(drain: boolean): void {
    this.isShuttingDown = true;
    this.waiting.clear();
    if (!drain) this.openDrains = 0;
    else if (this.processing.size > 0) this.openDrains++;
  }

  /** Workers that wait get what there is. */
  settle(): void {
    while (this.idleWorkers > 0 && (this.queue.length > 0 || this.isShuttingDown)) {
      this.idleWorkers--;
      const [key = '-', ...rest] = this.queue;
      this.queue = rest;
      this.handedOut.push(key);
      if (key === '-') continue;
      this.dirty.delete(key);
      this.processing.add(key);
    }
  }
}

/** The queue with workers that tell what they get. */
class Real {
  readonly clock = new ManualClock(0);
  readonly queue = new DelayingQueue({ clock: this.clock });
  readonly handedOut: string[] = [];
  readonly held = new Set<string>();
  openDrains = 0;

  get(): void {
    void this.queue.get().then((next) => {
      if (next === 'shutdown') return this.handedOut.push('-');
      expect(this.held.has(next.key), `${next.key} is with two workers`).toBe(false);
      this.held.add(next.key);
      return this.handedOut.push(next.key);
    });
  }

  done(key: string): void {
    this.held.delete(key);
    this.queue.done(key);
  }

  drain(): void {
    this.openDrains++;
    void this.queue.shutDownWithDrain().then(() => this.openDrains--);
  }
}

type Step =
  | { readonly do: 'add' | 'done'; readonly key: string }
  | { readonly do: 'addAfter'; readonly key: string; readonly delayMs: number }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'get' | 'drain' | 'shutDown' };

function run(step: Step, number: number, model: Model, real: Real): void {
  switch (step.do) {
    case 'add':
    case 'done':
      model[step.do](step.key);
      if (step.do === 'add') real.queue.add(step.key);
      else real.done(step.key);
      break;
    case 'addAfter': {
      // No two keys are ready at one time: their order is not promised.
      const delayMs = step.delayMs === 0 ? 0 : step.delayMs + number / 1024;
      model.addAfter(step.key, delayMs);
      real.queue.addAfter(step.key, delayMs);
      break;
    }
    case 'advance':
      model.advance(step.ms);
      real.clock.advance(step.ms);
      break;
    case 'get':
      model.idleWorkers++;
      real.get();
      break;
    default:
      model.shutDown(step.do === 'drain');
      if (step.do === 'drain') real.drain();
      else real.queue.shutDown();
  }
}

function expectEqual(model: Model, real: Real): void {
  const { queued, processing, dirty, waiting, totals } = real.queue.snapshot(100);
  expect(real.handedOut).toEqual(model.handedOut);
  expect(queued.map(({ key }) => key)).toEqual(model.queue);
  expect(new Set(processing.map(({ key }) => key))).toEqual(model.processing);
  expect(new Set(dirty)).toEqual(model.dirty);
  expect(waiting.map(({ key, readyAt }) => [key, readyAt])).toEqual([...model.waiting].sort(([, a], [, b]) => a - b));
  expect(totals).toEqual({
    queued: model.queue.length,
    processing: model.processing.size,
    dirty: model.dirty.size,
    waiting: model.waiting.size,
  });
  expect([real.queue.len(), real.openDrains]).toEqual([model.queue.length, model.openDrains]);
}

/** All that promises set off without any time passing. */
async function microtasks(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await null;
}

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const step = (ends: boolean): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('add' as const), key }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('done' as const), key }) },
    { weight: 6, arbitrary: fc.constant({ do: 'get' as const }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('addAfter' as const),
        key,
        delayMs: fc.constantFrom(0, 3, 20, 500, 25_000),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(1, 10, 300, 11_000) }),
    },
    { weight: ends ? 1 : 0, arbitrary: fc.constantFrom({ do: 'drain' as const }, { do: 'shutDown' as const }) },
  );

describe('after any steps the queue is what the model is', () => {
  test.each([
    { name: 'while it is open', ends: false },
    { name: 'also when it is drained or shut down in between', ends: true },
  ])('$name', async ({ ends }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step(ends), { maxLength: 40 }), async (steps) => {
        const [model, real] = [new Model(), new Real()];
        for (const [number, next] of steps.entries()) {
          run(next, number, model, real);
          model.settle();
          await microtasks();
          expectEqual(model, real);
        }
      }),
    );
  });
});

test('steps of one moment, before any worker wakes, lose and double nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(4),
      fc.array(fc.array(key, { maxLength: 8 }), { maxLength: 8 }),
      async (workers, bursts) => {
        const real = new Real();
        for (let worker = 0; worker < workers; worker++) real.get();
        for (const burst of bursts) {
          const before = real.handedOut.length;
          for (const added of burst) real.queue.add(added);
          for (let worker = 0; worker < 6; worker++) real.get();
          await microtasks();
          expect(real.handedOut.slice(before)).toEqual([...new Set(burst)]);
          for (const held of [...real.held]) real.done(held);
        }
      },
    ),
  );
});
