import { describe, expect, test } from 'vitest';
import { whyText } from '../../../src/pods/index.ts';
import { madePod } from '../../support/wire-pod.ts';

const NOW = 10_000_000;
const oom = { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: NOW - 130_000 } };
const status = (...containerStatuses: object[]) => madePod({ status: { containerStatuses, conditions: [] } });

describe('WHY says', () => {
  test.each([
    { name: 'nothing of a pod that is well', pod: madePod(), why: '' },
    {
      name: 'the kill behind a crash loop',
      pod: status({ name: 'app', restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: oom }),
      why: 'OOMKilled, exit 137, 2m10s ago',
    },
    {
      name: 'the kill although the container runs again',
      pod: status({ name: 'app', ready: true, restartCount: 7, state: { running: {} }, lastState: oom }),
      why: 'OOMKilled, exit 137, 2m10s ago',
    },
    {
      name: 'the exit code of a plain error, with the last words of the container',
      pod: status({
        name: 'app',
        state: {
          terminated: { exitCode: 2, reason: 'Error', message: 'no route to db\nstack', finishedAt: NOW - 5_000 },
        },
      }),
      why: 'exit 2: no route to db, 5s ago',
    },
    { name: 'a signal', pod: status({ name: 'app', state: { terminated: { signal: 9 } } }), why: 'signal 9' },
    {
      name: 'which image cannot be pulled',
      pod: status({
        name: 'app',
        state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "shop/web:9"' } },
      }),
      why: 'Back-off pulling image "shop/web:9"',
    },
    {
      name: 'the waiting reason where there is no message',
      pod: status({ name: 'app', state: { waiting: { reason: 'CreateContainerConfigError' } } }),
      why: 'CreateContainerConfigError app',
    },
    {
      name: 'what fits no node, without the preemption',
      pod: madePod({
        spec: { nodeName: undefined },
        status: {
          phase: 'Pending',
          containerStatuses: undefined,
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message:
                '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No victims.',
              lastTransitionTime: NOW - 60_000,
            },
          ],
        },
      }),
      why: '0/3 nodes: 3 Insufficient cpu for 60s',
    },
    {
      name: 'the eviction',
      pod: madePod({
        status: {
          phase: 'Failed',
          reason: 'Evicted',
          message: 'The node was low on resource: memory. Threshold 100Mi.',
        },
      }),
      why: 'Evicted: The node was low on resource: memory',
    },
    {
      name: 'which container is not ready and since when',
      pod: madePod({
        status: {
          conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: NOW - 300_000 }],
          containerStatuses: [{ name: 'app', started: true, state: { running: {} } }],
        },
      }),
      why: 'app not ready by its probe for 5m',
    },
    {
      name: 'which container has not started',
      pod: madePod({
        status: {
          conditions: [{ type: 'Ready', status: 'False' }],
          containerStatuses: [{ name: 'app', state: { running: {} } }],
        },
      }),
      why: 'app not started by its probe',
    },
    {
      name: 'the readiness gate that is closed',
      pod: madePod({
        spec: { readinessGates: [{ conditionType: 'x/lb' }] },
        status: { conditions: [{ type: 'Ready', status: 'False' }] },
      }),
      why: 'readiness gate x/lb is not true',
    },
    {
      name: 'the finalizer that a deletion waits for',
      pod: madePod({ metadata: { deletionTimestamp: NOW - 60_000, finalizers: ['example.com/keep'] } }),
      why: 'waits for finalizer example.com/keep for 60s',
    },
    {
      name: 'the container that cannot start before one that crashed before',
      pod: status(
        { name: 'a', state: { running: {} }, lastState: oom },
        { name: 'b', state: { waiting: { reason: 'ErrImagePull', message: 'not found' } } },
      ),
      why: 'not found',
    },
  ])('$name', ({ pod, why }) => {
    expect(whyText(pod, NOW)).toBe(why);
  });
});

test('the end of a back-off is read from the kubelet', () => {
  const message = 'back-off 2m40s restarting failed container=app pod=web_shop(1)';
  expect(
    status({ name: 'app', state: { waiting: { reason: 'CrashLoopBackOff', message } }, lastState: oom }).restartAt,
  ).toBe(NOW - 130_000 + 160_000);
});

test('control characters in messages pass through as data, cut to a length', () => {
  const pod = status({ name: 'app', state: { waiting: { reason: 'Err', message: `\u001b[2J${'x'.repeat(500)}` } } });
  expect(pod.why.startsWith('\u001b[2Jx')).toBe(true);
  expect(pod.why.length).toBe(160);
});
