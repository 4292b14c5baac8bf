import { describe, expect, test } from 'vitest';
import { KpiError } from '../../../src/flow/index.ts';
import { StreamReader } from '../../../src/pipeline/index.ts';
import { decodeLine, encodeHeader, encodeLine, type StreamLine } from '../../../src/pipeline/stream-line.ts';
import { fc } from '../../support/property.ts';
import type { Thing } from '../informer/things.ts';

const HEADER = {
  server: 'https://pi:6443',
  resource: 'pods',
  namespaces: ['', 'b'],
  watchList: false,
  startedAt: 1_000,
};

const numbers = fc.oneof(fc.integer(), fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
const text = fc.string({ unit: 'grapheme' });
const object = fc.record({
  metadata: fc.record({ name: text, namespace: text, uid: text, resourceVersion: text }),
  color: text,
  lookFrom: numbers,
  labels: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 4 }).filter((key) => key !== '__proto__'),
    text,
  ),
});
const failure = fc.oneof(
  fc.constant({ kind: 'refused' as const }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.record({ code: fc.nat(), reason: text, message: text }),
  }),
);
const of = { source: fc.constantFrom(0, 1), atMs: fc.nat() };
const type = <Type extends string>(name: Type) => fc.constant(name);
const lines: fc.Arbitrary<StreamLine<Thing>> = fc.oneof(
  fc.record({ ...of, type: type('items'), items: fc.array(object, { maxLength: 3 }) }),
  fc.record({ ...of, type: type('list'), resourceVersion: text, continue: text }),
  fc.record({ ...of, type: type('watch'), resourceVersion: text, sendInitialEvents: fc.boolean() }),
  fc.record({
    ...of,
    type: type('event'),
    event: fc.record({ type: fc.constantFrom('ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'), object }),
  }),
  fc.record({ ...of, type: type('close') }),
  fc.record({ ...of, type: type('failure'), of: fc.constantFrom('list', 'watch', 'events'), failure }),
);

async function readAll(chunks: readonly Uint8Array[]): Promise<StreamLine<Thing>[]> {
  async function* bytes() {
    yield* chunks;
  }
  const reader = await StreamReader.open<Thing>(bytes());
  const read: StreamLine<Thing>[] = [];
  for await (const line of reader.lines()) read.push(line);
  return read;
}

const fileOf = (all: readonly StreamLine<Thing>[]): Buffer =>
  Buffer.from(encodeHeader(HEADER) + all.map((line) => encodeLine(line)).join(''));

test('reading is the inverse of writing, wherever the bytes are cut', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(lines, { maxLength: 5 }),
      fc.array(fc.nat(2_000), { maxLength: 4 }),
      async (all, cuts) => {
        const file = fileOf(all);
        const edges = [0, ...cuts.map((cut) => cut % file.length).sort((a, b) => a - b), file.length];
        const chunks = edges.slice(1).map((end, index) => file.subarray(edges[index], end));
        expect(await readAll(chunks)).toEqual(all);
      },
    ),
    { numRuns: 100 },
  ));

test('a file that was cut off anywhere gives the lines that are whole', () =>
  fc.assert(
    fc.asyncProperty(fc.array(lines, { minLength: 1, maxLength: 4 }), fc.nat(), async (all, at) => {
      const file = fileOf(all);
      const headerEnd = file.indexOf(0x0a) + 1;
      const end = headerEnd + (at % (file.length - headerEnd));
      const whole = file.subarray(0, end).toString('utf8').split('\n').length - 2;
      // Without its newline alone, a last line is whole, too.
      const isComplete = file[end] === 0x0a;
      expect(await readAll([file.subarray(0, end)])).toEqual(all.slice(0, isComplete ? whole + 1 : whole));
    }),
    { numRuns: 100 },
  ));

test('no text is more than a line or none', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.object().map((value) => JSON.stringify(value)),
      ),
      (given) => {
        const line = decodeLine<Thing>(given, 2);
        if (line !== undefined) expect(line.source).toBeLessThan(2);
      },
    ),
  ));

test('a failure of the network is an Error again, one of the stream one of the stream', () => {
  const cut = {
    type: 'failure',
    source: 0,
    atMs: 1,
    of: 'events',
    failure: { kind: 'network', cause: new Error('cut') },
  };
  const read = decodeLine(encodeLine(cut as StreamLine<Thing>), 1);
  expect(read).toMatchObject({ failure: { cause: expect.any(Error) } });
  expect(String((read as { failure: { cause: unknown } }).failure.cause)).toBe('Error: cut');
});

describe('what is no recording is said to be none', () => {
  const header = (change: object) => JSON.stringify({ ...JSON.parse(encodeHeader(HEADER)), ...change });
  test.each([
    { name: 'nothing', file: '', code: 'STREAM_FORMAT' },
    { name: 'text', file: 'hello\n', code: 'STREAM_FORMAT' },
    { name: 'another JSON', file: '{"kind":"Pod"}\n', code: 'STREAM_FORMAT' },
    { name: 'an array', file: '[1]\n', code: 'STREAM_FORMAT' },
    { name: 'a later version', file: header({ watchStream: 2 }), code: 'STREAM_VERSION' },
    { name: 'no server', file: header({ server: undefined }), code: 'STREAM_FORMAT' },
    { name: 'no time', file: header({ startedAt: 'now' }), code: 'STREAM_FORMAT' },
    { name: 'no namespaces', file: header({ namespaces: [] }), code: 'STREAM_FORMAT' },
    { name: 'a damaged line', file: `${encodeHeader(HEADER)}{"type":"close"}\n`, code: 'STREAM_LINE' },
    {
      name: 'a source that the header does not have',
      file: `${encodeHeader(HEADER)}{"type":"close","source":2,"atMs":0}\n`,
      code: 'STREAM_LINE',
    },
    {
      name: 'an object without a name',
      file: `${encodeHeader(HEADER)}{"type":"items","source":0,"atMs":0,"items":[{"metadata":{}}]}\n`,
      code: 'STREAM_LINE',
    },
  ])('$name', async ({ file, code }) => {
    const thrown = await readAll([Buffer.from(file)]).catch((cause: unknown) => cause);
    expect(thrown).toBeInstanceOf(KpiError);
    expect((thrown as KpiError).code).toBe(code);
    expect((thrown as KpiError).hint).toBeDefined();
  });

  test('the file behind it is closed', async () => {
    let isClosed = false;
    async function* bytes() {
      try {
        yield Buffer.from('hello\n');
        yield Buffer.from('world\n');
      } finally {
        isClosed = true;
      }
    }
    await expect(StreamReader.open<Thing>(bytes())).rejects.toMatchObject({ code: 'STREAM_FORMAT' });
    expect(isClosed).toBe(true);
  });

  test('a line of 20 MB is not held', async () => {
    const chunks = [
      Buffer.from(encodeHeader(HEADER)),
      ...Array.from({ length: 20 }, () => Buffer.alloc(1024 * 1024, 120)),
    ];
    await expect(readAll(chunks)).rejects.toMatchObject({
      code: 'STREAM_LINE',
      message: expect.stringContaining('line 2'),
    });
  });
});
