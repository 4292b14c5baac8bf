import { expect, test } from 'vitest';
import { parseFieldSelector, parseLabelSelector } from '../../../src/kube/index.ts';
import {
  needsLook,
  parsePodFilter,
  podFromWire,
  podRow,
  podSummary,
  restartsText,
  roleAt,
  type WirePod,
  whyText,
} from '../../../src/pods/index.ts';
import { fc } from '../../support/property.ts';
import { madePod } from '../../support/wire-pod.ts';

const NOW = 1_764_000_000_000;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const text = maybe(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Running', 'CrashLoopBackOff', 'PodInitializing', 'Completed', 'NodeLost', 'Always', 'a', 'b'),
  ),
);
const time = maybe(fc.integer({ min: 0, max: NOW * 2 }));
const flag = maybe(fc.constant(true));
const terminated = maybe(
  fc.record({
    exitCode: maybe(fc.integer()),
    signal: maybe(fc.nat(64)),
    reason: text,
    message: text,
    finishedAt: time,
  }),
);
const state = maybe(
  fc.record({
    waiting: maybe(fc.record({ reason: text, message: text })),
    running: maybe(fc.record({ startedAt: time })),
    terminated,
  }),
);
const status = fc.record({
  name: text,
  ready: flag,
  started: flag,
  restartCount: maybe(fc.nat(1_000)),
  state,
  lastState: maybe(fc.record({ terminated })),
});
const list = <T>(arbitrary: fc.Arbitrary<T>) => maybe(fc.array(arbitrary, { maxLength: 3 }));
const wire = fc.record({
  metadata: maybe(
    fc.record({
      name: text,
      namespace: text,
      creationTimestamp: time,
      deletionTimestamp: time,
      finalizers: list(fc.string()),
      ownerReferences: list(fc.record({ kind: text, name: text, controller: flag })),
    }),
  ),
  spec: maybe(
    fc.record({
      nodeName: text,
      containers: list(fc.record({ name: text })),
      initContainers: list(fc.record({ name: text, restartPolicy: text })),
      readinessGates: list(fc.record({ conditionType: text })),
    }),
  ),
  status: maybe(
    fc.record({
      phase: text,
      reason: text,
      message: text,
      podIP: text,
      conditions: list(fc.record({ type: text, status: text, reason: text, message: text, lastTransitionTime: time })),
      containerStatuses: list(status),
      initContainerStatuses: list(status),
    }),
  ),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<WirePod>;

test('any pod is a row, whatever a server leaves out', () => {
  fc.assert(
    fc.property(wire, (one) => {
      const pod = podFromWire(one);
      expect(Object.keys(pod)).toEqual(Object.keys(madePod()));
      expect(Number.isInteger(pod.ready) && Number.isInteger(pod.restarts)).toBe(true);
      expect(pod.why.length).toBeLessThanOrEqual(160);
      expect(['ok', 'busy', 'warn', 'danger', 'idle']).toContain(roleAt(pod, NOW));
      // What fails is never passed over, and what is done or well is never pointed at for ever.
      if (pod.role === 'danger' || pod.role === 'warn') expect(needsLook(pod, NOW)).toBe(true);
      if (pod.role === 'idle') expect(needsLook(pod, NOW)).toBe(false);
      for (const said of [whyText(pod, NOW), restartsText(pod, NOW), JSON.stringify(podRow(pod, NOW))])
        expect(typeof said).toBe('string');
      podSummary(pod, undefined, NOW);
    }),
  );
});

test('any text is a filter, or an error with a message', () => {
  const word = fc.constantFrom(
    '!',
    '~',
    '/',
    '-l ',
    'status:',
    'age:<',
    'restarts:>',
    'a',
    ' ',
    '(',
    ')',
    'in',
    ',',
    '=',
    '\\',
    '[',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(word, { maxLength: 8 }).map((words) => words.join('')),
      ),
      (typed) => {
        const filter = parsePodFilter(typed);
        if (filter.kind === 'error') expect(filter.message.length).toBeGreaterThan(0);
        else expect(typeof filter.matches(madePod(), NOW)).toBe('boolean');
        parseLabelSelector(typed);
        parseFieldSelector(typed);
      },
    ),
  );
});
