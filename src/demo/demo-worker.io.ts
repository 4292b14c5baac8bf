// The thread of the demo cluster: its lists of 50,000 pods never hold up the screen. Started by start-demo-cluster.io.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { inBackground, KpiError, messageOf, systemClock } from '../flow/index.ts';
import { DemoCluster } from './demo-cluster.ts';
import type { DemoOrder, DemoOrderMessage, DemoReply, DemoThreadOptions } from './demo-messages.ts';
import { DemoServer } from './demo-server.io.ts';

const reply = (message: DemoReply): void => parentPort?.postMessage(message);

const fail = (id: number, cause: unknown): void => {
  reply({ kind: 'failed', id, code: cause instanceof KpiError ? cause.code : 'DEMO_START', message: messageOf(cause) });
};

async function obey(server: DemoServer, order: DemoOrder): Promise<void> {
  switch (order) {
    case 'compact':
      return server.cluster.compact();
    case 'dropWatches':
      return server.dropWatches();
    case 'resume':
      return await server.start();
    default:
      return await server.stop();
  }
}

async function main(options: DemoThreadOptions): Promise<void> {
  const server = new DemoServer(new DemoCluster({ ...options, now: systemClock.now() }), systemClock);
  await server.start();
  parentPort?.on('message', ({ id, order }: DemoOrderMessage) => {
    inBackground(
      obey(server, order).then(() => reply({ kind: 'done', id })),
      (cause) => fail(id, cause),
    );
  });
  reply({ kind: 'ready', port: server.port });
}

inBackground(main(workerData as DemoThreadOptions), (cause) => fail(0, cause));
