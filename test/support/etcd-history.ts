import { request } from 'node:http';
import { ChangeLog } from './change-log.ts';

const PREFIX = '/registry/pods/';
const RANGE = { key: base64(PREFIX), range_end: base64('/registry/pods0') };

interface Answer {
  readonly header: { readonly revision: string };
  readonly kvs?: readonly KeyValue[];
}

interface KeyValue {
  readonly key: string;
  readonly mod_revision: string;
}

interface WatchLine {
  readonly result?: {
    readonly canceled?: boolean;
    readonly events?: readonly { readonly type?: 'DELETE'; readonly kv: KeyValue }[];
  };
}

/**
 * Every change of every pod, as the store behind the API server tells it: a witness that no restart of the server and no
 * cut connection touches. A pod's resourceVersion is the revision of its last change.
 */
export class EtcdHistory {
  readonly log: ChangeLog;
  /** The revision after which the log begins. */
  readonly start: number;
  /** The pods that there are, `namespace/name`, and their resourceVersions. */
  readonly live: Map<string, string>;
  /** Why the log is not to be trusted. */
  broken: string | undefined;
  readonly #stop: () => void;

  private constructor(port: number, capacity: number, known: Answer) {
    this.log = new ChangeLog(capacity);
    this.start = Number(known.header.revision);
    this.live = new Map((known.kvs ?? []).map(({ key, mod_revision }) => [podKeyOf(key), mod_revision]));
    const call = request({ host: '127.0.0.1', port, path: '/v3/watch', method: 'POST' }, (response) => {
      let rest = '';
      response.setEncoding('latin1');
      response.on('data', (piece: string) => {
        const lines = (rest + piece).split('\n');
        rest = lines.pop() as string;
        for (const line of lines) this.#take(JSON.parse(line) as WatchLine);
      });
      response.on('close', () => this.#break('the watch ended'));
    });
    call.on('error', (error) => this.#break(error.message));
    call.end(JSON.stringify({ create_request: { ...RANGE, start_revision: this.start + 1 } }));
    this.#stop = () => call.destroy();
  }

  static async open(port: number, capacity: number): Promise<EtcdHistory> {
    const response = await fetch(`http://127.0.0.1:${port}/v3/kv/range`, {
      method: 'POST',
      body: JSON.stringify({ ...RANGE, keys_only: true }),
    });
    return new EtcdHistory(port, capacity, (await response.json()) as Answer);
  }

  close(): void {
    this.#break('closed');
    this.#stop();
  }

  #break(reason: string): void {
    this.broken ??= reason;
  }

  #take({ result }: WatchLine): void {
    if (result === undefined || result.canceled === true) this.#break(JSON.stringify(result));
    for (const { type, kv } of result?.events ?? []) {
      const key = podKeyOf(kv.key);
      this.log.add(Number(kv.mod_revision), Number(this.live.get(key) ?? 0));
      if (type === 'DELETE') this.live.delete(key);
      else this.live.set(key, kv.mod_revision);
    }
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function podKeyOf(key: string): string {
  return Buffer.from(key, 'base64').toString('latin1').slice(PREFIX.length);
}
