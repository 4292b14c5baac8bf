import type { Pod } from '../../src/pods/index.ts';
import { madePod } from './wire-pod.ts';

/** The time at which the screens' clock stands. */
export const SAMPLE_NOW = Date.UTC(2026, 10, 25, 10, 0, 0);

const ago = (seconds: number): number => SAMPLE_NOW - seconds * 1000;
const HOUR = 3600;
const DAY = 24 * HOUR;

const running = (name: string, seconds: number, restartCount = 0) => ({
  name,
  ready: true,
  started: true,
  restartCount,
  state: { running: { startedAt: ago(seconds) } },
});

interface Sample {
  readonly name: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly age: number;
  readonly status: Record<string, unknown>;
  readonly containers?: readonly string[];
}

function sample({ name, namespace = 'shop', node = 'pi-1', age, status, containers = ['app'] }: Sample): Pod {
  const owner = { kind: 'ReplicaSet', name: name.replace(/-[^-]+$/, ''), controller: true };
  return madePod({
    metadata: { namespace, name, uid: `uid-${name}`, creationTimestamp: ago(age), ownerReferences: [owner] },
    spec: { nodeName: node, containers: containers.map((container) => ({ name: container })) },
    status,
  });
}

/** The pods of the mock in the specification of the screens: one of each kind that a person meets. */
export const SAMPLE_PODS: readonly Pod[] = [
  sample({
    name: 'cart-6c9f7d8b5-x2k9q',
    node: 'pi-2',
    age: 3 * HOUR,
    containers: ['app', 'proxy'],
    status: {
      phase: 'Running',
      podIP: '10.244.1.17',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [
        {
          name: 'app',
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(130) } },
        },
        running('proxy', 3 * HOUR),
      ],
    },
  }),
  sample({
    name: 'web-7d9c5b6f4-8wqzt',
    age: 3 * HOUR,
    containers: ['app', 'proxy'],
    status: { containerStatuses: [running('app', 3 * HOUR), running('proxy', 3 * HOUR)] },
  }),
  sample({
    name: 'web-7d9c5b6f4-z9kkq',
    age: 3 * HOUR,
    containers: ['app', 'proxy'],
    status: { containerStatuses: [running('app', 3 * HOUR), running('proxy', 3 * HOUR)] },
  }),
  sample({
    name: 'coredns-5d78c9869d-kx7ql',
    namespace: 'kube-system',
    age: 9 * DAY,
    status: { containerStatuses: [running('coredns', 9 * DAY)] },
  }),
  sample({ name: 'etcd-pi-1', namespace: 'kube-system', age: 9 * DAY, status: {} }),
  sample({
    name: 'mail-66c8d5f6b7-c4n2p',
    age: 12,
    status: {
      phase: 'Pending',
      podIP: '',
      conditions: [{ type: 'PodScheduled', status: 'True' }],
      containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ContainerCreating' } } }],
    },
  }),
  sample({
    name: 'pay-58b9d7c6f4-jq8zz',
    age: 243,
    status: {
      phase: 'Pending',
      containerStatuses: [
        { name: 'app', state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "pay:9"' } } },
      ],
    },
  }),
  sample({
    name: 'batch-28501-qqx7z',
    age: 720,
    status: {
      phase: 'Succeeded',
      containerStatuses: [
        { name: 'app', state: { terminated: { exitCode: 0, reason: 'Completed', finishedAt: ago(600) } } },
      ],
    },
  }),
];

/** Names and words that would harm a terminal that believed them. */
export const HOSTILE_PODS: readonly Pod[] = [
  '\x1b[2J\x1b[H\x1b[31mowned',
  '\x1b]52;c;cm0gLXJmIC8=\x07',
  'a\u202egpj.exe',
  '\x9b31mred\x07',
  'tab\there\nline',
].map((name, index) =>
  madePod({
    metadata: { namespace: 'evil', name, uid: `evil-${index}`, creationTimestamp: ago(60), labels: { app: name } },
    status: { phase: name, containerStatuses: [{ name, state: { waiting: { reason: name, message: name } } }] },
  }),
);
