// Two informers of all pods (list and watch in JSON, watch-list in protobuf), each with a handler and a controller, on a
// kube-apiserver of its own under churn, while connections are cut in mid-record or stall, the server is killed and
// started, its store compacted and the clock goes an hour ahead. Every change is held against the store's own history: what
// is lost, doubled or out of order is counted, and so is what differs from the server's list in the end. One JSON line;
// exit code 1 unless all of them are 0.
//
//   node bench/informer-soak.ts [--minutes 2] [--rate 1000] [--api-rate 10] [--pods 1000] [--seed 1] [--verbose]
//
// `rate` is asked of a writer into etcd, `api-rate` of kubeload by way of the API: `changesPerSecond` is what came of it.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/flow/index.ts';

type Harm = 'cut' | 'stall' | 'restart' | 'blackout' | 'compact' | 'jump';
interface Report {
  readonly historyBroken: string | undefined;
  readonly memory: readonly { readonly atSeconds: number; readonly rssMib: number; readonly heapMib: number }[];
  readonly witnesses: readonly {
    readonly isQuiet: boolean;
    readonly comparison: Readonly<Record<'lost' | 'doubled' | 'invented' | 'misplaced', number>>;
    readonly counts: { readonly violations: number };
    readonly work: { readonly dropped: number };
    readonly differences: Readonly<Record<string, number>>;
  }[];
}
// By a path and not by name: benches and tests are projects of their own for the compiler.
const support = (name: string) => import(fileURLToPath(new URL(`../test/support/${name}.ts`, import.meta.url)));
const { whyNoKube } = (await support('kube-peer')) as { whyNoKube(): string | undefined };
const { soakInformers } = (await support('informer-soak')) as { soakInformers(options: object): Promise<Report> };

/** Killed and started again and again, the server must find its port free: apart from where others look for one. */
process.env.API_PORT ??= '27443';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    rate: { type: 'string', default: '1000' },
    'api-rate': { type: 'string', default: '10' },
    pods: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.minutes) * 60;
const missing = whyNoKube();
if (missing !== undefined) {
  console.log(JSON.stringify({ bench: 'informer-soak', skipped: missing }));
  process.exit(0);
}

/** Of each harm one in about so many seconds; the clock jumps once. */
const EVERY: Readonly<Record<Exclude<Harm, 'jump'>, number>> = {
  cut: 20,
  stall: 70,
  compact: 50,
  restart: 240,
  blackout: 300,
};

function harms(): { atSeconds: number; harm: Harm }[] {
  const random = seededRandom(Number(values.seed));
  const all: { atSeconds: number; harm: Harm }[] = [{ atSeconds: seconds / 2, harm: 'jump' }];
  for (const [harm, every] of Object.entries(EVERY)) {
    // At least one of each, however short the run.
    const times = Math.max(1, Math.floor(seconds / every));
    for (let index = 0; index < times; index++)
      all.push({ atSeconds: ((index + 0.2 + 0.6 * random()) * seconds) / times, harm: harm as Harm });
  }
  return all.sort((a, b) => a.atSeconds - b.atSeconds);
}

const report = await soakInformers({
  seconds,
  pods: Number(values.pods),
  rate: Number(values.rate),
  apiRate: Number(values['api-rate']),
  seed: Number(values.seed),
  harms: harms(),
  ...(values.verbose && { onProgress: (text: string) => console.error(text) }),
});

/** MiB an hour by least squares, without the first tenth, in which caches fill. */
function slopePerHour(of: 'rssMib' | 'heapMib'): number {
  const samples = report.memory.slice(Math.ceil(report.memory.length / 10));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ atSeconds }) => atSeconds)), mean(samples.map((sample) => sample[of]))];
  const covariance = mean(samples.map((sample) => (sample.atSeconds - x) * (sample[of] - y)));
  const variance = mean(samples.map(({ atSeconds }) => (atSeconds - x) ** 2));
  return Number(((covariance / variance) * 3600).toFixed(1));
}

const { memory, ...rest } = report;
const isGood =
  report.historyBroken === undefined &&
  report.witnesses.every(
    ({ isQuiet, comparison, counts, work, differences }) =>
      isQuiet &&
      comparison.lost + comparison.doubled + comparison.invented + comparison.misplaced + counts.violations === 0 &&
      work.dropped === 0 &&
      Object.values(differences).every((number) => number === 0),
  );
console.log(
  JSON.stringify({
    bench: 'informer-soak',
    isGood,
    ...rest,
    memory: [memory[1], memory[Math.floor(memory.length / 2)], memory.at(-1)],
    slopePerHour: { rssMib: slopePerHour('rssMib'), heapMib: slopePerHour('heapMib') },
  }),
);
if (!isGood) process.exitCode = 1;
