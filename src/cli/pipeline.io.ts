import { rm } from 'node:fs/promises';
import { EXIT, KpiError } from '../flow/index.ts';
import { StreamReader, StreamRecorder, StreamReplay } from '../pipeline/index.ts';
import { type Pod, podListerWatchers } from '../pods/index.ts';
import { openCastFile, readBytes } from '../recorder/index.ts';
import type { CommandContext } from './command.ts';
import { type OpenCluster, openCluster } from './open-cluster.io.ts';
import { type PipelineOptions, pipelineOptions } from './pipeline-options.ts';
import { type PipelineOrigin, runPipeline } from './run-pipeline.ts';

/** `kpi-tui pipeline`: the steps of the informer pipeline as they happen. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const options = pipelineOptions(context.args);
  // A reader that is gone ends it as an interrupt does: what is recorded is to be whole.
  const gone = new AbortController();
  context.stdout.whenGone?.(() => gone.abort());
  const runFrom: Run = async (origin) => {
    const signal = AbortSignal.any([context.signal, gone.signal]);
    const summary = await runPipeline({ ...context, signal }, options, origin);
    if (!context.settings.quiet && !gone.signal.aborted) await context.stderr.write(summary);
  };
  const { replay } = options;
  const code = await (replay === undefined ? runLive(context, options, runFrom) : runReplay(context, replay, runFrom));
  return context.signal.aborted ? EXIT.interrupted : code;
}

type Run = (origin: PipelineOrigin) => Promise<void>;

async function runReplay(
  context: CommandContext,
  { path, speed }: { path: string; speed: number },
  run: Run,
): Promise<number> {
  const reader = await StreamReader.open<Pod>(readBytes(path));
  const replay = new StreamReplay<Pod>(reader, { clock: context.clock, speed });
  const { listerWatchers, clock, header } = replay;
  await run({ listerWatchers, clock, watchList: header.watchList, access: undefined, replay: replay.run });
  return EXIT.ok;
}

async function runLive(context: CommandContext, options: PipelineOptions, run: Run): Promise<number> {
  const cluster = await openCluster(context.settings, context);
  try {
    return await runCluster(context, { options, cluster, run });
  } finally {
    await cluster.close();
  }
}

interface Live {
  readonly options: PipelineOptions;
  readonly cluster: OpenCluster;
  readonly run: Run;
}

async function runCluster({ clock, stderr }: CommandContext, { options, cluster, run }: Live): Promise<number> {
  const { client, namespaces } = cluster;
  const { watchList, recordPath } = options;
  const listerWatchers = podListerWatchers(client, { namespaces, ...options });
  const origin = { listerWatchers, clock, watchList, access: client.access };
  if (recordPath === undefined) {
    await run(origin);
    return EXIT.ok;
  }
  const file = await openCastFile({ path: recordPath, mode: 'create' }).catch(withoutAppend);
  const names = namespaces.length === 0 ? [''] : [...new Set(namespaces)];
  const header = { server: client.access.server, resource: 'pods', namespaces: names, watchList };
  const recorder = new StreamRecorder(file, clock, header);
  const recorded = listerWatchers.map((source) => recorder.record(source));
  const end = async (): Promise<void> => void (await file.end());
  try {
    await run({ ...origin, listerWatchers: recorded, end });
  } catch (cause) {
    await end();
    // The cluster could not be listed at all: of that no file is to be left.
    if (cause instanceof KpiError) await rm(recordPath, { force: true });
    throw cause;
  }
  if (file.failure === undefined) return EXIT.ok;
  await stderr.write(`The recording ended early: ${file.failure}. What came before it is whole.\n`);
  return EXIT.failed;
}

/** The hint of recordings names flags that this command does not have. */
function withoutAppend(cause: unknown): never {
  if (!(cause instanceof KpiError) || cause.code !== 'CAST_EXISTS') throw cause;
  throw new KpiError(cause.code, cause.message, { cause, hint: 'Give another name, or remove it.' });
}
