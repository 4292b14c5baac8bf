import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningDemo, startDemoCluster } from '../../src/demo/index.ts';
import { type Clock, EXIT, systemClock, wait } from '../../src/flow/index.ts';
import { type PipelineEvent, SharedInformer } from '../../src/informer/index.ts';
import { type ApiClient, createApiClient, type ListerWatcher } from '../../src/kube/index.ts';
import { PipelineSession, StreamReader, StreamRecorder, StreamReplay } from '../../src/pipeline/index.ts';
import { type Pod, podListerWatchers } from '../../src/pods/index.ts';
import { runCli } from '../src/cli/run-cli.ts';
import { tempFolder } from '../support/temp-folder.ts';

const folder = tempFolder();
let demo: RunningDemo;
let client: ApiClient;
beforeAll(async () => {
  demo = await startDemoCluster({ seed: 1, pods: 112, changesPerSecond: 50 });
  client = createApiClient(demo.access, { clock: systemClock });
});
afterAll(async () => {
  await client.close();
  await demo.stop();
  folder.remove();
});

interface Running {
  readonly session: PipelineSession<Pod>;
  readonly informer: SharedInformer<Pod>;
  readonly events: PipelineEvent[];
  stop(): Promise<void>;
}

function start(source: ListerWatcher<Pod>, clock: Clock, watchList = false): Running {
  const session = new PipelineSession<Pod>({ clock });
  const hooks = session.hooks('pods', source);
  const informer = new SharedInformer<Pod>({ ...hooks, clock, random: Math.random, watchList });
  session.attach(informer);
  session.startController();
  const events: PipelineEvent[] = [];
  session.onEvent((event) => events.push(event));
  const abort = new AbortController();
  const running = informer.run(abort.signal);
  return {
    session,
    informer,
    events,
    async stop() {
      abort.abort();
      await session.stop();
      await running;
    },
  };
}

const isIdle = ({ session }: Running): boolean => session.hasSynced && session.isIdle;

/** How many keys went through the steps 1 to 9 in this order. */
function wholeWays(events: readonly PipelineEvent[]): number {
  const reached = new Map<string, number>();
  for (const event of events) {
    if (!('step' in event)) continue;
    const furthest = reached.get(event.key) ?? 0;
    if (event.step === furthest + 1) reached.set(event.key, event.step);
  }
  return [...reached.values()].filter((furthest) => furthest === 9).length;
}

const pods = ({ informer }: Running): string[] =>
  informer.indexer
    .list()
    .map((pod) => JSON.stringify(pod))
    .sort();

describe.each([
  { name: 'list and watch', watchList: false },
  { name: 'watch-list', watchList: true },
])('by $name', ({ watchList }) => {
  test('every pod goes through the nine steps in order; what was recorded replays to the same indexer', async () => {
    const lines: string[] = [];
    const sink = { write: (line: string) => lines.push(line) > 0, whenWritable: () => Promise.resolve() };
    const header = { server: demo.url, resource: 'pods', namespaces: [''], watchList };
    const [source] = podListerWatchers(client, { namespaces: [] }) as [ListerWatcher<Pod>];
    const live = start(new StreamRecorder(sink, systemClock, header).record(source), systemClock, watchList);
    await expect.poll(() => live.session.snapshot().steps[8]?.total, { timeout: 10_000 }).toBeGreaterThan(130);
    await live.stop();
    expect(wholeWays(live.events)).toBeGreaterThanOrEqual(112);

    async function* bytes() {
      yield Buffer.from(lines.join(''));
    }
    const replay = new StreamReplay<Pod>(await StreamReader.open<Pod>(bytes()), { clock: systemClock, speed: 20 });
    const [recorded] = replay.listerWatchers as [ListerWatcher<Pod>];
    const again = start(recorded, replay.clock, replay.header.watchList);
    await replay.run(new AbortController().signal);
    while (!isIdle(again)) await wait(systemClock, 5);
    expect(pods(again)).toEqual(pods(live));
    expect(wholeWays(again.events)).toBeGreaterThanOrEqual(112);
    await again.stop();
  });
});

test('kpi-tui pipeline: an interrupt leaves a whole recording, which replays to the end; metrics come alone', async () => {
  const kubeconfig = folder.file('kubeconfig');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      clusters: [{ name: 'c', cluster: { server: demo.url } }],
      users: [{ name: 'c', user: {} }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
    }),
  );
  const file = folder.file('stream.jsonl');
  const interrupt = new AbortController();
  const line = `pipeline --kubeconfig ${kubeconfig} -A --record ${file} -o jsonl`;
  const running = runCli(line.split(' '), { signal: interrupt.signal });
  const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0);
  await expect.poll(lines, { timeout: 10_000 }).toBeGreaterThan(20);
  interrupt.abort();
  const live = await running;
  expect([live.code, live.stderr]).toEqual([
    EXIT.interrupted,
    expect.stringMatching(/^\d+\.\ds: [\d,]+ steps, \d+ objects; 1 list/),
  ]);
  const events = live.stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(wholeWays(events)).toBeGreaterThanOrEqual(112);
  const recorded = readFileSync(file, 'utf8');
  expect(recorded.endsWith('\n')).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const again = await runCli(`pipeline --replay ${file} --speed 50 -o jsonl`.split(' '));
  expect(again.code).toBe(EXIT.ok);
  const versionsOf = (all: readonly { step?: number; key: string; resourceVersion: string }[]) =>
    Object.fromEntries(all.filter(({ step }) => step === 5).map(({ key, resourceVersion }) => [key, resourceVersion]));
  const replayed = again.stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(versionsOf(replayed)).toMatchObject(versionsOf(events));

  const metrics = await runCli(`pipeline --replay ${file} --speed 50 --metrics -q`.split(' '));
  expect([metrics.code, metrics.stderr]).toEqual([EXIT.ok, '']);
  for (const sample of ['reflector_lists_total{name="pods"} 1', 'workqueue_depth{name="controller"} 0'])
    expect(metrics.stdout).toContain(sample);
  expect(metrics.stdout.split('\n').every((text) => /^(# (HELP|TYPE) |[a-z_]+\{[^}]*\} |$)/.test(text))).toBe(true);
});
