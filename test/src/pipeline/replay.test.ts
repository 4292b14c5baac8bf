import { describe, expect, test } from 'vitest';
import { type PipelineEvent, SharedInformer } from '../../../src/informer/index.ts';
import type { ListerWatcher } from '../../../src/kube/index.ts';
import { StreamReader, StreamRecorder, StreamReplay, type StreamSink } from '../../../src/pipeline/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { fc } from '../../support/property.ts';
import { CUT, EXPIRED, REFUSED, ScriptedSource } from '../informer/scripted-source.ts';
import { type Thing, thing } from '../informer/things.ts';

const HEADER = { server: 'https://pi:6443', resource: 'things', namespaces: [''], watchList: false };

class Lines implements StreamSink {
  text = '';

  write(line: string): boolean {
    this.text += line;
    return true;
  }

  whenWritable(): Promise<void> {
    return Promise.resolve();
  }
}

interface Ran {
  readonly informer: SharedInformer<Thing>;
  readonly events: readonly PipelineEvent[];
}

function informerOver(
  listerWatcher: ListerWatcher<Thing>,
  clock: ManualClock | StreamReplay<Thing>['clock'],
  watchList = false,
) {
  const events: PipelineEvent[] = [];
  const observe = (event: PipelineEvent) => void events.push(event);
  const informer = new SharedInformer<Thing>({
    name: 'things',
    listerWatcher,
    clock,
    random: () => 0,
    observe,
    watchList,
  });
  return { informer, events };
}

/** Runs an informer that is recorded while the test drives its server; returns what was recorded and where it ended. */
async function recorded(
  drive: (source: ScriptedSource, clock: ManualClock) => Promise<void>,
  { source = new ScriptedSource().answerList('7', ['a@1', 'b@2']), watchList = false } = {},
): Promise<Ran & { readonly text: string }> {
  const clock = new ManualClock(1_000_000);
  const sink = new Lines();
  const recorder = new StreamRecorder(sink, clock, { ...HEADER, watchList });
  const ran = informerOver(recorder.record(source), clock, watchList);
  const stop = new AbortController();
  const running = ran.informer.run(stop.signal);
  await settle();
  await drive(source, clock);
  stop.abort();
  await settle();
  await running;
  return { ...ran, text: sink.text };
}

async function replayed(
  text: string,
  speed = 1,
  clock = new ManualClock(5_000_000),
): Promise<Ran & { readonly ended: boolean }> {
  async function* bytes() {
    yield Buffer.from(text);
  }
  const replay = new StreamReplay<Thing>(await StreamReader.open<Thing>(bytes()), { clock, speed });
  const [listerWatcher] = replay.listerWatchers as [ListerWatcher<Thing>];
  const ran = informerOver(listerWatcher, replay.clock, replay.header.watchList);
  const stop = new AbortController();
  let ended = false;
  const playing = replay.run(stop.signal).then(() => {
    ended = true;
  });
  const running = ran.informer.run(stop.signal);
  await settle();
  for (let at = 0; at < 600_000 && !ended; at += 500) await clock.advanceAsync(500);
  stop.abort();
  await playing;
  await running;
  return { ...ran, ended };
}

const objects = ({ informer }: Ran): Thing[] =>
  informer.indexer.list().sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));

const waysOf = ({ events }: Ran): string[] =>
  events.flatMap((event) => ('step' in event ? [`${event.step} ${event.key}`] : [event.note]));

/** Without the last event, which is our own stop. */
const timesOf = ({ events }: Ran): number[] => events.map((event) => event.at).slice(0, -1);

describe('what was recorded replays', () => {
  test('the same steps and notes in the same order at the same times', async () => {
    const first = await recorded(async (source, clock) => {
      await clock.advanceAsync(1_250);
      source.open.send('ADDED', thing('c@8'));
      source.open.send('MODIFIED', thing('a@9'));
      await clock.advanceAsync(700);
      source.open.send('DELETED', thing('b@10'));
      source.open.bookmark('11');
      await settle();
    });
    const second = await replayed(first.text);
    expect(objects(second)).toEqual(objects(first));
    expect(second.informer.lastSyncResourceVersion()).toBe('11');
    expect(waysOf(second)).toEqual(waysOf(first));
    expect(timesOf(second)).toEqual(timesOf(first));
  });

  const change = async (source: ScriptedSource, clock: ManualClock): Promise<void> => {
    await clock.advanceAsync(2_000);
    source.open.send('MODIFIED', thing('a@9'));
    await settle();
  };
  test.each<{ name: string; drive: (source: ScriptedSource, clock: ManualClock) => Promise<void> }>([
    {
      name: 'a watch that ends and is opened again',
      drive: async (source, clock) => {
        source.open.end();
        await change(source, clock);
      },
    },
    {
      name: 'a watch that is too short',
      drive: async (source, clock) => {
        source.open.end();
        await clock.advanceAsync(3_000);
        await change(source, clock);
      },
    },
    {
      name: 'a watch that is cut off',
      drive: async (source, clock) => {
        source.open.fail(CUT);
        await change(source, clock);
      },
    },
    {
      name: '410 as an event, and the list after it',
      drive: async (source, clock) => {
        source.open.error({ code: 410, reason: 'Expired', message: 'too old' });
        source.answerList('20', ['a@15', 'd@16']);
        await clock.advanceAsync(5_000);
        source.open.send('MODIFIED', thing('d@21'));
        await settle();
      },
    },
    {
      name: '410 on the watch',
      drive: async (source, clock) => {
        await clock.advanceAsync(2_000);
        source.failWatch(EXPIRED).answerList('20', ['c@20']);
        source.open.end();
        await clock.advanceAsync(5_000);
      },
    },
    {
      name: 'a server that is away',
      drive: async (source, clock) => {
        await clock.advanceAsync(2_000);
        source.failWatch(REFUSED, REFUSED);
        source.open.end();
        await clock.advanceAsync(10_000);
        source.open.send('ADDED', thing('e@30'));
        await settle();
      },
    },
  ])('$name', async ({ drive }) => {
    const first = await recorded(drive);
    const second = await replayed(first.text);
    expect(second.ended).toBe(true);
    expect(objects(second)).toEqual(objects(first));
    expect(waysOf(second)).toEqual(waysOf(first));
    expect(timesOf(second)).toEqual(timesOf(first));
  });

  test('a list in pages, and one that failed at first', async () => {
    const source = new ScriptedSource()
      .failList(REFUSED)
      .answerList('7', ['a@1', 'b@2'], { continue: 'next', remainingItemCount: 1 })
      .answerList('7', ['c@3']);
    const first = await recorded((_, clock) => clock.advanceAsync(2_000), { source });
    const second = await replayed(first.text);
    expect(waysOf(second)).toEqual(waysOf(first));
    expect(objects(second).length).toBe(3);
  });

  test('a watch-list', async () => {
    const first = await recorded(
      async (source, clock) => {
        for (const text of ['a@1', 'b@2']) source.open.send('ADDED', thing(text));
        source.open.bookmark('7', { 'k8s.io/initial-events-end': 'true' });
        await clock.advanceAsync(100);
        source.open.send('DELETED', thing('a@8'));
        await settle();
      },
      { source: new ScriptedSource(), watchList: true },
    );
    expect(first.events.some((event) => 'note' in event && event.note === 'list-start')).toBe(false);
    const second = await replayed(first.text);
    expect(waysOf(second)).toEqual(waysOf(first));
    expect(objects(second).map(({ metadata }) => metadata.name)).toEqual(['b']);
  });
});

test('--speed 100 takes a hundredth of the time', async () => {
  const { text } = await recorded(async (source, clock) => {
    await clock.advanceAsync(100_000);
    source.open.send('ADDED', thing('c@8'));
    await settle();
  });
  const clock = new ManualClock(0);
  expect((await replayed(text, 100, clock)).ended).toBe(true);
  expect(clock.now()).toBe(1_000);
});

describe('a reflector that asks in another order than the recorded one did', () => {
  const line = (rest: object) => `${JSON.stringify({ source: 0, atMs: 0, ...rest })}\n`;
  const header = `${JSON.stringify({ watchStream: 1, ...HEADER, startedAt: '2026-01-01T00:00:00Z' })}\n`;
  const list = (...names: string[]) =>
    line({ type: 'items', items: names.map((name) => thing(name)) }) +
    line({ type: 'list', resourceVersion: '20', continue: '' });
  const watch = line({ type: 'watch', resourceVersion: '7', sendInitialEvents: false });
  const event = (name: string) => line({ type: 'event', event: { type: 'MODIFIED', object: thing(name) } });

  const gone = { kind: 'status', status: { code: 410, reason: 'Expired', message: 'too old' } };
  const later = line({ type: 'watch', atMs: 5_000, resourceVersion: '9', sendInitialEvents: false });
  const GONE = line({ type: 'failure', of: 'watch', failure: gone });

  test.each([
    {
      name: 'a watch where a list was recorded',
      lines: [list('a@1'), list('a@15', 'd@16')],
      objects: ['a@15', 'd@16'],
    },
    { name: 'a list where a watch was recorded', lines: [watch, event('a@8')], objects: ['a@8'] },
    {
      name: 'a watch that was never closed, and a list after it',
      lines: [list('a@1'), watch, event('a@8'), list('b@20')],
      objects: ['b@20'],
    },
    {
      name: 'events that nobody reads any more',
      lines: [list('a@1'), event('a@8'), line({ type: 'close' }), watch, event('b@9')],
      objects: ['a@1', 'b@9'],
    },
    {
      name: 'events that nobody reads any more, and a list that was not recorded',
      lines: [list('a@1'), event('a@8'), event('c@9'), GONE, later],
      objects: ['a@8', 'c@9'],
    },
  ])('$name: gets on all the same', async ({ lines, objects: expected }) => {
    const ran = await replayed(header + lines.join(''));
    expect(ran.ended).toBe(true);
    const found = objects(ran).map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
    expect(found).toEqual(expected);
  });
});

test('whatever a server does, the replay ends with the same objects', () => {
  const happening = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constantFrom('put', 'delete'), name: fc.constantFrom('a', 'b', 'c') }),
    },
    fc.record({ kind: fc.constantFrom('end', 'cut', 'gone', 'gone-watch', 'refuse', 'bookmark', 'wait') }),
  );
  return fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 15 }), async (happenings) => {
      const server = new Map<string, number>([['a', 1]]);
      let version = 10;
      const first = await recorded(
        async (source, clock) => {
          for (const { kind, ...rest } of happenings) {
            const name = 'name' in rest ? rest.name : '';
            const isKnown = server.has(name);
            const open = source.open;
            version++;
            if (kind === 'put') open.send(isKnown ? 'MODIFIED' : 'ADDED', thing(`${name}@${version}`));
            if (kind === 'put') server.set(name, version);
            if (kind === 'delete' && isKnown) open.send('DELETED', thing(`${name}@${version}`));
            if (kind === 'delete') server.delete(name);
            if (kind === 'bookmark') open.bookmark(String(version));
            if (kind === 'cut') open.fail(CUT);
            if (kind === 'gone') open.error({ code: 410, reason: 'Expired', message: 'too old' });
            if (kind === 'gone-watch') source.failWatch(EXPIRED);
            if (kind === 'refuse') source.failWatch(REFUSED);
            if (kind === 'end' || kind === 'gone-watch' || kind === 'refuse') open.end();
            await settle();
            if (kind === 'put' || kind === 'delete' || kind === 'bookmark') continue;
            // Whatever it makes of that: in a minute it watches again, and may have listed.
            source.answerList(
              String(version),
              [...server].map(([key, at]) => `${key}@${at}`),
            );
            await clock.advanceAsync(60_000);
          }
        },
        { source: new ScriptedSource().answerList('7', ['a@1']) },
      );
      const second = await replayed(first.text, 10);
      expect(second.ended).toBe(true);
      expect(objects(second)).toEqual(objects(first));
    }),
    { numRuns: 15 },
  );
});
