// Initial sync of all pods of a real API server through reflector, queue, indexer and a handler, beside client-go's
// informer on the same server, in turns. One JSON line of medians; `ratio` is ours over client-go's with protobuf.
//
//   node bench/informer-sync.ts [--kubeconfig FILE] [--pods 10000] [--rounds 5] [--hold 0]
//
// Without a kubeconfig it starts a kube-apiserver from the peers' cache and makes that many pods in it.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
interface Support {
  whyNoKube(): string | undefined;
  kubePrograms(): string;
  startKube(): Promise<{
    kubeconfig: string;
    run(verb: string, ...args: (string | number)[]): Promise<string>;
    stop(): Promise<void>;
  }>;
}
// By a path and not by name: benches and tests are projects of their own for the compiler.
const support = (await import(join(root, 'test/support/kube-peer.ts'))) as Support;

const { values } = parseArgs({
  options: {
    kubeconfig: { type: 'string' },
    pods: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    hold: { type: 'string', default: '0' },
  },
});
const missing = support.whyNoKube();
if (missing !== undefined) {
  console.log(JSON.stringify({ bench: 'informer-sync', skipped: missing }));
  process.exit(0);
}

/** As in the release bundle: client-node without its generated models. */
const stubClientNode: Plugin = {
  name: 'stub-client-node',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /gen\/index\.js$/ }, ({ importer }) =>
      /client-node/.test(importer) ? { path: 'gen', namespace: 'stub' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'export const createConfiguration = () => {}; export class ServerConfiguration {}',
    }));
  },
};

async function bundleChild(): Promise<string> {
  const outdir = join(root, 'build/bench-bundle');
  mkdirSync(outdir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/informer-child.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    mainFields: ['module', 'main'],
    plugins: [stubClientNode],
    banner: { js: "import{createRequire as nodeRequire}from'node:module';const require=nodeRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return join(outdir, 'informer-child.mjs');
}

type Figures = Readonly<Record<string, number>>;

const run = promisify(execFile);
async function figures(command: string, ...args: string[]): Promise<Figures> {
  const { stdout } = await run(command, args, { maxBuffer: 1024 * 1024 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures;
}

function medians(all: readonly Figures[]): Figures {
  const names = Object.keys(all[0] ?? {}).filter((name) => typeof all[0]?.[name] === 'number');
  const middle = (name: string) =>
    all.map((one) => one[name] as number).toSorted((a, b) => a - b)[Math.floor(all.length / 2)] as number;
  return Object.fromEntries(names.map((name) => [name, Number(middle(name).toFixed(2))]));
}

const own = values.kubeconfig === undefined ? await support.startKube() : undefined;
try {
  if (own !== undefined) await own.run('pods', Number(values.pods));
  const kubeconfig = values.kubeconfig ?? (own?.kubeconfig as string);
  const child = await bundleChild();
  const clientGo = join(support.kubePrograms(), 'clientgo-informer');
  const ours = (encoding: string, kept: string) => () =>
    figures(process.execPath, child, kubeconfig, encoding, kept, values.hold);
  const contestants: Record<string, () => Promise<Figures>> = {
    pods: ours('protobuf', 'pods'),
    row: ours('protobuf', 'row'),
    podsJson: ours('json', 'pods'),
    clientGo: () =>
      figures(clientGo, '-kubeconfig', kubeconfig, '-protobuf', '-trim', 'row', '-hold', `${values.hold}s`),
  };
  const measured: Record<string, Figures[]> = {};
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, measure] of Object.entries(contestants))
      measured[name] = [...(measured[name] ?? []), await measure()];
  }
  const result = Object.fromEntries(Object.entries(measured).map(([name, all]) => [name, medians(all)]));
  const ratio = (name: string) =>
    Object.fromEntries(
      ['syncMs', 'cpuSeconds', 'rssMib'].map((figure) => [
        figure,
        Number(((result[name]?.[figure] ?? 0) / (result.clientGo?.[figure] ?? 1)).toFixed(2)),
      ]),
    );
  console.log(
    JSON.stringify({
      bench: 'informer-sync',
      rounds: Number(values.rounds),
      ...result,
      ratio: { pods: ratio('pods'), row: ratio('row') },
    }),
  );
} finally {
  await own?.stop();
}
