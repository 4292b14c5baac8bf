// Changes pods in the store behind a kube-apiserver, where one change costs a tenth of what it costs by way of the API: the
// server then tells its watchers of more of them than it could take itself. A process of its own; one JSON line at its end.
//
//   node etcd-churn.ts ETCD_PORT RATE SECONDS SEED [PODS=1000]
//
// It makes PODS pods of its own from those that are there, under a label that kubeload does not know, and touches no others:
// 80 % updates, the rest deletions, creations, and deletions followed at once by a creation under the same name.
import { Agent, request } from 'node:http';
import { seededRandom } from '../../src/flow/index.ts';

const PREFIX = '/registry/pods/load-';
/** Requests in flight: more only wait in etcd, and with them those of the API server, which needs hundreds to start. */
const LANES = 8;

const [port = 0, rate = 0, seconds = 0, seed = 0, wanted = 1000] = process.argv.slice(2).map(Number);
const agent = new Agent({ keepAlive: true, maxSockets: LANES });
const random = seededRandom(seed);
const below = (bound: number): number => Math.floor(random() * bound);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

interface Stored {
  readonly key: string;
  readonly value: Buffer;
}

interface Ranged {
  readonly kvs?: readonly { readonly key: string; readonly value: string }[];
}

function post(path: string, body: object): Promise<unknown> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = request({ agent, host: '127.0.0.1', port, path: `/v3/kv/${path}`, method: 'POST' }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        answer += piece;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(answer));
        else reject(new Error(`${response.statusCode} ${answer.slice(0, 200)}`));
      });
    });
    call.on('error', reject);
    call.end(text);
  });
}

const put = ({ key, value }: Stored) => post('put', { key: base64(key), value: value.toString('base64') });
const remove = (key: string) => post('deleterange', { key: base64(key) });

async function templates(): Promise<Stored[]> {
  const { kvs = [] } = (await post('range', {
    key: base64(PREFIX),
    range_end: base64('/registry/pods/load.'),
    limit: 200,
  })) as Ranged;
  const all = kvs.map(({ key, value }) => ({
    key: Buffer.from(key, 'base64').toString('latin1'),
    value: Buffer.from(value, 'base64'),
  }));
  return all.filter(({ value }) => value.includes('pod-template-hash'));
}

/** Texts of one length in each other's place: all lengths in the message stay true. */
function swap(value: Buffer, from: string, to: string): Buffer {
  return Buffer.from(value.toString('latin1').replaceAll(from, to), 'latin1');
}

const letters = (length: number): string => Array.from({ length }, () => below(36).toString(36)).join('');
const digits = (length: number): string => Array.from({ length }, () => below(16).toString(16)).join('');
const uid = (): string => [8, 4, 4, 4, 12].map(digits).join('-');
const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

const withUid = (value: Buffer): Buffer => swap(value, UID.exec(value.toString('latin1'))?.[0] ?? uid(), uid());

function fresh({ key, value }: Stored): Stored {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const made = `e${letters(name.length - 1)}`;
  const renamed = swap(swap(value, name, made), 'pod-template-hash', 'pod-template-hasx');
  return { key: key.slice(0, -name.length) + made, value: withUid(renamed) };
}

const LABEL = 'pod-template-hasx\x12';
/** Another value of one label: a change that every projection of a pod shows. */
function changed(value: Buffer): Buffer {
  const copy = Buffer.from(value);
  const at = copy.indexOf(LABEL, 0, 'latin1');
  if (at < 0) throw new Error('a pod without its label');
  const length = copy[at + LABEL.length] as number;
  copy.write(digits(length), at + LABEL.length + 1, 'latin1');
  return copy;
}

const counts = { updates: 0, deletes: 0, creates: 0, recreates: 0, failed: 0 };
const from = await templates();
if (from.length === 0) throw new Error('no pods made by kubeload');
const own: Stored[] = [];

async function create(): Promise<void> {
  const pod = fresh(from[below(from.length)] as Stored);
  await put(pod);
  own.push(pod);
}

async function change(): Promise<void> {
  const kind = below(100);
  if (kind >= 93 || own.length < wanted / 2) {
    counts.creates++;
    return create();
  }
  // Taken out while it is changed: nobody else changes the same pod, so its states come in the order meant.
  const at = below(own.length);
  const pod = own[at] as Stored;
  own[at] = own.at(-1) as Stored;
  own.pop();
  if (kind >= 86) {
    counts.deletes++;
    await remove(pod.key);
    return;
  }
  let { value } = pod;
  if (kind >= 80) {
    counts.recreates++;
    await remove(pod.key);
    value = withUid(value);
  } else counts.updates++;
  const next = { key: pod.key, value: changed(value) };
  await put(next);
  own.push(next);
}

while (own.length < wanted) await Promise.all(Array.from({ length: Math.min(LANES, wanted - own.length) }, create));
const start = performance.now();
const end = start + seconds * 1000;
const elapsed = () => performance.now() - start;
let taken = 0;

async function lane(): Promise<void> {
  while (performance.now() < end) {
    const due = (taken++ / rate) * 1000;
    const early = due - elapsed();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    // Late changes are not made up for: a burst would be another load than the one asked for.
    else if (early < -1000) taken = Math.ceil((elapsed() / 1000) * rate);
    await change().catch(() => void counts.failed++);
  }
}

await Promise.all(Array.from({ length: LANES }, lane));
const changes = counts.updates + counts.deletes + counts.creates + 2 * counts.recreates;
console.log(JSON.stringify({ ...counts, changes, perSecond: changes / (elapsed() / 1000) }));
agent.destroy();
