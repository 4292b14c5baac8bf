import { EXIT } from '../flow/index.ts';
import { describeFailure, failureOf, type ListerWatcher } from '../kube/index.ts';
import { comparePods, needsLook, type Pod, podListerWatchers } from '../pods/index.ts';
import type { CommandContext } from './command.ts';
import { listAll } from './list-all.ts';
import { ListingProgress } from './listing-progress.ts';
import { type OpenCluster, openCluster } from './open-cluster.io.ts';
import { type PodsOptions, podsOptions } from './pods-options.ts';
import { columnsFor, headLine, podLine, rowJson } from './pods-text.ts';
import { watchPods } from './pods-watch.ts';

/** Lines of a large answer that are written at a time. */
const LINES_PER_WRITE = 1_000;

/** `kpi-tui pods`: lists once, or goes on with --watch. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const options = podsOptions(context.args, context.stdout.isTTY);
  const cluster = await openCluster(context.settings, context);
  try {
    const { namespaces, client } = cluster;
    const sources = podListerWatchers(client, {
      namespaces,
      labelSelector: options.labelSelector,
      fieldSelector: options.fieldSelector,
    });
    return options.isWatch
      ? await watchPods(context, { options, sources, access: client.access })
      : await listOnce(context, { options, sources, cluster });
  } finally {
    await cluster.close();
  }
}

interface Listing {
  readonly options: PodsOptions;
  readonly sources: readonly ListerWatcher<Pod>[];
  readonly cluster: OpenCluster;
}

async function listOnce(context: CommandContext, { options, sources, cluster }: Listing): Promise<number> {
  const progress = new ListingProgress(context);
  try {
    const lists = await Promise.all(
      sources.map((source) => listAll(source, context.signal, (...seen) => progress.report(source, ...seen))),
    );
    progress.stop();
    await print(context, options, sorted(lists.flat(), options, context.clock.now()));
    return EXIT.ok;
  } catch (thrown) {
    if (context.signal.aborted) return EXIT.interrupted;
    throw describeFailure(failureOf(thrown), cluster.client.access);
  } finally {
    progress.stop();
  }
}

function sorted(pods: readonly Pod[], { filter, order }: PodsOptions, now: number): Pod[] {
  return pods
    .filter((pod) => filter.matches(pod, now))
    .map((pod) => ({ pod, looks: needsLook(pod, now) }))
    .sort(comparePods(order))
    .map(({ pod }) => pod);
}

async function print({ stdout, clock }: CommandContext, options: PodsOptions, pods: readonly Pod[]): Promise<void> {
  const now = clock.now();
  switch (options.form) {
    case 'json': {
      const rows = pods.map((pod, index) => `${index === 0 ? '' : ',\n'}${rowJson(pod, now)}`);
      return await writeAll(stdout, ['[', ...rows, ']\n']);
    }
    case 'jsonl':
      return await writeAll(
        stdout,
        pods.map((pod) => `${rowJson(pod, now)}\n`),
      );
    default: {
      if (pods.length === 0) return;
      const columns = columnsFor(options, pods, { now, cols: stdout.columns });
      return await writeAll(stdout, [headLine(columns), ...pods.map((pod) => podLine(pod, now, columns))]);
    }
  }
}

async function writeAll(stdout: CommandContext['stdout'], parts: readonly string[]): Promise<void> {
  for (let from = 0; from < parts.length; from += LINES_PER_WRITE)
    await stdout.write(parts.slice(from, from + LINES_PER_WRITE).join(''));
}
