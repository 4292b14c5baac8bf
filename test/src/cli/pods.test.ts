import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandContext, type Output, parseInvocation } from '../../../src/cli/index.ts';
import { run } from '../../../src/cli/pods.io.ts';
import { resolveSettings } from '../../../src/config/index.ts';
import { type RunningDemo, startDemoCluster } from '../../../src/demo/index.ts';
import { EXIT, systemClock } from '../../../src/flow/index.ts';

class Captured implements Output {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 100;
  #onWrite: (text: string) => void = () => {};

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  onWrite(listener: (text: string) => void): void {
    this.#onWrite = listener;
  }

  write(data: string | Uint8Array): Promise<void> {
    this.text += String(data);
    this.#onWrite(this.text);
    return Promise.resolve();
  }
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `kpi-tui pods ...`; `until` ends a watch when the output is as it wants. */
async function pods(
  line: string,
  o: { isTTY?: boolean; until?: (out: string) => boolean; env?: Record<string, string> } = {},
): Promise<Ran> {
  const invocation = parseInvocation(['pods', ...line.split(' ').filter((word) => word !== '')]);
  if (invocation.kind !== 'command') throw new Error(invocation.kind);
  const { args } = invocation;
  const stdout = new Captured(o.isTTY ?? false);
  const stderr = new Captured(false);
  const interrupt = new AbortController();
  stdout.onWrite((out) => {
    if (o.until?.(out)) interrupt.abort();
  });
  const env = o.env ?? {};
  const context: CommandContext = {
    args,
    settings: resolveSettings(args, env),
    env,
    stdout,
    stderr,
    clock: systemClock,
    random: Math.random,
    signal: interrupt.signal,
  };
  const code = await run(context);
  return { code, out: stdout.text, err: stderr.text };
}

/** One demo cluster for all tests that do not ask for one of their own, behind a kubeconfig as a real one is. */
let demo: RunningDemo;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-pods-'));
  demo = await startDemoCluster({ seed: 1, pods: 112 });
  for (const [name, server] of Object.entries({ cluster: demo.url, nowhere: 'http://127.0.0.1:1' })) {
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      clusters: [{ name: 'c', cluster: { server } }],
      users: [{ name: 'c', user: {} }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'c', namespace: 'shop' } }],
    };
    writeFileSync(join(folder, name), JSON.stringify(config));
  }
});
afterAll(async () => {
  await demo.stop();
  rmSync(folder, { recursive: true });
});
const there = () => `--kubeconfig ${join(folder, 'cluster')}`;
const nowhere = () => `--kubeconfig ${join(folder, 'nowhere')}`;

const KEYS =
  'namespace name uid resourceVersion ready status restarts lastRestartSeconds why ageSeconds ip node qos cpuMilli memBytes labels'.split(
    ' ',
  );
type Row = Record<string, unknown> & {
  namespace: string;
  name: string;
  status: string;
  labels: Record<string, string>;
};
const rows = (out: string) => JSON.parse(out) as Row[];

describe('kpi-tui pods', () => {
  test('-o json is an array of rows with all keys, by namespace and name', async () => {
    const { code, out, err } = await pods(`${there()} -A -o json`);
    const all = rows(out);
    expect([code, err]).toEqual([EXIT.ok, '']);
    expect(all.length).toBeGreaterThan(105);
    for (const row of all) expect(Object.keys(row)).toEqual(KEYS);
    const names = all.map(({ namespace, name }) => `${namespace} ${name}`);
    expect(names).toEqual(names.toSorted());
  });

  test('the same seed is the same cluster, another is not', async () => {
    const names = async (seed: number) =>
      rows((await pods(`--demo -A -o json --seed ${seed}`)).out).map(({ name }) => name.replace(/-\d{8}-/, '-'));
    const [first = [], again, other] = await Promise.all([names(3), names(3), names(4)]);
    expect(first.length).toBe(112);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test.each([
    { line: '-n shop', every: (row: Row) => row.namespace === 'shop' },
    { line: '-n shop -n iot', every: (row: Row) => ['shop', 'iot'].includes(row.namespace) },
    { line: '-A -l app=web', every: (row: Row) => row.labels.app === 'web' },
    { line: '-A --field-selector status.phase=Pending', every: (row: Row) => row.status !== 'Running' },
    { line: '-A --filter status:running', every: (row: Row) => row.status === 'Running' },
    { line: '-A --filter faults', every: (row: Row) => row.why !== null },
  ])('$line keeps what it says', async ({ line, every }) => {
    const found = rows((await pods(`${there()} ${line} -o json`)).out);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(every)).toBe(true);
  });

  test('a filter that finds nothing is an empty array, an empty table, and no error', async () => {
    expect(await pods(`${there()} -A --filter zzz-no-such-pod -o json`)).toEqual({
      code: EXIT.ok,
      out: '[]\n',
      err: '',
    });
    expect(await pods(`${there()} -A --filter zzz-no-such-pod`)).toEqual({ code: EXIT.ok, out: '', err: '' });
  });

  test('without -n or -A it is the namespace of the context, in the demo all', async () => {
    expect(new Set(rows((await pods(`${there()} -o json`)).out).map(({ namespace }) => namespace))).toEqual(
      new Set(['shop']),
    );
    expect(rows((await pods('--demo -o json --demo-pods 30')).out).length).toBe(30);
  });

  test('--sort sorts, - reverses', async () => {
    const restarts = async (line: string) =>
      rows((await pods(`${there()} -A -o json ${line}`)).out).map((row) => row.restarts as number);
    const up = await restarts('--sort restarts');
    expect(up).toEqual(up.toSorted((a, b) => a - b));
    expect(await restarts('--sort=-restarts')).toEqual(up.toReversed());
  });

  test('a table on a terminal has the columns that fit, elsewhere all of them', async () => {
    const head = (out: string) => out.split('\n', 1)[0]?.trim().split(/\s+/).join(' ');
    const onTerminal = await pods(`${there()} -A`, { isTTY: true });
    expect(head(onTerminal.out)).toBe('NAMESPACE NAME READY STATUS RESTARTS AGE');
    expect(onTerminal.out.split('\n').every((line) => line.length <= 100)).toBe(true);
    expect(head((await pods(`${there()} -A`)).out)).toBe('NAMESPACE NAME READY STATUS RESTARTS WHY AGE IP NODE QOS');
    expect(head((await pods(`${there()} -A --columns node,ns,name`)).out)).toBe('NODE NAMESPACE NAME');
  });

  test('--watch -o jsonl says SYNCED once, then what changes; its summary goes to stderr', async () => {
    const { code, out, err } = await pods('--demo -A --watch -o jsonl', {
      until: (text) => text.split('\n').length > 6,
    });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; count?: number; at?: string; row?: Row });
    expect(lines[0]).toEqual({ type: 'SYNCED', count: 112 });
    expect(lines.filter(({ type }) => type === 'SYNCED').length).toBe(1);
    for (const { type, at, row } of lines.slice(1)) {
      expect(type).toMatch(/^(ADDED|MODIFIED|DELETED)$/);
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(Object.keys(row ?? {})).toEqual(KEYS);
    }
    expect([code, err]).toEqual([
      EXIT.interrupted,
      expect.stringMatching(/^watched \d+s: \d+ added, \d+ modified, \d+ deleted\n$/),
    ]);
  });

  test('--watch as text prints the rows, then a line for each new state', async () => {
    const { out } = await pods('--demo -n shop --watch', { until: (text) => text.includes('ContainerCreating') });
    const lines = out.trim().split('\n');
    expect(lines[0]).toMatch(/^NAMESPACE/);
    expect(lines.length).toBeGreaterThan(25);
    expect(lines.at(-1)).toMatch(/^shop\s+batch-\S+\s+0\/1\s+ContainerCreating/);
  });
});

describe('kpi-tui pods refuses', () => {
  test.each([
    { line: '--demo --sort colour', message: "--sort names no column 'colour'" },
    { line: '--demo --sort nmae', hint: "Did you mean 'name'?" },
    { line: '--demo --columns name,xyz', message: "--columns names no column 'xyz'" },
    { line: '--demo --filter /(/', message: 'Invalid regular expression' },
    { line: '--demo --watch -o json', message: '-o json is one document' },
  ])('$line with a usage error', async ({ line, message = '', hint = '' }) => {
    await expect(pods(line)).rejects.toMatchObject({
      code: 'USAGE',
      exitCode: EXIT.usage,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  test.each(['', '--watch'])('a server that is not there with exit code 4 %s', async (flag) => {
    await expect(pods(`${nowhere()} ${flag}`)).rejects.toMatchObject({
      code: 'KUBE_UNREACHABLE',
      exitCode: EXIT.notReachable,
    });
  });

  test('a selector that the server does not understand with what the server says', async () => {
    await expect(pods(`${there()} -l a=b=c`)).rejects.toMatchObject({
      name: 'KpiError',
      message: expect.stringContaining('label value'),
    });
    await expect(pods(`${there()} --field-selector nope=1`)).rejects.toMatchObject({
      message: expect.stringContaining('field label not supported: nope'),
    });
  });
});
