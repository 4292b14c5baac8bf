import { describe, expect, test } from 'vitest';
import { DemoApi, DemoCluster } from '../../../src/demo/index.ts';
import { type Pod, podFromWire, whyText } from '../../../src/pods/index.ts';
import { wirePod } from '../../support/wire-pod.ts';

const NOW = 1_764_000_000_000;

function open(options: { pods?: number; hostile?: boolean } = {}) {
  const cluster = new DemoCluster({ seed: 1, pods: 112, now: NOW, ...options });
  const api = new DemoApi(cluster);
  const get = (url: string) => {
    const answer = api.answer({ method: 'GET', url, accept: 'application/json', contentType: '', body: '' }, NOW);
    if (answer.kind === 'body') return answer.body;
    if (answer.kind === 'list') return [...answer.pieces].map(String).join('');
    throw new Error(answer.kind);
  };
  const pods = (): Pod[] =>
    (JSON.parse(get('/api/v1/pods')) as { items: unknown[] }).items.map((item) => podFromWire(wirePod(item)));
  return { cluster, get, pods };
}

describe('the pods of the demo', () => {
  test('are printed by the words of their stages, whatever happens in half an hour', () => {
    const words: Record<string, RegExp> = {
      pending: /^Pending$/,
      creating: /^(ContainerCreating|Init:0\/\d|PodInitializing)$/,
      'config-error': /^CreateContainerConfigError$/,
      'pull-error': /^(ErrImagePull|Init:0\/\d)$/,
      'pull-backoff': /^(ImagePullBackOff|Init:0\/\d)$/,
      init: /^Init:\d\/\d$/,
      'init-crashed': /^Init:Error$/,
      'init-backoff': /^Init:CrashLoopBackOff$/,
      starting: /^Running$/,
      ready: /^Running$/,
      unready: /^Running$/,
      crashed: /^(OOMKilled|Error)$/,
      backoff: /^CrashLoopBackOff$/,
      succeeded: /^Completed$/,
      failed: /^Error$/,
      evicted: /^Evicted$/,
    };
    const { cluster, get } = open();
    const seen = new Set<string>();
    const check = ({ key, namespace, name }: { key: string; namespace: string; name: string }) => {
      const state = cluster.world.pods.get(key);
      const pod = podFromWire(wirePod(JSON.parse(get(`/api/v1/namespaces/${namespace}/pods/${name}`))));
      const stage = state?.deletedAt === 0 ? state.stage : 'deleting';
      seen.add(stage);
      const word = stage === 'deleting' ? /^Terminating$/ : words[stage];
      if (word?.test(pod.status) !== true) throw new Error(`${key} is ${pod.status} in stage ${stage}`);
      if (stage === 'ready' && pod.ready !== pod.total)
        throw new Error(`${key} is ready with ${pod.ready} of ${pod.total}`);
    };
    for (const state of cluster.world.pods.list()) check(state);
    cluster.world.pods.subscribe(({ type, object }) => {
      if (type !== 'DELETED') check(object);
    });
    cluster.advance(NOW + 1_800_000);
    expect([...Object.keys(words), 'deleting'].filter((stage) => !seen.has(stage))).toEqual([]);
  });

  test('are as large as real ones', () => {
    const { items } = JSON.parse(open().get('/api/v1/pods')) as { items: unknown[] };
    const sizes = items.map((item) => JSON.stringify(item).length).sort((a, b) => a - b);
    expect(sizes[0]).toBeGreaterThan(3_000);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(9_500);
    expect(sizes.at(-1)).toBeLessThan(14_000);
  });

  test('have uids and addresses of their own', () => {
    const pods = open({ pods: 2_000 }).pods();
    expect(new Set(pods.map(({ metadata }) => metadata.uid)).size).toBe(pods.length);
    expect(
      pods.every(({ metadata }) =>
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(metadata.uid),
      ),
    ).toBe(true);
  });

  test('tell why they are in trouble', () => {
    const whys = open()
      .pods()
      .map((pod) => `${pod.status}: ${whyText(pod, NOW)}`);
    for (const part of [
      'CrashLoopBackOff: OOMKilled, exit 137, 2m10s ago',
      'ImagePullBackOff: Back-off pulling image',
      'Pending: 0/4 nodes: 4 Insufficient memory',
      'CreateContainerConfigError: secret "mailer-smtp" not found',
      'Evicted: Evicted: The node was low on resource: memory',
    ]) {
      expect(whys.filter((why) => why.startsWith(part)).length, part).toBeGreaterThan(0);
    }
  });

  test('keep what is hostile in names, labels and messages as it is, in JSON that is valid', () => {
    const { pods } = open({ hostile: true });
    const hostile = pods().filter(({ metadata }) => metadata.namespace === 'hostile');
    expect(hostile.length).toBeGreaterThan(5);
    expect(hostile.some(({ metadata }) => metadata.name.includes('\u001b[2J'))).toBe(true);
    expect(hostile.some(({ labels }) => labels.app?.includes('\u202e'))).toBe(true);
    expect(hostile.some(({ why }) => why.includes('\u001b'))).toBe(true);
  });
});

describe('other resources of the demo', () => {
  test.each(['nodes', 'namespaces', 'events'])('%s can be listed and got', (plural) => {
    const { get } = open();
    const { items } = JSON.parse(get(`/api/v1/${plural}`)) as {
      items: { metadata: { name: string; namespace?: string } }[];
    };
    expect(items.length).toBeGreaterThan(3);
    const { name = '', namespace } = items[0]?.metadata ?? {};
    const one = JSON.parse(
      get(namespace === undefined ? `/api/v1/${plural}/${name}` : `/api/v1/namespaces/${namespace}/${plural}/${name}`),
    );
    expect(one).toMatchObject({ apiVersion: 'v1', metadata: { name } });
  });

  test('the events of one pod are found by its name', () => {
    const { get } = open();
    const { items } = JSON.parse(get('/api/v1/events?fieldSelector=reason%3DFailedScheduling')) as {
      items: { involvedObject: { name: string } }[];
    };
    expect(items.map(({ involvedObject }) => involvedObject.name.replace(/-.*/, ''))).toEqual(['vision']);
  });

  test.each([
    ['/version', 'gitVersion'],
    ['/readyz', 'ok'],
    ['/api', 'APIVersions'],
    ['/api/v1', '"pods"'],
    ['/apis', 'APIGroupList'],
    ['/nonsense', '404 page not found'],
    ['/api/v1/namespaces/x/nodes', 'could not find'],
    ['/api/v1/pods/%zz', 'could not find'],
    ['/api/v2/pods', 'could not find'],
    ['/api/v1/constructor', 'could not find'],
  ])('%s answers %s', (url, part) => {
    expect(open().get(url)).toContain(part);
  });
});
