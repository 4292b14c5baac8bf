import { EXIT, KpiError } from '../flow/index.ts';
import { StreamReader, StreamRecorder, StreamReplay } from '../pipeline/index.ts';
import { type Pod, podListerWatchers } from '../pods/index.ts';
import { openCastFile, readBytes } from '../recorder/index.ts';
import type { CommandContext } from './command.ts';
import { type OpenCluster, openCluster } from './open-cluster.io.ts';
import { type PipelineOptions, pipelineOptions } from './pipeline-options.ts';
import { runPipeline } from './run-pipeline.ts';

/** `kpi-tui pipeline`: the steps of the informer pipeline as they happen. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const options = pipelineOptions(context.args);
  // A reader that is gone ends it as an interrupt does: what is recorded is to be whole.
  const gone = new AbortController();
  context.stdout.whenGone?.(() => gone.abort());
  const signal = AbortSignal.any([context.signal, gone.signal]);
  if (options.replay !== undefined) return await runReplay({ ...context, signal }, options, options.replay);
  const cluster = await openCluster(context.settings, context);
  try {
    return await runLive({ ...context, signal }, options, cluster);
  } finally {
    await cluster.close();
  }
}

async function runReplay(
  context: CommandContext,
  options: PipelineOptions,
  { path, speed }: { path: string; speed: number },
): Promise<number> {
  const reader = await StreamReader.open<Pod>(readBytes(path));
  const { listerWatchers, clock, header, run } = new StreamReplay<Pod>(reader, { clock: context.clock, speed });
  const { watchList } = header;
  await runPipeline(context, options, { listerWatchers, clock, watchList, access: undefined, replay: run });
  return EXIT.ok;
}

async function runLive(context: CommandContext, options: PipelineOptions, cluster: OpenCluster): Promise<number> {
  const { client, namespaces } = cluster;
  const { watchList, record } = options;
  const { clock } = context;
  const listerWatchers = podListerWatchers(client, { namespaces, ...options });
  const origin = { listerWatchers, clock, watchList, access: client.access };
  if (record === undefined) {
    await runPipeline(context, options, origin);
    return EXIT.ok;
  }
  const file = await openCastFile(record).catch(withoutAppend);
  const names = namespaces.length === 0 ? [''] : [...new Set(namespaces)];
  const header = { server: client.access.server, resource: 'pods', namespaces: names, watchList };
  const recorder = new StreamRecorder(file, clock, header);
  const recorded = listerWatchers.map((source) => recorder.record(source));
  const end = async (): Promise<void> => void (await file.end());
  try {
    await runPipeline(context, options, { ...origin, listerWatchers: recorded, end });
  } finally {
    await end();
  }
  if (file.failure === undefined) return EXIT.ok;
  await context.stderr.write(`The recording ended early: ${file.failure}. What came before it is whole.\n`);
  return EXIT.failed;
}

/** A recording of a stream cannot be continued, so that is not offered. */
function withoutAppend(cause: unknown): never {
  if (!(cause instanceof KpiError) || cause.code !== 'CAST_EXISTS') throw cause;
  throw new KpiError(cause.code, cause.message, { cause, hint: 'Give another name, or --overwrite.' });
}
