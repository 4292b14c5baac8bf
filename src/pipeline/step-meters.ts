import { RateMeter } from '../flow/index.ts';
import { ChangeProbes } from './change-probes.ts';
import type { IndexerState, StepNumber, StepState } from './pipeline-snapshot.ts';

const STEPS: readonly StepNumber[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const SLOTS = 60;
const RATE_SECONDS = 10;

/** How often something happened: counted by ones, brought into the rate once a second or when it is read. */
class Tally {
  readonly #rate = new RateMeter(SLOTS);
  count = 0;

  settle(at: number): void {
    if (this.count > 0) this.#rate.add(at, this.count);
    this.count = 0;
  }

  figures(now: number): { readonly total: number; readonly perSecond: number; readonly slots: readonly number[] } {
    return {
      total: this.#rate.total,
      perSecond: this.#rate.perSecond(now, RATE_SECONDS),
      slots: this.#rate.slots(now),
    };
  }
}

class StepTally extends Tally {
  lastKey = '';
  lastAt: number | undefined;
}

/** Counts the events of each step. An event costs some additions; figures are made when they are read. */
export class StepMeters {
  readonly probes = new ChangeProbes();
  readonly #steps: readonly StepTally[] = Array.from({ length: 10 }, () => new StepTally());
  readonly #operations = { add: new Tally(), update: new Tally(), delete: new Tally() };
  /** The tallies count for the second that ends here. */
  #secondEnd = 0;

  take(step: StepNumber, key: string, at: number): void {
    if (at >= this.#secondEnd) this.#settle(at);
    const tally = this.#steps[step] as StepTally;
    tally.count++;
    tally.lastKey = key;
    tally.lastAt = at;
    this.probes.take(step, key, at);
  }

  /** A step that nothing more than its number is known of. */
  passOver(step: StepNumber): void {
    (this.#steps[step] as StepTally).count++;
  }

  /** An operation of step 4, told before its step. */
  count(operation: 'add' | 'update' | 'delete'): void {
    this.#operations[operation].count++;
  }

  states(now: number): readonly StepState[] {
    this.#settle(now);
    return STEPS.map((step) => {
      const tally = this.#steps[step] as StepTally;
      const { lastKey, lastAt } = tally;
      return { step, ...tally.figures(now), lastKey, lastAt, latency: this.probes.latency(step) };
    });
  }

  operations(now: number): IndexerState['operations'] {
    this.#settle(now);
    const { add, update } = this.#operations;
    return { add: add.figures(now), update: update.figures(now), delete: this.#operations.delete.figures(now) };
  }

  /** What was counted belongs to the second that was under way. */
  #settle(now: number): void {
    const counted = Math.min(now, this.#secondEnd - 1);
    for (const tally of this.#steps) tally.settle(counted);
    for (const tally of Object.values(this.#operations)) tally.settle(counted);
    this.#secondEnd = (Math.floor(now / 1000) + 1) * 1000;
  }
}
