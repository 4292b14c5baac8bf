import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../../src/flow/index.ts';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** Ends in the middle of the next piece that the server sends. */
  isDoomed: boolean;
  bytes: number;
}

/**
 * Bytes between a client and a server on loopback, TLS and all, until it is told to do harm: connections end in the middle
 * of what the server sends, or nothing comes through for a while, or nobody listens.
 */
export class CuttingProxy {
  readonly counts = { connections: 0, cuts: 0, stalls: 0, bytes: 0 };
  readonly #target: number;
  readonly #random: Random;
  readonly #links = new Set<Link>();
  #server: Server | undefined;
  #port = 0;

  constructor(target: number, random: Random) {
    this.#target = target;
    this.#random = random;
  }

  get port(): number {
    return this.#port;
  }

  /** Listens: where it listened before, if it did. */
  async open(): Promise<void> {
    this.#server = createServer((client) => this.#link(client));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Ends all connections; new ones are refused. */
  close(): void {
    this.#server?.close();
    for (const link of this.#links) this.#end(link);
  }

  /** One connection, of those that the server has sent most on (watches and lists), ends within its next piece. */
  cut(): void {
    const busy = [...this.#links].filter(({ isDoomed }) => !isDoomed).sort((a, b) => b.bytes - a.bytes);
    const link = busy[Math.floor(this.#random() * Math.min(2, busy.length))];
    if (link === undefined) return;
    link.isDoomed = true;
    this.counts.cuts++;
  }

  /** Nothing of what the server sends comes through for so long. */
  async stall(ms: number): Promise<void> {
    this.counts.stalls++;
    const stalled = [...this.#links];
    for (const { server } of stalled) server.pause();
    await new Promise((resolve) => setTimeout(resolve, ms));
    for (const { server } of stalled) server.resume();
  }

  #link(client: Socket): void {
    const link: Link = { client, server: connect(this.#target, '127.0.0.1'), isDoomed: false, bytes: 0 };
    const { server } = link;
    this.counts.connections++;
    this.#links.add(link);
    for (const socket of [client, server]) {
      socket.on('error', () => {});
      socket.on('close', () => this.#end(link));
    }
    client.on('data', (piece: Buffer) => server.write(piece));
    server.on('data', (piece: Buffer) => this.#pass(link, piece));
    client.on('drain', () => server.resume());
  }

  #pass(link: Link, piece: Buffer): void {
    link.bytes += piece.length;
    this.counts.bytes += piece.length;
    if (link.isDoomed) {
      // A part of it, so that a record of TLS, and what it holds, is never whole. Then FIN or, as often, RST.
      const part = piece.subarray(0, Math.floor(this.#random() * piece.length));
      link.client.write(part, () => this.#end(link, this.#random() < 0.5));
      link.server.destroy();
    } else if (!link.client.write(piece)) link.server.pause();
  }

  #end(link: Link, isReset = false): void {
    if (!this.#links.delete(link)) return;
    link.server.destroy();
    if (isReset) link.client.resetAndDestroy();
    else link.client.destroy();
  }
}
