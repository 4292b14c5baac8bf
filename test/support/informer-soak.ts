import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seededRandom, systemClock, wait } from '../../src/flow/index.ts';
import { type ApiClient, createApiClient, loadCluster } from '../../src/kube/index.ts';
import { type Pod, podProjection } from '../../src/pods/index.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { EtcdHistory } from './etcd-history.ts';
import { isSettled, judge, type Verdict } from './informer-verdict.ts';
import { InformerWitness } from './informer-witness.ts';
import { JumpingClock } from './jumping-clock.ts';
import { type KubePeer, startKube } from './kube-peer.ts';

/**
 * cut: a connection ends in mid-record. stall: nothing comes for some seconds. restart: the server is killed and started,
 * and the proxy drops what it cannot hand on. blackout: nobody listens meanwhile, and the store is compacted: 410s.
 * compact: the store forgets all old versions. jump: the clock goes an hour ahead.
 */
export type Harm = 'cut' | 'stall' | 'restart' | 'blackout' | 'compact' | 'jump';

export interface SoakOptions {
  readonly seconds: number;
  readonly pods: number;
  /** Changes a second asked of etcd-churn, and writes a second of kubeload. */
  readonly rate: number;
  readonly apiRate: number;
  readonly seed: number;
  /** In the order of their times. */
  readonly harms: readonly { readonly atSeconds: number; readonly harm: Harm }[];
  readonly onProgress?: (text: string) => void;
}

export interface SoakReport {
  readonly seconds: number;
  readonly pods: number;
  /** Of pods, as the store counts them. */
  readonly changes: number;
  readonly changesPerSecond: number;
  readonly historyBroken: string | undefined;
  readonly harms: Readonly<Record<string, number>>;
  readonly witnesses: readonly Verdict[];
  readonly catchUpMs: number;
  readonly cpuSeconds: number;
  readonly memory: readonly MemorySample[];
}

/** After a collection; `outsideMib`: buffers. */
interface MemorySample {
  readonly atSeconds: number;
  readonly rssMib: number;
  readonly heapMib: number;
  readonly outsideMib: number;
}

const JUMP_MS = 3_600_000;
const STALL_MS = 8_000;
/** Sooner than servers close watches, so that this too happens often. */
const WATCH_SECONDS = 45;
const CATCH_UP_MS = 90_000;
const SAMPLES = 30;
const MOST_CHANGES_PER_SECOND = 1_500;
const ROUND_SECONDS = 60;
const CHURN = fileURLToPath(new URL('./etcd-churn.ts', import.meta.url));

/** Two informers on a real API server under churn, while connections, server, store and clock are harmed. */
export async function soakInformers(options: SoakOptions): Promise<SoakReport> {
  const peer = await startKube();
  const soak = new Soak(peer, options);
  try {
    await peer.run('pods', options.pods);
    await soak.start();
    await soak.churn();
    return await soak.report();
  } finally {
    await soak.stop();
    await peer.stop();
  }
}

class Soak {
  readonly #peer: KubePeer;
  readonly #options: SoakOptions;
  readonly #clock = new JumpingClock();
  readonly #stopped = new AbortController();
  readonly #random: () => number;
  readonly #proxy: CuttingProxy;
  readonly #etcdPort: number;
  readonly #harms: Record<string, number> = {};
  readonly #memory: MemorySample[] = [];
  readonly #clients: ApiClient[] = [];
  readonly #children = new Set<ChildProcess>();
  #witnesses: InformerWitness[] = [];
  #running: Promise<void>[] = [];
  #history: EtcdHistory | undefined;
  #startedAt = 0;
  #churnedSeconds = 0;
  #cpu = process.cpuUsage();

  constructor(peer: KubePeer, options: SoakOptions) {
    this.#peer = peer;
    this.#options = options;
    this.#random = seededRandom(options.seed);
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(readFileSync(peer.kubeconfig, 'utf8'))?.[1]);
    this.#etcdPort = Number(/ETCD_PORT=(\d+)/.exec(readFileSync(join(peer.folder, 'run/env'), 'utf8'))?.[1]);
    this.#proxy = new CuttingProxy(port, this.#random);
  }

  async start(): Promise<void> {
    const capacity = Math.ceil((this.#options.seconds + 120) * MOST_CHANGES_PER_SECOND) + 10 * this.#options.pods;
    this.#history = await EtcdHistory.open(this.#etcdPort, capacity);
    await this.#proxy.open();
    const kubeconfig = join(this.#peer.folder, 'run/kubeconfig.proxy');
    const direct = readFileSync(this.#peer.kubeconfig, 'utf8');
    writeFileSync(kubeconfig, direct.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${this.#proxy.port}`), { mode: 0o600 });
    const variants = [
      { name: 'list', watchList: false, protobuf: false, queue: 'delta' },
      { name: 'watchList', watchList: true, protobuf: true, queue: 'real' },
    ] as const;
    for (const { protobuf, ...variant } of variants) {
      const client = await this.#client(kubeconfig);
      const source = client.listerWatcher<Pod>({ path: '/api/v1/pods', projection: podProjection, protobuf });
      const witness = new InformerWitness({
        ...variant,
        capacity,
        clock: this.#clock,
        random: this.#random,
        expected: { kind: 'Pod', apiVersion: 'v1' },
        listerWatcher: {
          list: (...asked) => source.list(...asked),
          watch: (asked, ...rest) => source.watch({ ...asked, timeoutSeconds: WATCH_SECONDS }, ...rest),
        },
      });
      this.#witnesses.push(witness);
      this.#running.push(witness.informer.run(this.#stopped.signal));
    }
    await until(() => this.#witnesses.every(({ isQuiet }) => isQuiet), CATCH_UP_MS, 'the informers never synced');
    this.#cpu = process.cpuUsage();
    this.#startedAt = systemClock.now();
  }

  async churn(): Promise<void> {
    const { seconds, rate, apiRate, seed } = this.#options;
    const end = new AbortController();
    const sampling = this.#sample(end.signal);
    // Only looked at in the end: a harm that fails must not end the soak half-way.
    const harming = this.#harmAll();
    harming.catch(() => {});
    const direct = this.#child([CHURN, this.#etcdPort, rate, seconds, seed, this.#options.pods]);
    direct.catch(() => {});
    // In rounds, as kubeload knows only the pods that were there at its start; while the server is away it fails.
    for (let round = 0; apiRate > 0 && this.#elapsed() < seconds; round++) {
      const length = Math.ceil(Math.min(ROUND_SECONDS, seconds - this.#elapsed()));
      const text = await this.#peer.run('churn', apiRate, length, '-seed', seed + round).catch(String);
      this.#options.onProgress?.(`${Math.round(this.#elapsed())} s: ${text.slice(0, 200)}`);
      if (text.startsWith('Error')) await wait(systemClock, 2000);
    }
    this.#options.onProgress?.(`${Math.round(this.#elapsed())} s: ${await direct}`);
    this.#churnedSeconds = this.#elapsed();
    await harming;
    end.abort();
    await sampling;
  }

  async report(): Promise<SoakReport> {
    const history = this.#history as EtcdHistory;
    const start = systemClock.now();
    const verdicts = await this.#verdicts(history);
    const { user, system } = process.cpuUsage(this.#cpu);
    return {
      seconds: Math.round(this.#churnedSeconds),
      pods: this.#witnesses[0]?.informer.indexer.size ?? 0,
      changes: history.log.length,
      changesPerSecond: Math.round(history.log.length / this.#churnedSeconds),
      historyBroken: history.broken,
      harms: { ...this.#harms, ...this.#proxy.counts },
      witnesses: verdicts,
      catchUpMs: Math.round(systemClock.now() - start),
      cpuSeconds: Math.round((user + system) / 1e6),
      memory: this.#memory,
    };
  }

  async stop(): Promise<void> {
    for (const child of this.#children) child.kill();
    this.#stopped.abort();
    await Promise.all([...this.#running, ...this.#witnesses.map((witness) => witness.stop())]);
    await Promise.all(this.#clients.map((client) => client.close()));
    this.#proxy.close();
    this.#history?.close();
  }

  /** When all are settled, or at the latest after CATCH_UP_MS. */
  async #verdicts(history: EtcdHistory): Promise<readonly Verdict[]> {
    const direct = await this.#client(this.#peer.kubeconfig);
    for (const end = systemClock.now() + CATCH_UP_MS; ; await wait(systemClock, 500)) {
      const isLast = systemClock.now() > end;
      try {
        // Quiet at an old state would look the same as quiet at the newest: what the server has decides.
        const verdicts = await Promise.all(this.#witnesses.map((witness) => judge(witness, history, direct)));
        if (isLast || verdicts.every(isSettled)) return verdicts;
      } catch (failure) {
        // A server that was started late is still on its way up.
        if (isLast) throw failure;
      }
    }
  }

  async #harmAll(): Promise<void> {
    for (const { atSeconds, harm } of this.#options.harms) {
      await wait(systemClock, (atSeconds - this.#elapsed()) * 1000);
      this.#options.onProgress?.(`${Math.round(this.#elapsed())} s: ${harm}`);
      await this.#harm(harm);
      this.#harms[harm] = (this.#harms[harm] ?? 0) + 1;
    }
  }

  async #harm(harm: Harm): Promise<void> {
    switch (harm) {
      case 'cut':
        return this.#proxy.cut();
      case 'stall':
        return await this.#proxy.stall(this.#random() * STALL_MS);
      case 'jump':
        return this.#clock.jump(JUMP_MS);
      case 'blackout':
        this.#proxy.close();
        await wait(systemClock, 2000);
        await this.#peer.run('compact');
        await this.#restart();
        return await this.#proxy.open();
      case 'restart':
        return await this.#restart();
      default:
        await this.#peer.run(harm);
    }
  }

  /** A server that needs more than the minute that the script waits, as on a busy machine, comes up all the same. */
  async #restart(): Promise<void> {
    await this.#peer.run('restart').catch(() => {
      this.#harms.slowStart = (this.#harms.slowStart ?? 0) + 1;
    });
  }

  async #sample(signal: AbortSignal): Promise<void> {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    do {
      collect();
      const { rss, heapUsed, external } = process.memoryUsage();
      const mib = (bytes: number) => Math.round(bytes / 1024 / 102.4) / 10;
      const atSeconds = Math.round(this.#elapsed());
      this.#memory.push({ atSeconds, rssMib: mib(rss), heapMib: mib(heapUsed), outsideMib: mib(external) });
    } while (await wait(systemClock, (this.#options.seconds / SAMPLES) * 1000, signal));
  }

  #elapsed(): number {
    return (systemClock.now() - this.#startedAt) / 1000;
  }

  async #client(kubeconfig: string): Promise<ApiClient> {
    const client = createApiClient(await loadCluster({ kubeconfig, env: {} }), { clock: this.#clock });
    this.#clients.push(client);
    return client;
  }

  #child(args: readonly (string | number)[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
      this.#children.add(child);
      let output = '';
      child.stdout.on('data', (piece) => {
        output += piece;
      });
      child.on('close', (code) => {
        this.#children.delete(child);
        if (code === 0 || this.#stopped.signal.aborted) resolve(output.trim());
        else reject(new Error(`${args[0]} ended with ${code}`));
      });
    });
  }
}

async function until(isSo: () => boolean, ms: number, otherwise: string): Promise<void> {
  for (const end = systemClock.now() + ms; !isSo(); await wait(systemClock, 50))
    if (systemClock.now() > end) throw new Error(otherwise);
}
