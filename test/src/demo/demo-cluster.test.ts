import { describe, expect, test } from 'vitest';
import { DemoCluster } from '../../../src/demo/index.ts';

const NOW = 1_764_000_000_000;
const cluster = (options: Partial<ConstructorParameters<typeof DemoCluster>[0]> = {}) =>
  new DemoCluster({ seed: 1, pods: 112, now: NOW, ...options });

/** Everything that happens to pods in some seconds, in steps of one length. */
function history(demo: DemoCluster, seconds: number, stepMs: number): string[] {
  const lines: string[] = [];
  const stop = demo.world.pods.subscribe(({ type, object, resourceVersion }) =>
    lines.push(`${resourceVersion} ${type} ${object.key} ${object.stage} ${object.node}`),
  );
  for (let at = 0; at <= seconds * 1000; at += stepMs) demo.advance(NOW + at);
  demo.advance(NOW + seconds * 1000);
  stop();
  return lines;
}

const stages = (demo: DemoCluster) => demo.world.pods.list().map(({ key, stage }) => `${key} ${stage}`);
const find = (demo: DemoCluster, part: string) => demo.world.pods.list().find(({ key }) => key.includes(part));
const alive = (demo: DemoCluster, workload: string) =>
  demo.world.pods.list().filter((pod) => pod.workload.plan.name === workload && pod.deletedAt === 0);

describe('the demo cluster', () => {
  test('is the same for the same seed, however often it is played', () => {
    const first = history(cluster(), 300, 100);
    expect(first.length).toBeGreaterThan(60);
    expect(history(cluster(), 300, 7_333)).toEqual(first);
    expect(history(cluster({ seed: 2 }), 300, 100)).not.toEqual(first);
  });

  test('is the same at whatever time it begins, but for the names of jobs', () => {
    const at = (now: number) => stages(cluster({ now })).map((line) => line.replace(/-\d{8}-/, '-JOB-'));
    expect(at(NOW + 86_400_000)).toEqual(at(NOW));
  });

  test.each([1, 2, 5, 50, 112, 113, 1_000, 10_000])(
    'of %i pods has exactly so many, each by a name of its own',
    (pods) => {
      expect(cluster({ pods }).world.pods.size).toBe(pods);
    },
  );

  test('shows all kinds of trouble from the start', () => {
    const seen = new Set(stages(cluster()).map((line) => line.split(' ')[1]));
    for (const stage of [
      'ready',
      'backoff',
      'init-backoff',
      'pull-backoff',
      'pending',
      'config-error',
      'succeeded',
      'evicted',
    ])
      expect(seen).toContain(stage);
  });

  test('has something visible happen every few seconds', () => {
    const demo = cluster();
    let quietMs = 0;
    let longestMs = 0;
    demo.world.pods.subscribe(() => {
      quietMs = 0;
    });
    for (let at = 0; at < 600_000; at += 500) {
      quietMs += 500;
      demo.advance(NOW + at);
      longestMs = Math.max(longestMs, quietMs);
    }
    expect(longestMs).toBeLessThan(30_000);
  });

  test('keeps its size while it lives for a day', () => {
    const demo = cluster();
    for (let minute = 0; minute < 24 * 60; minute++) demo.advance(NOW + minute * 60_000);
    expect(demo.world.pods.size).toBeGreaterThan(100);
    expect(demo.world.pods.size).toBeLessThan(135);
    expect(demo.world.events.store.size).toBeLessThanOrEqual(1_000);
    expect(demo.world.timers.size).toBeLessThan(500);
    expect(alive(demo, 'cart').length).toBe(3);
    expect(alive(demo, 'redis').length).toBe(3);
  });

  test('ends a pod within its grace, and its ReplicaSet makes another', () => {
    const demo = cluster();
    const pod = find(demo, 'shop/cart-') as NonNullable<ReturnType<typeof find>>;
    const ending = demo.deletePod(pod, 30, NOW);
    expect([ending.deletedAt, demo.world.pods.get(pod.key)?.deletedAt]).toEqual([NOW + 30_000, NOW + 30_000]);
    demo.advance(NOW + 1_000);
    expect(alive(demo, 'cart').length).toBe(3);
    demo.advance(NOW + 5_000);
    expect(demo.world.pods.get(pod.key)).toBeUndefined();
    demo.advance(NOW + 40_000);
    expect(alive(demo, 'cart').map(({ stage }) => stage)).toEqual(['ready', 'ready', 'ready']);
  });

  test('makes one successor only, however often a pod is deleted', () => {
    const demo = cluster();
    const pod = find(demo, 'shop/cart-') as NonNullable<ReturnType<typeof find>>;
    demo.deletePod(demo.deletePod(pod, 30, NOW), 0, NOW);
    demo.advance(NOW + 2_000);
    expect(alive(demo, 'cart').length).toBe(3);
  });

  test.each(['shop/redis-1', 'kube-system/etcd-pi-1'])(
    'brings %s back under its name, once the old one is gone',
    (key) => {
      const demo = cluster();
      const pod = demo.world.pods.get(key) as NonNullable<ReturnType<typeof find>>;
      demo.deletePod(pod, 30, NOW);
      demo.advance(NOW + 500);
      expect(demo.world.pods.get(key)?.serial).toBe(pod.serial);
      demo.advance(NOW + 10_000);
      expect(demo.world.pods.get(key)?.serial).not.toBe(pod.serial);
    },
  );

  test('brings a daemon back on its node', () => {
    const demo = cluster();
    const pod = find(demo, 'monitoring/promtail-') as NonNullable<ReturnType<typeof find>>;
    demo.deletePod(pod, 0, NOW);
    demo.advance(NOW + 20_000);
    expect(
      alive(demo, 'promtail')
        .map(({ node }) => node)
        .toSorted(),
    ).toEqual([0, 1, 2, 3]);
  });

  test.each(['thumbnails', 'batch-'])('makes no other pod for one of %s that is over', (part) => {
    const demo = cluster();
    const pod = demo.world.pods
      .list()
      .find(({ key, stage }) => key.includes(part) && (stage === 'evicted' || stage === 'succeeded')) as NonNullable<
      ReturnType<typeof find>
    >;
    const before = demo.world.pods.size;
    demo.deletePod(pod, 30, NOW);
    demo.advance(NOW + 1_500);
    expect(demo.world.pods.size).toBe(before - 1);
  });

  test('counts like events together', () => {
    const demo = cluster();
    const backOffs = () =>
      [...demo.world.events.store.values()].filter(
        ({ reason, pod }) => reason === 'BackOff' && pod.name.startsWith('recommend'),
      );
    expect(backOffs().map(({ count }) => count)).toEqual([31]);
    demo.advance(NOW + 260_000);
    expect(backOffs().map(({ count }) => count)).toEqual([32]);
  });

  test('rolls out without ever having fewer pods ready than asked for', () => {
    const demo = cluster();
    const steady = new Set(
      demo.world.pods
        .list()
        .map(({ workload }) => workload)
        .filter(({ plan }) => plan.kind === 'Deployment' && plan.behaviour === 'steady'),
    );
    const revisions = new Set<string>();
    const short: string[] = [];
    for (let at = 0; at < 1_800_000; at += 500) {
      demo.advance(NOW + at);
      for (const workload of steady) {
        const pods = [...(demo.world.members.get(workload) ?? [])].map((key) => demo.world.pods.get(key));
        const ready = pods.filter((pod) => pod?.stage === 'ready' && pod.deletedAt === 0).length;
        if (ready < workload.replicas) short.push(`${workload.plan.name} ${ready} of ${workload.replicas}`);
        revisions.add(`${workload.plan.name} ${workload.revision.hash}`);
      }
    }
    expect(short).toEqual([]);
    expect(revisions.size).toBeGreaterThan(steady.size + 10);
  });

  test('makes as many further changes as it is asked for', () => {
    const demo = cluster({ changesPerSecond: 100 });
    const quiet = history(cluster(), 20, 100).length;
    const changes = history(demo, 20, 100).length - quiet;
    expect(changes).toBeGreaterThan(1_200);
    expect(changes).toBeLessThan(4_500);
  });
});
