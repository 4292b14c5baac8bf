import { describe, expect, test } from 'vitest';
import { podDetail, podFromWire, podSummary } from '../../../src/pods/index.ts';
import { madePod, wirePod } from '../../support/wire-pod.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString().replace('.000', '');

const cart = {
  metadata: {
    namespace: 'shop',
    name: 'cart-6c9f7d8b5-x2k9q',
    uid: 'u7',
    creationTimestamp: ago(3 * 3600),
    labels: { app: 'cart' },
    ownerReferences: [{ kind: 'ReplicaSet', name: 'cart-6c9f7d8b5', controller: true }],
  },
  spec: {
    nodeName: 'pi-2',
    serviceAccountName: 'cart',
    initContainers: [{ name: 'migrate', image: 'migrate:1' }],
    containers: [
      {
        name: 'app',
        image: 'shop/cart:v1',
        ports: [{ name: 'http', containerPort: 8080 }],
        resources: { limits: { memory: '256Mi' }, requests: { cpu: '50m', memory: '64Mi' } },
        readinessProbe: {},
      },
      { name: 'proxy', image: 'proxy:v2' },
    ],
    volumes: [
      { name: 'config', configMap: { name: 'cart-config' } },
      { name: 'tmp', emptyDir: {} },
    ],
  },
  status: {
    phase: 'Running',
    podIP: '10.244.1.17',
    qosClass: 'Burstable',
    conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: ago(130) }],
    initContainerStatuses: [
      { name: 'migrate', state: { terminated: { exitCode: 0, reason: 'Completed', finishedAt: ago(10_000) } } },
    ],
    containerStatuses: [
      {
        name: 'app',
        restartCount: 7,
        state: {
          waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=app pod=x' },
        },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(130) } },
      },
      { name: 'proxy', ready: true, state: { running: { startedAt: ago(3 * 3600) } } },
    ],
  },
};
const events = {
  items: [
    {
      type: 'Normal',
      reason: 'Pulled',
      message: 'Container image already present',
      lastTimestamp: ago(3000),
      count: 1,
    },
    {
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting failed container app',
      lastTimestamp: ago(120),
      count: 31,
    },
  ],
};
const pod = podFromWire(wirePod(cart));
const shown = (lines: readonly { label: string; role: string | undefined; text: string }[]) =>
  lines.map(({ label, role, text }) => `${label} | ${role ?? '-'} | ${text}`);

describe('the summary of a pod', () => {
  test('has why, place, containers and the newest event', () => {
    expect(shown(podSummary(pod, { pod: cart, events }, NOW))).toEqual([
      'why | warn | OOMKilled, exit 137, 2m10s ago; limit 256Mi; waits 2m50s to restart',
      'node | - | pi-2 · 10.244.1.17 · Burstable · ReplicaSet cart-6c9f7d8b5',
      'migrate | idle | Completed, exit 0, 166m ago  0 restarts  init',
      'app | warn | waiting CrashLoopBackOff  7 restarts',
      'proxy | ok | running 3h  0 restarts',
      'event | warn | 2m  Back-off restarting failed container app (x31)',
    ]);
  });

  test('has what the row knows before anything was fetched', () => {
    expect(shown(podSummary(pod, undefined, NOW)).map((line) => line.split(' | ')[0])).toEqual(['why', 'node']);
  });

  test('says that a pod is on no node', () => {
    const lone = madePod({ spec: { nodeName: undefined }, status: { podIP: undefined, qosClass: undefined } });
    expect(shown(podSummary(lone, undefined, NOW))).toEqual(['node | - | not on a node yet']);
  });
});

describe('the description of a pod', () => {
  const sections = podDetail(pod, { pod: cart, events }, NOW);

  test('has a section for each container and each kind of thing', () => {
    expect(sections.map(({ title }) => title)).toEqual([
      'pod',
      'init migrate',
      'container app',
      'container proxy',
      'conditions',
      'volumes',
      'labels',
      'events',
    ]);
  });

  test('tells of a container its state, its end before, and what it may use', () => {
    expect(shown(sections[2]?.lines ?? [])).toEqual([
      'state | warn | waiting CrashLoopBackOff',
      'last | - | OOMKilled, exit 137, 2m10s ago',
      'restarts | - | 7',
      'image | - | shop/cart:v1',
      'ports | - | http 8080/tcp',
      'requests | - | cpu 50m, memory 64Mi',
      'limits | - | memory 256Mi',
      'probes | - | readiness',
    ]);
  });

  test('names volumes by their kind and source', () => {
    expect(shown(sections[5]?.lines ?? [])).toEqual(['config | - | configMap cart-config', 'tmp | - | emptyDir']);
  });

  test('has events newest first', () => {
    expect(shown(sections[7]?.lines ?? [])).toEqual([
      'event | warn | 2m  Back-off restarting failed container app (x31)',
      'event | - | 50m  Container image already present',
    ]);
  });

  test('says so while events are not there', () => {
    expect(shown(podDetail(pod, { pod: cart }, NOW).at(-1)?.lines ?? [])).toEqual([' | - | asking for events']);
  });

  test('marks a sidecar', () => {
    const sidecar = { ...cart, spec: { ...cart.spec, initContainers: [{ name: 'migrate', restartPolicy: 'Always' }] } };
    expect(podDetail(pod, { pod: sidecar }, NOW)[1]?.title).toBe('sidecar migrate');
  });
});

test.each([
  undefined,
  null,
  7,
  'text',
  [],
  { spec: 7, status: [], metadata: 'x' },
  { spec: { containers: [null, 7, {}], volumes: {} }, status: { conditions: [1] } },
])('a document of any shape is described without an error: %j', (document) => {
  expect(podDetail(pod, { pod: document, events: document }, NOW)[0]?.title).toBe('pod');
  expect(podSummary(pod, { pod: document, events: { items: [null, { count: 'x' }] } }, NOW).length).toBeGreaterThan(1);
});
