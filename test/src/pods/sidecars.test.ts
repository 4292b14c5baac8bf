import { describe, expect, test } from 'vitest';
import { madePod } from '../../support/wire-pod.ts';

const sidecar = { name: 'proxy', restartPolicy: 'Always' };
const migrate = { name: 'migrate' };
const running = { running: { startedAt: 5_000 } };
const done = { terminated: { exitCode: 0, reason: 'Completed' } };
const died = (finishedAt: number) => ({ terminated: { exitCode: 1, reason: 'Error', finishedAt } });
const app = { name: 'app', ready: true, state: running };

/** A pod of 1.28 or later with init containers and their statuses, and `app`. */
const pod = (
  initContainers: object[],
  initContainerStatuses: object[],
  more: object = {},
  containers: object[] = [app],
) => madePod({ spec: { initContainers }, status: { initContainerStatuses, containerStatuses: containers, ...more } });

describe('a pod with sidecars (KEP-753)', () => {
  test.each([
    {
      name: 'counts a ready sidecar in READY',
      row: pod([sidecar], [{ name: 'proxy', ready: true, started: true, state: running }]),
      ready: '2/2',
      status: 'Running',
    },
    {
      name: 'counts a sidecar that is not ready in the total only',
      row: pod([sidecar], [{ name: 'proxy', started: true, state: running }]),
      ready: '1/2',
      status: 'Running',
    },
    {
      name: 'is at Init: until the sidecar has started',
      row: pod([sidecar, migrate], [{ name: 'proxy', state: running }, { name: 'migrate' }], {}, []),
      ready: '0/2',
      status: 'Init:0/2',
    },
    {
      name: 'is past a started sidecar, and at the init container behind it',
      row: pod(
        [sidecar, migrate],
        [
          { name: 'proxy', ready: true, started: true, state: running },
          { name: 'migrate', state: running },
        ],
        {},
        [],
      ),
      ready: '1/2',
      status: 'Init:1/2',
    },
    {
      name: 'is past Init: when only sidecars have started and all others are done',
      row: pod(
        [migrate, sidecar],
        [
          { name: 'migrate', state: done },
          { name: 'proxy', ready: true, started: true, state: running },
        ],
        { phase: 'Pending' },
        [{ name: 'app', state: { waiting: { reason: 'PodInitializing' } } }],
      ),
      ready: '1/2',
      status: 'PodInitializing',
    },
    {
      name: 'counts its containers behind a sidecar that crashes after initialisation',
      row: pod([sidecar], [{ name: 'proxy', state: { waiting: { reason: 'CrashLoopBackOff' } } }], {
        conditions: [
          { type: 'Initialized', status: 'True' },
          { type: 'Ready', status: 'False' },
        ],
      }),
      ready: '1/2',
      status: 'Init:CrashLoopBackOff',
    },
    {
      name: 'shows the crash of a sidecar before initialisation',
      row: pod([sidecar], [{ name: 'proxy', state: { waiting: { reason: 'CrashLoopBackOff' } } }], {}, []),
      ready: '0/2',
      status: 'Init:CrashLoopBackOff',
    },
    {
      name: 'is NotReady when its app is done and no condition says Ready',
      row: pod([sidecar], [{ name: 'proxy', ready: true, started: true, state: running }], { conditions: [] }, [
        { name: 'app', state: done },
        { name: 'late', ready: true, state: running },
      ]),
      ready: '2/2',
      status: 'NotReady',
    },
    {
      name: 'is Completed when its app is done, although the sidecar still runs',
      row: pod([sidecar], [{ name: 'proxy', ready: true, started: true, state: running }], {}, [
        { name: 'app', state: done },
      ]),
      ready: '1/2',
      status: 'Completed',
    },
  ])('$name', ({ row, ready, status }) => {
    expect({ ready: `${row.ready}/${row.total}`, status: row.status }).toEqual({ ready, status });
  });

  test('adds the restarts of sidecars, but not those of init containers that are done, nor their times', () => {
    const row = pod(
      [migrate, sidecar],
      [
        { name: 'migrate', restartCount: 4, state: done, lastState: died(9_000) },
        { name: 'proxy', ready: true, started: true, restartCount: 2, state: running, lastState: died(7_000) },
      ],
      {},
      [{ ...app, restartCount: 1, lastState: died(3_000) }],
    );
    expect({ restarts: row.restarts, last: row.lastRestartAt }).toEqual({ restarts: 3, last: 7_000 });
  });

  test('adds the restarts of all init containers while it is initialising', () => {
    const row = pod(
      [sidecar, migrate],
      [
        { name: 'proxy', ready: true, started: true, restartCount: 2, state: running },
        {
          name: 'migrate',
          restartCount: 3,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: died(9_000),
        },
      ],
      {},
      [{ ...app, restartCount: 50 }],
    );
    expect({ restarts: row.restarts, last: row.lastRestartAt, status: row.status }).toEqual({
      restarts: 5,
      last: 9_000,
      status: 'Init:CrashLoopBackOff',
    });
  });
});

test('without sidecars a restarted init container keeps its time but not its count, as 1.27 prints it', () => {
  const row = pod([migrate], [{ name: 'migrate', restartCount: 4, state: done, lastState: died(9_000) }]);
  expect({ restarts: row.restarts, last: row.lastRestartAt }).toEqual({ restarts: 0, last: 9_000 });
});
