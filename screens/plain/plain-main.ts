import { openCluster } from '../../src/cli/index.ts';
import { pathsOf, type Settings } from '../../src/config/index.ts';
import { EXIT, startFrames, systemClock, wait } from '../../src/flow/index.ts';
import { ClusterControl } from '../cluster-control.ts';
import { glyphsOf } from '../glyphs.ts';
import { readRecordings } from '../recording-control.ts';
import { PlainSession } from './plain-session.ts';

export interface PlainStreams {
  readonly print: (line: string) => void;
  /** What is typed, line by line; its end ends the program where nobody watches. */
  readonly lines: AsyncIterable<string>;
  /** The input is a terminal or a script that is still open: its end is the end of the program. */
  readonly endsWithInput: boolean;
}

/** The workstation without a screen: `--plain`, TERM=dumb, screen readers, pipes. Resolves to the exit code. */
export async function runPlain(
  settings: Settings,
  env: Readonly<Record<string, string | undefined>>,
  streams: PlainStreams,
): Promise<number> {
  const clock = systemClock;
  const cluster: ClusterControl = new ClusterControl({
    openCluster: (now) => openCluster(now, { env, clock }),
    settings,
    clock,
    random: Math.random,
    onChange: () => session.clusterChanged(),
    onPods: () => {},
  });
  const session = new PlainSession({
    cluster,
    clock,
    glyphs: glyphsOf(settings.ascii),
    print: streams.print,
    recordings: () => readRecordings(pathsOf(env).recordings),
    time: (ms) => new Date(ms).toTimeString().slice(0, 8),
  });
  cluster.open();
  const stopFrames = startFrames(clock, 2, [
    { flush: () => cluster.pods?.view.flush() },
    { flush: () => session.clusterChanged() },
  ]);
  const wasEnded = await obey(streams.lines, session);
  // Without a person at it, the end of the input is not the end of the watch.
  if (!wasEnded && !streams.endsWithInput) await untilFailed(cluster);
  stopFrames();
  const { error } = cluster;
  await cluster.close();
  return error?.exitCode ?? EXIT.ok;
}

/** True when a word asked for the end. */
async function obey(lines: AsyncIterable<string>, session: PlainSession): Promise<boolean> {
  for await (const typed of lines) if (!session.command(typed)) return true;
  return false;
}

/** A cluster that cannot be opened ends it; one that is away is waited for. */
async function untilFailed(cluster: ClusterControl): Promise<void> {
  while (cluster.error === undefined) await wait(systemClock, 200);
}
