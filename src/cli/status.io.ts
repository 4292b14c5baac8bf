import { pathsOf } from '../config/index.ts';
import { EXIT, KpiError } from '../flow/index.ts';
import { describeFailure, failureOf } from '../kube/index.ts';
import { needsLook, podListerWatchers } from '../pods/index.ts';
import { listRecordings } from '../recorder/index.ts';
import { clean, formatAge, formatBytes, formatCount, formatCountOf, padEnd } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import { listAll } from './list-all.ts';
import { openCluster } from './open-cluster.io.ts';
import { safeJson } from './pods-text.ts';

/** What one screen would show. */
interface ScreenStatus {
  readonly screen: 'pods' | 'recorder' | 'shell';
  /** '' when it sees nothing. */
  readonly sees: string;
  /** How old the newest of it is; null when there is none. */
  readonly ageSeconds: number | null;
  /** What is in the way, in a sentence; null when nothing is. */
  readonly missing: string | null;
}

/** `kpi-tui status`: the overview for scripts, one row a screen. Ends with 0 when it could tell, whatever it has to tell. */
export async function run(context: CommandContext): Promise<number> {
  const rows = [await podsStatus(context), await recorderStatus(context), shellStatus(context)];
  switch (context.args.text('output') ?? 'table') {
    case 'json':
      await context.stdout.write(`${safeJson(rows)}\n`);
      break;
    case 'jsonl':
      await context.stdout.write(rows.map((row) => `${safeJson(row)}\n`).join(''));
      break;
    default:
      await context.stdout.write(table(rows));
  }
  return EXIT.ok;
}

async function podsStatus(context: CommandContext): Promise<ScreenStatus> {
  const { settings, clock, signal } = context;
  try {
    const cluster = await openCluster(settings, context);
    try {
      const sources = podListerWatchers(cluster.client, { namespaces: cluster.namespaces });
      const pods = (await Promise.all(sources.map((source) => listAll(source, signal)))).flat();
      const looking = pods.filter((pod) => needsLook(pod, clock.now())).length;
      const sees = `${formatCountOf(pods.length, 'pod')}, ${formatCount(looking)} need a look, context ${cluster.client.access.context}`;
      return { screen: 'pods', sees, ageSeconds: 0, missing: null };
    } catch (cause) {
      throw describeFailure(failureOf(cause), cluster.client.access);
    } finally {
      await cluster.close();
    }
  } catch (cause) {
    return { screen: 'pods', sees: '', ageSeconds: null, missing: sentenceOf(knownFailure(cause)) };
  }
}

function knownFailure(cause: unknown): KpiError {
  if (cause instanceof KpiError) return cause;
  throw cause;
}

const sentenceOf = ({ code, message, hint = '' }: KpiError): string => `error[${code}]: ${message} ${hint}`.trim();

async function recorderStatus({ env, clock }: CommandContext): Promise<ScreenStatus> {
  const folder = pathsOf(env).recordings;
  const files = await listRecordings(folder).catch(knownFailure);
  if (files instanceof KpiError) return { screen: 'recorder', sees: '', ageSeconds: null, missing: sentenceOf(files) };
  const newest = files[0];
  if (newest === undefined)
    return {
      screen: 'recorder',
      sees: '',
      ageSeconds: null,
      missing: `no recordings in ${folder} yet; R in the workstation makes one`,
    };
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const ageSeconds = Math.max(0, Math.round((clock.now() - newest.modifiedMs) / 1000));
  return {
    screen: 'recorder',
    sees: `${formatCountOf(files.length, 'recording')}, ${formatBytes(bytes)}`,
    ageSeconds,
    missing: null,
  };
}

function shellStatus({ env }: CommandContext): ScreenStatus {
  return { screen: 'shell', sees: env.SHELL ?? '/bin/sh', ageSeconds: null, missing: null };
}

function table(rows: readonly ScreenStatus[]): string {
  const cells = rows.map(({ screen, sees, ageSeconds, missing }) => [
    screen,
    sees || '-',
    ageSeconds === null ? '-' : formatAge(ageSeconds),
    missing ?? '-',
  ]);
  const all = [['SCREEN', 'SEES', 'AGE', 'MISSING'], ...cells.map((row) => row.map(clean))];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] as string).length)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => padEnd(cell, widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
