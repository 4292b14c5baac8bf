import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { directConnector } from '../../../src/kube/direct-socket.io.ts';
import { ManualClock } from '../../support/manual-clock.ts';

async function connected(clock: ManualClock): Promise<{ client: Socket; server: Socket }> {
  const listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const accepted = once(listener, 'connection') as Promise<[Socket]>;
  const client = await new Promise<Socket>((resolve, reject) => {
    directConnector({}, clock)(
      { hostname: '127.0.0.1', host: '127.0.0.1', protocol: 'http:', port: String(port) },
      (...[error, socket]) => (error === null ? resolve(socket) : reject(error)),
    );
  });
  const [server] = await accepted;
  onTestFinished(() => {
    client.destroy();
    server.destroy();
    listener.close();
  });
  return { client, server };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('small pieces in quick succession make the socket rest, and nothing of what comes meanwhile is lost', async () => {
  const clock = new ManualClock();
  const { client, server } = await connected(clock);
  let text = '';
  client.on('readable', () => {
    for (let piece = client.read(); piece !== null; piece = client.read()) text += piece;
  });
  let sent = '';
  const send = () => {
    const piece = `${sent.length},`;
    sent += piece;
    server.write(piece);
  };
  while (clock.pending === 0) {
    send();
    while (text !== sent) await turn();
    await turn();
  }
  const whenAtRest = text;
  for (let count = 0; count < 20; count++) {
    send();
    await turn();
  }
  expect(whenAtRest.length).toBeGreaterThan(0);
  expect(text).toBe(whenAtRest);
  while (text !== sent) {
    clock.advance(25);
    await turn();
  }
});
