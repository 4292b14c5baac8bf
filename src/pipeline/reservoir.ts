import type { Latency } from './pipeline-snapshot.ts';

/** Enough for a 99th percentile, cheap to sort twelve times a second. */
const CAPACITY = 256;

/** The newest durations in ms, for percentiles. */
export class Reservoir {
  readonly #samples = new Float64Array(CAPACITY);
  #count = 0;

  get last(): number | undefined {
    return this.#count === 0 ? undefined : this.#samples[(this.#count - 1) % CAPACITY];
  }

  add(ms: number): void {
    this.#samples[this.#count % CAPACITY] = ms;
    this.#count++;
  }

  /** Undefined while there is no sample. */
  latency(): Latency | undefined {
    const samples = Math.min(this.#count, CAPACITY);
    if (samples === 0) return undefined;
    const sorted = this.#samples.slice(0, samples).sort();
    const at = (share: number) => sorted[Math.min(samples - 1, Math.floor(samples * share))] as number;
    return { p50Ms: at(0.5), p99Ms: at(0.99), samples };
  }
}
