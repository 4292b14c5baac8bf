import { afterEach, expect, test } from 'vitest';
import { settle } from '../../support/manual-clock.ts';
import { ScriptedSource } from '../informer/scripted-source.ts';
import { thing } from '../informer/things.ts';
import { type Piped, pipedThings } from './piped-things.ts';

let piped: Piped | undefined;
afterEach(() => piped?.stop());

/** The samples of a text by their name and labels. */
const samples = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );

test("client-go's metrics tell what reflector, informer and work queue did", async () => {
  piped = pipedThings(new ScriptedSource().answerList('7', ['a@1', 'b@2']).answerList('20', ['a@9']));
  const { session, clock, source } = piped;
  session.startController({ workers: 1 });
  await piped.run();
  await clock.advanceAsync(1_500);
  session.faults.failReconcile('ns/a', 2);
  source.open.send('MODIFIED', thing('a@9'));
  source.open.error({ code: 410, reason: 'Expired' });
  await clock.advanceAsync(2_000);
  const values = samples(session.metricsText());
  const of = (name: string, label = 'things') => values.get(`${name}{name="${label}"}`);
  expect({
    lists: of('reflector_lists_total'),
    listSeconds: of('reflector_list_duration_seconds_count'),
    items: of('reflector_items_per_list_sum'),
    watches: of('reflector_watches_total'),
    short: of('reflector_short_watches_total'),
    watchSeconds: of('reflector_watch_duration_seconds_sum'),
    perWatch: of('reflector_items_per_watch_sum'),
    last: of('reflector_last_resource_version'),
    stored: of('informer_store_resource_version'),
    queued: of('informer_queued_items'),
    processed: of('informer_processing_latency_seconds_count'),
    malformed: of('informer_malformed_lines_total'),
    handlers: of('informer_handler_errors_total'),
    depth: of('workqueue_depth', 'controller'),
    adds: of('workqueue_adds_total', 'controller'),
    retries: of('workqueue_retries_total', 'controller'),
    gets: of('workqueue_queue_duration_seconds_count', 'controller'),
  }).toEqual({
    ...{ lists: 2, listSeconds: 2, items: 3, watches: 2, short: 0, watchSeconds: 1.5, perWatch: 1 },
    // The last write is the deletion of b, whose version is that of its last known state.
    ...{ last: 20, stored: 2, queued: 0, processed: 5, malformed: 0, handlers: 0 },
    // a and b at first; a's change and its two retries; b, which is gone.
    ...{ depth: 0, adds: 6, retries: 2, gets: 6 },
  });
});

test('what waits is in the gauges', async () => {
  piped = pipedThings(new ScriptedSource().answerList('7', ['a@1', 'b@2']));
  const { session, clock } = piped;
  session.faults.pauseWorkers();
  session.startController();
  await piped.run();
  await clock.advanceAsync(200);
  session.faults.pausePop();
  piped.source.open.send('MODIFIED', thing('a@9'));
  await settle();
  const values = samples(session.metricsText());
  expect(values.get('informer_queued_items{name="things"}')).toBe(1);
  expect(values.get('workqueue_depth{name="controller"}')).toBe(2);
});
