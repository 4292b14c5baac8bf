import { RateMeter } from '../flow/index.ts';
import type { StepEvent } from '../informer/index.ts';
import { ChangeProbes } from './change-probes.ts';
import type { IndexerState, StepNumber, StepState } from './pipeline-snapshot.ts';

const STEPS: readonly StepNumber[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const SLOTS = 60;
const RATE_SECONDS = 10;

interface Meter {
  readonly rate: RateMeter;
  lastKey: string;
  lastAt: number | undefined;
}

/** Counts the events of each step. An event costs some additions; figures are made when they are read. */
export class StepMeters {
  readonly probes = new ChangeProbes();
  readonly #meters: readonly Meter[] = Array.from({ length: 10 }, () => ({
    rate: new RateMeter(SLOTS),
    lastKey: '',
    lastAt: undefined,
  }));
  readonly #operations = { add: new RateMeter(SLOTS), update: new RateMeter(SLOTS), delete: new RateMeter(SLOTS) };
  #notFound = 0;

  get notFound(): number {
    return this.#notFound;
  }

  take(event: StepEvent): void {
    const meter = this.#meters[event.step] as Meter;
    meter.rate.add(event.at);
    meter.lastKey = event.key;
    meter.lastAt = event.at;
    if (event.step === 4) this.#operations[event.operation].add(event.at);
    else if (event.step === 9 && !event.found) this.#notFound++;
    this.probes.take(event);
  }

  states(now: number): readonly StepState[] {
    return STEPS.map((step) => {
      const { rate, lastKey, lastAt } = this.#meters[step] as Meter;
      return {
        step,
        total: rate.total,
        perSecond: rate.perSecond(now, RATE_SECONDS),
        slots: rate.slots(now),
        lastKey,
        lastAt,
        latency: this.probes.latency(step),
      };
    });
  }

  operations(now: number): IndexerState['operations'] {
    const figures = (rate: RateMeter) => ({ total: rate.total, perSecond: rate.perSecond(now, RATE_SECONDS) });
    const { add, update } = this.#operations;
    return { add: figures(add), update: figures(update), delete: figures(this.#operations.delete) };
  }
}
