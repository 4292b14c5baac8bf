import type { LagState, Latency, StepNumber } from './pipeline-snapshot.ts';
import { Reservoir } from './reservoir.ts';

/** Changes followed at the same time: all of them at everyday rates, the first of a burst. */
const PROBES = 64;
/** A change that was merged, or that no handler is told of, never ends; its place is given away after this. */
const LOST_AFTER_MS = 10_000;
/** How often it is looked for such a place. */
const LOOK_AGAIN_MS = 500;

interface Probe {
  readonly startedAt: number;
  step: number;
  at: number;
}

/**
 * Times some changes on their way through the steps: from each step to the next, and from the first to the last.
 *
 * A burst of ten thousand costs a look into a small map each; what is measured is a sample of it.
 */
export class ChangeProbes {
  readonly #probes = new Map<string, Probe>();
  readonly #latencies = Array.from({ length: 10 }, () => new Reservoir());
  #lag = new Reservoir();
  #toStep: 6 | 9 = 6;
  /** All places are taken, and none will be free by itself before this. */
  #fullUntil = 0;

  /** Where the way ends: with a controller at step 9. What was measured to the other end is forgotten. */
  setEnd(step: 6 | 9): void {
    this.#toStep = step;
    this.#lag = new Reservoir();
    this.clear();
  }

  /** Forgets the changes that are on their way. */
  clear(): void {
    this.#probes.clear();
    this.#fullUntil = 0;
  }

  take(step: StepNumber, key: string, at: number): void {
    if (step === 1) return this.#begin(key, at);
    if (this.#probes.size === 0) return;
    const probe = this.#probes.get(key);
    // A second listener, or a second delta of the same key, is a step back.
    if (probe === undefined || step <= probe.step) return;
    this.#latencies[step]?.add(at - probe.at);
    probe.step = step;
    probe.at = at;
    if (step < this.#toStep) return;
    this.#lag.add(at - probe.startedAt);
    this.#probes.delete(key);
  }

  /** From the step before to this one. */
  latency(step: StepNumber): Latency | undefined {
    return this.#latencies[step]?.latency();
  }

  get lag(): Omit<LagState, 'oldestMs'> {
    return { toStep: this.#toStep, latency: this.#lag.latency(), lastMs: this.#lag.last };
  }

  #begin(key: string, at: number): void {
    // In a burst nothing more than this is done: the key would have to be hashed first.
    if (this.#probes.size >= PROBES && !this.#giveAwayOne(at)) return;
    // The older change of a key is the one that has waited.
    const known = this.#probes.get(key);
    if (known === undefined || at - known.at >= LOST_AFTER_MS) this.#probes.set(key, { startedAt: at, step: 1, at });
  }

  #giveAwayOne(now: number): boolean {
    if (now < this.#fullUntil) return false;
    for (const [key, probe] of this.#probes) {
      if (now - probe.at >= LOST_AFTER_MS) return this.#probes.delete(key);
    }
    this.#fullUntil = now + LOOK_AGAIN_MS;
    return false;
  }
}
