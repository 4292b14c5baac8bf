import { describe, expect, test } from 'vitest';
import { needsLook, roleAt } from '../../../src/pods/index.ts';
import { madePod } from '../../support/wire-pod.ts';

const T = 1_000_000; // creation in madePod
const waiting = (reason: string) =>
  madePod({ status: { containerStatuses: [{ name: 'app', state: { waiting: { reason } } }] } });
const pending = madePod({
  status: {
    phase: 'Pending',
    containerStatuses: [],
    conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: T }],
  },
});
const unready = madePod({
  status: {
    containerStatuses: [{ name: 'app', state: { running: {} } }],
    conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: T }],
  },
});
const crashy = madePod({
  status: {
    containerStatuses: [
      {
        name: 'app',
        ready: true,
        restartCount: 3,
        state: { running: {} },
        lastState: { terminated: { exitCode: 1, finishedAt: T } },
      },
    ],
  },
});
const ended = (terminated: object, phase = 'Failed') =>
  madePod({ status: { phase, containerStatuses: [{ name: 'app', state: { terminated } }] } });

describe('role and need of a look', () => {
  test.each([
    { name: 'running and ready', pod: madePod(), at: T, role: 'ok', looks: false },
    { name: 'crash loop', pod: waiting('CrashLoopBackOff'), at: T, role: 'warn', looks: true },
    { name: 'image pull', pod: waiting('ErrImagePull'), at: T, role: 'warn', looks: true },
    { name: 'a waiting reason nobody knows', pod: waiting('SomethingNew'), at: T, role: 'warn', looks: true },
    { name: 'creating, young', pod: waiting('ContainerCreating'), at: T + 179_999, role: 'busy', looks: false },
    { name: 'creating for long', pod: waiting('ContainerCreating'), at: T + 180_000, role: 'warn', looks: true },
    { name: 'pending, young', pod: pending, at: T, role: 'busy', looks: false },
    { name: 'pending for long', pod: pending, at: T + 180_000, role: 'warn', looks: true },
    {
      name: 'unschedulable at once',
      pod: madePod({
        status: {
          phase: 'Pending',
          containerStatuses: [],
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
        },
      }),
      at: T,
      role: 'warn',
      looks: true,
    },
    {
      name: 'scheduling gated, as asked for',
      pod: madePod({
        status: {
          phase: 'Pending',
          containerStatuses: [],
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
        },
      }),
      at: T + 1e9,
      role: 'busy',
      looks: false,
    },
    { name: 'not ready, shortly', pod: unready, at: T + 59_999, role: 'busy', looks: false },
    { name: 'not ready for a minute', pod: unready, at: T + 60_000, role: 'warn', looks: true },
    { name: 'running between crashes', pod: crashy, at: T + 599_999, role: 'warn', looks: true },
    { name: 'running long after crashes', pod: crashy, at: T + 600_000, role: 'ok', looks: false },
    {
      name: 'completed',
      pod: ended({ exitCode: 0, reason: 'Completed' }, 'Succeeded'),
      at: T,
      role: 'idle',
      looks: false,
    },
    { name: 'failed', pod: ended({ exitCode: 1, reason: 'Error' }), at: T, role: 'danger', looks: true },
    { name: 'killed by a signal', pod: ended({ exitCode: 137, signal: 9 }), at: T, role: 'danger', looks: true },
    {
      name: 'out of cpu',
      pod: madePod({ status: { phase: 'Failed', reason: 'OutOfcpu', containerStatuses: [] } }),
      at: T,
      role: 'danger',
      looks: true,
    },
    {
      name: 'ending in time',
      pod: madePod({ metadata: { deletionTimestamp: T } }),
      at: T + 29_999,
      role: 'busy',
      looks: false,
    },
    {
      name: 'ending too late',
      pod: madePod({ metadata: { deletionTimestamp: T } }),
      at: T + 30_000,
      role: 'warn',
      looks: true,
    },
  ])('$name', ({ pod, at, role, looks }) => {
    expect({ role: roleAt(pod, at), looks: needsLook(pod, at) }).toEqual({ role, looks });
  });
});
