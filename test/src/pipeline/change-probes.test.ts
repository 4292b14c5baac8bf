import { expect, test } from 'vitest';
import { ChangeProbes } from '../../../src/pipeline/change-probes.ts';
import type { StepNumber } from '../../../src/pipeline/index.ts';

/** `a 1@0`: step 1 of the key a at 0 ms. */
function tell(probes: ChangeProbes, ...events: readonly string[]): void {
  for (const text of events) {
    const [, key = '', step, at] = /^(\S+) (\d)@(\d+)$/.exec(text) ?? [];
    probes.take(Number(step) as StepNumber, key, Number(at));
  }
}

test('a step is timed from the step before, the way from its first step to its end', () => {
  const probes = new ChangeProbes();
  tell(probes, 'a 1@0', 'b 1@5', 'a 2@1', 'a 3@4', 'b 2@6', 'a 4@5', 'a 5@6', 'a 6@10');
  expect([2, 3, 4, 5, 6].map((step) => probes.latency(step as 2)?.p99Ms)).toEqual([1, 3, 1, 1, 4]);
  expect(probes.lag).toMatchObject({ toStep: 6, lastMs: 10 });
});

test('a second delta or a second listener is no step back', () => {
  const probes = new ChangeProbes();
  probes.setEnd(9);
  tell(probes, 'a 1@0', 'a 2@1', 'a 3@2', 'a 4@3', 'a 5@4', 'a 6@5', 'a 6@50', 'a 4@60', 'a 5@61', 'a 6@62', 'a 7@70');
  expect([4, 5, 6].map((step) => probes.latency(step as 4))).toEqual(Array(3).fill({ p50Ms: 1, p99Ms: 1, samples: 1 }));
  expect(probes.latency(7)?.p99Ms).toBe(65);
});

test('of two changes that travel together the older one is timed', () => {
  const probes = new ChangeProbes();
  tell(probes, 'a 1@0', 'a 2@1', 'a 1@500', 'a 2@501', 'a 3@800', 'a 4@800', 'a 5@800', 'a 6@800');
  expect(probes.lag.lastMs).toBe(800);
});

test('of a burst the first are timed; a place that nobody gives back is given away after ten seconds', () => {
  const probes = new ChangeProbes();
  for (let key = 0; key < 100; key++) tell(probes, `k${key} 1@0`);
  for (let key = 0; key < 100; key++) tell(probes, `k${key} 2@1`);
  expect(probes.latency(2)?.samples).toBe(64);
  tell(probes, 'late 1@9000', 'late 2@9003');
  expect(probes.latency(2)?.samples).toBe(64);
  tell(probes, 'later 1@10001', 'later 2@10008');
  expect(probes.latency(2)).toEqual({ p50Ms: 1, p99Ms: 7, samples: 65 });
});
