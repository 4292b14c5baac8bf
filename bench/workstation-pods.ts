// The pods screen at 200x50: first row, memory, CPU and bytes at rest, CPU at a load of changes, key to paint. One JSON line.
//
//   node bench/workstation-pods.ts [--kubeconfig FILE] [--pods 10000] [--seconds 20] [--changes 0]
//
// Without a kubeconfig it is the demo; its server's thread is told apart from the drawing one by CPU, not by memory.
import { parseArgs } from 'node:util';
import {
  cpuSeconds,
  keyToPaint,
  mainThreadCpuSeconds,
  openWorkstation,
  quantile,
  rssMb,
  sleep,
} from './drive-workstation.ts';

const { values } = parseArgs({
  options: {
    kubeconfig: { type: 'string' },
    pods: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '20' },
    changes: { type: 'string', default: '0' },
  },
});
const seconds = Number(values.seconds);
const isDemo = values.kubeconfig === undefined;
const cluster = isDemo
  ? ['--demo', '--demo-pods', values.pods, '--demo-changes', values.changes]
  : ['--kubeconfig', values.kubeconfig as string];
const started = performance.now();
const app = openWorkstation([...cluster, '-A', '--screen', 'pods']);
await app.until((text) => /\d\/\d +[●▲×◦►]/.test(text), 60_000);
const firstRowMs = performance.now() - started;
await app.until((text) => /fresh/.test(text), 60_000);
const freshMs = performance.now() - started;
// A collector and a compiler that have just been busy take some seconds to come to rest.
await sleep(15_000);
const cpu = isDemo ? mainThreadCpuSeconds : cpuSeconds;
const [cpuBefore, bytesBefore] = [cpu(app.pid), app.bytes];
await sleep(seconds * 1000);
const idle = {
  cpuPercent: ((cpu(app.pid) - cpuBefore) / seconds) * 100,
  bytesPerSecond: (app.bytes - bytesBefore) / seconds,
};
const keys = await keyToPaint(app, { times: 100, keys: ['j', 'j', 'j', 'k'], quietMs: 20 });
console.log(
  JSON.stringify({
    bench: 'workstation-pods',
    size: '200x50',
    pods: Number(values.pods),
    changesPerSecond: Number(values.changes),
    cluster: isDemo ? 'demo' : 'server',
    firstRowMs: Math.round(firstRowMs),
    freshMs: Math.round(freshMs),
    rssMb: rssMb(app.pid),
    cpuPercent: Math.round(idle.cpuPercent * 10) / 10,
    bytesPerSecond: Math.round(idle.bytesPerSecond),
    keyMedianMs: quantile(keys, 0.5),
    keyP95Ms: quantile(keys, 0.95),
  }),
);
await app.close();
