import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/index.ts';
import { parseFault } from '../../../src/cli/pipeline-faults.ts';
import { PipelinePrinter } from '../../../src/cli/pipeline-printer.ts';
import { EXIT, KpiError } from '../../../src/flow/index.ts';
import type { PipelineEvent } from '../../../src/informer/index.ts';
import { type Faults, LIMITER_NAMES } from '../../../src/pipeline/index.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runCli } from './run-cli.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

function thrownBy(act: () => unknown): KpiError {
  try {
    act();
  } catch (cause) {
    if (cause instanceof KpiError) return cause;
    throw cause;
  }
  throw new Error('nothing was thrown');
}

describe('--fault', () => {
  /** The calls that a plan makes of the faults. */
  function calls(text: string): { armed: string[]; afterMs: number; lastsMs: number | undefined; undone: string[] } {
    const made: string[] = [];
    const faults = new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...args: unknown[]) =>
            made.push(`${String(name)}(${args})`),
      },
    );
    const { arm, afterMs, lastsMs, undo } = parseFault(text);
    arm(faults as Faults);
    const armed = made.splice(0);
    undo?.(faults as Faults);
    return { armed, afterMs, lastsMs, undone: made };
  }

  test.each([
    { text: 'drop-watch', armed: 'dropWatch(1)', afterMs: 0 },
    { text: 'drop-watch=3', armed: 'dropWatch(3)', afterMs: 0 },
    { text: 'gone-on-list@5s', armed: 'goneOn(list,1)', afterMs: 5_000 },
    { text: 'gone-on-watch=2@500ms', armed: 'goneOn(watch,2)', afterMs: 500 },
    { text: 'gone-on-event', armed: 'goneOn(event,1)', afterMs: 0 },
    { text: 'refuse=3', armed: 'refuse(3)', afterMs: 0 },
    { text: 'too-many=2', armed: 'tooMany(2)', afterMs: 0 },
    { text: 'slow-handler=2s,5', armed: 'slowHandler(controller,2000,5)', afterMs: 0 },
    { text: 'slow-handler=2s', armed: 'slowHandler(controller,2000,1)', afterMs: 0 },
    { text: 'throw-in-handler=2', armed: 'throwInHandler(controller,2)', afterMs: 0 },
    { text: 'fail-reconcile=6', armed: 'failReconcile(*,6)', afterMs: 0 },
    { text: 'fail-reconcile=shop/web-1,6', armed: 'failReconcile(shop/web-1,6)', afterMs: 0 },
    { text: 'pause-workers', armed: 'pauseWorkers()', afterMs: 0, undone: 'resumeWorkers()' },
    { text: 'pause-pop=3s@1s', armed: 'pausePop()', afterMs: 1_000, lastsMs: 3_000, undone: 'resumePop()' },
  ])('$text is $armed', ({ text, armed, afterMs, lastsMs, undone }) => {
    const expected = { armed: [armed], afterMs, lastsMs, undone: undone === undefined ? [] : [undone] };
    expect(calls(text)).toEqual(expected);
  });

  test.each([
    ['refus', "Did you mean 'refuse'?"],
    ['constructor', 'Faults: drop-watch'],
    ['refuse=0', "'0' is no number of times"],
    ['refuse=-1', "'-1' is no number of times"],
    ['slow-handler', "'' is no time"],
    ['pause-pop=soon', "'soon' is no time"],
    ['drop-watch@x', "'x' is no time"],
    ['', 'Faults: drop-watch'],
  ])("'%s' is refused", (text, said) => {
    const thrown = thrownBy(() => parseFault(text));
    expect(thrown.code).toBe('USAGE');
    expect(`${thrown.message} ${thrown.hint}`).toContain(said);
  });
});

test('the limiters that --help names are those that there are', () => {
  const options = COMMANDS.find(({ name }) => name === 'pipeline')?.options;
  expect(options?.find(({ name }) => name === 'limiter')?.choices).toEqual(LIMITER_NAMES);
});

describe('what cannot be is said in a sentence, and nothing is left', () => {
  test.each([
    { line: '--metrics -o jsonl', code: 'USAGE' },
    { line: '--for 0s', code: 'USAGE' },
    { line: '--for soon', code: 'USAGE' },
    { line: '--speed 2', code: 'USAGE' },
    { line: '--record -', code: 'USAGE' },
    { line: '--workers many', code: 'USAGE' },
    { line: '--replay x --record y', code: 'USAGE' },
    { line: '--replay x --watch-list', code: 'USAGE' },
    { line: '--replay x --speed 0', code: 'USAGE' },
    { line: '--replay NOWHERE', code: 'CAST_READ', exit: EXIT.failed },
    { line: '--replay TEXT', code: 'STREAM_FORMAT', exit: EXIT.failed },
    { line: '--kubeconfig CLUSTER --record NEW', code: 'KUBE_UNREACHABLE', exit: EXIT.notReachable },
    { line: '--kubeconfig CLUSTER --record TEXT', code: 'CAST_EXISTS', exit: EXIT.failed },
  ])('$line', async ({ line, code, exit = EXIT.usage }) => {
    const files = { NOWHERE: folder.file('nowhere'), TEXT: folder.file('text'), CLUSTER: folder.file('cluster') };
    writeFileSync(files.TEXT, 'hello\n');
    writeFileSync(files.CLUSTER, JSON.stringify(kubeconfig('http://127.0.0.1:1')));
    const paths: Readonly<Record<string, string>> = { ...files, NEW: folder.file('new') };
    const run = await runCli(['pipeline', ...line.split(' ').map((word) => paths[word] ?? word)]);
    expect([run.code, run.stderr]).toEqual([
      exit,
      expect.stringMatching(new RegExp(`^error\\[${code}\\]: .+\\n {2}\\S`)),
    ]);
    expect(folder.names()).toEqual(['cluster', 'text']);
  });
});

const kubeconfig = (server: string) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'c',
  clusters: [{ name: 'c', cluster: { server } }],
  users: [{ name: 'c', user: {} }],
  contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
});

describe('the printer', () => {
  const event: PipelineEvent = {
    step: 8,
    key: 'ns/a\u009b31m',
    worker: '1',
    waitedMs: 1.23456,
    at: 1_700_000_001_204.5,
  };
  async function printed(form: 'text' | 'jsonl', events: readonly PipelineEvent[]): Promise<string> {
    const chunks: (string | Uint8Array)[] = [];
    const stdout = { write: (data: string | Uint8Array) => Promise.resolve(void chunks.push(data)) };
    const printer = new PipelinePrinter(stdout, form, 1_700_000_000_000);
    for (const each of events) printer.take(each, 'pods');
    await printer.print();
    return chunks.join('');
  }

  test('as jsonl: one document a line, harmless on a terminal, times to the microsecond', async () => {
    const text = await printed('jsonl', [event]);
    expect(text).toBe(
      `{"step":8,"key":"ns/a\\u009b31m","worker":"1","waitedMs":1.235,"informer":"pods","at":"2023-11-14T22:13:21.204Z","elapsedMs":1204.5}\n`,
    );
    expect(JSON.parse(text).key).toBe(event.key);
  });

  test('as text: aligned, without control characters', async () => {
    const text = await printed('text', [
      event,
      { note: 'bookmark', resourceVersion: '7', endsInitialEvents: false, at: 1_700_000_002_000 },
    ]);
    expect(text.replaceAll(/ {2,}/g, '  ')).toBe(
      '  +1.204  8 worker get  ns/a?31m  worker 1 after 1.23ms\n  +2.000  - bookmark  bookmark 7\n',
    );
  });

  test('what a reader is too slow for is counted', async () => {
    const printer = new PipelinePrinter({ write: () => Promise.resolve() }, 'text', 0);
    for (let count = 0; count < 200_003; count++) printer.take(event, 'pods');
    expect(printer.lost).toBe(3);
    await printer.print();
    expect(printer.lost).toBe(3);
  });
});
