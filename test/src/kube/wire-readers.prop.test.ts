import { describe, expect, test } from 'vitest';
import { StreamError, type WatchEvent } from '../../../src/kube/index.ts';
import { JsonListReader } from '../../../src/kube/json-list-reader.ts';
import { JsonWatchReader } from '../../../src/kube/json-watch-reader.ts';
import { type BodyReader, Projector } from '../../../src/kube/list-reader.ts';
import { ProtobufListReader } from '../../../src/kube/protobuf-list-reader.ts';
import { ProtobufWatchReader } from '../../../src/kube/protobuf-watch-reader.ts';
import { fc } from '../../support/property.ts';
import { encodeWire, envelope, lengthDelimited, tag, toJson, varint, watchFrame } from '../../support/wire-encode.ts';
import { SAMPLE, sampleObject, withoutZeroes } from './sample-schema.ts';

const PROJECTION = { kind: 'Sample', apiVersion: 'v1', schema: SAMPLE, fromWire: (wire: unknown) => wire };
const projector = () => new Projector<unknown>(PROJECTION as never);

/** A field that no schema has, of each wire type. */
const unknownField = fc.constantFrom(
  Buffer.alloc(0),
  Buffer.concat([tag(99, 0), varint(7n)]),
  Buffer.concat([tag(99, 1), Buffer.alloc(8)]),
  Buffer.concat([tag(99, 5), Buffer.alloc(4)]),
  lengthDelimited(99, Buffer.from('managedFields')),
);

const LIST_META = {
  resourceVersion: { number: 2, type: 'string' },
  continue: { number: 3, type: 'string' },
  remainingItemCount: { number: 4, type: 'int' },
} as const;
const META = { resourceVersion: '7', continue: 'next', remainingItemCount: 3 };

const protobufList = (items: readonly Buffer[]): Buffer =>
  envelope(
    'v1',
    'SampleList',
    Buffer.concat([lengthDelimited(1, encodeWire(LIST_META, META)), ...items.map((item) => lengthDelimited(2, item))]),
  );

const jsonList = (items: readonly unknown[]): Buffer =>
  Buffer.from(JSON.stringify({ kind: 'SampleList', apiVersion: 'v1', metadata: META, items }));

/** Feeds the bytes cut at these places. */
function feed(reader: BodyReader, bytes: Buffer, cuts: readonly number[]): void {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b);
  for (let index = 1; index < places.length; index++) {
    // A copy that is overwritten afterwards: what the reader keeps must not lie in the transport's buffer.
    const chunk = Buffer.from(bytes.subarray(places[index - 1], places[index]));
    reader.push(chunk);
    chunk.fill(0xff);
  }
  reader.end();
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });
const objects = fc.array(sampleObject, { maxLength: 5 });

describe('lists', () => {
  test('both encodings, cut anywhere, give the same objects as were written', () => {
    fc.assert(
      fc.property(objects, unknownField, cuts, cuts, (written, extra, protobufCuts, jsonCuts) => {
        const protobuf = new ProtobufListReader(projector());
        feed(protobuf, protobufList(written.map((object) => encodeWire(SAMPLE, object, () => extra))), protobufCuts);
        const json = new JsonListReader(projector());
        feed(json, jsonList(written.map((object) => toJson(SAMPLE, object))), jsonCuts);
        const expected = { ...META, items: written.map(withoutZeroes), kind: 'SampleList', apiVersion: 'v1' };
        expect(protobuf.page).toEqual(expected);
        expect(json.page).toEqual(expected);
      }),
    );
  });

  test('a JSON list may be indented, in any order, with members that nobody knows', () => {
    fc.assert(
      fc.property(objects, cuts, fc.constantFrom(0, 2, '\t'), (written, places, indent) => {
        const items = written.map((object) => toJson(SAMPLE, object));
        const text = JSON.stringify(
          {
            before: [{ items: ['"]}{'] }],
            items,
            after: 1.5e3,
            yes: true,
            none: null,
            metadata: META,
            apiVersion: 'v1',
            kind: 'SampleList',
          },
          undefined,
          indent,
        );
        const reader = new JsonListReader(projector());
        feed(reader, Buffer.from(`\n ${text}\r\n`), places);
        expect(reader.page).toEqual({
          ...META,
          items: written.map(withoutZeroes),
          kind: 'SampleList',
          apiVersion: 'v1',
        });
      }),
    );
  });

  test('any end before the last byte is told', () => {
    fc.assert(
      fc.property(objects, fc.nat(), fc.boolean(), (written, place, isJson) => {
        const bytes = isJson
          ? jsonList(written.map((object) => toJson(SAMPLE, object)))
          : protobufList(written.map((object) => encodeWire(SAMPLE, object)));
        // Behind the list come two empty fields of the envelope: cut there, all of it has been read.
        const whole = isJson ? bytes.length : bytes.length - 4;
        const reader = isJson ? new JsonListReader(projector()) : new ProtobufListReader(projector());
        expect(() => feed(reader, bytes.subarray(0, place % whole), [])).toThrow(StreamError);
      }),
    );
  });
});

describe('watches', () => {
  interface Written {
    readonly type: string;
    readonly object: Record<string, unknown>;
  }
  const event: fc.Arbitrary<Written> = fc.record({
    type: fc.constantFrom('ADDED', 'MODIFIED', 'DELETED'),
    object: sampleObject,
  });

  test('both encodings, cut anywhere, give the same events as were written', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), cuts, cuts, (written, protobufCuts, jsonCuts) => {
        const expected = written.map(({ type, object }) => ({ type, object: withoutZeroes(object) }));
        const frames: WatchEvent[] = [];
        const encoded = written.map(({ type, object }) =>
          watchFrame(type, envelope('v1', 'Sample', encodeWire(SAMPLE, object))),
        );
        feed(new ProtobufWatchReader(projector(), (read) => frames.push(read)), Buffer.concat(encoded), protobufCuts);
        expect(frames).toEqual(expected);
        const lines: WatchEvent[] = [];
        const text = written.map(
          ({ type, object }) =>
            `${JSON.stringify({ type, object: { kind: 'Sample', apiVersion: 'v1', ...toJson(SAMPLE, object) } })}\n`,
        );
        feed(
          new JsonWatchReader(projector(), (read) => lines.push(read), noMalformed),
          Buffer.from(text.join('')),
          jsonCuts,
        );
        expect(lines).toEqual(expected);
      }),
    );
  });
});

const noMalformed = (reason: string): never => {
  throw new Error(`malformed: ${reason}`);
};

describe('any bytes', () => {
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.concat([Buffer.from('k8s\0'), bytes])),
    // Near to right: one byte of a right one is another.
    fc
      .tuple(objects, fc.nat(), fc.nat(255))
      .map(([written, place, value]) =>
        spoilt(protobufList(written.map((object) => encodeWire(SAMPLE, object))), place, value),
      ),
    fc
      .tuple(objects, fc.nat(), fc.nat(255))
      .map(([written, place, value]) =>
        spoilt(jsonList(written.map((object) => toJson(SAMPLE, object))), place, value),
      ),
    fc
      .tuple(sampleObject, fc.nat(), fc.nat(255))
      .map(([object, place, value]) =>
        spoilt(watchFrame('ADDED', envelope('v1', 'Sample', encodeWire(SAMPLE, object))), place, value),
      ),
  );

  function spoilt(bytes: Buffer, place: number, value: number): Buffer {
    bytes[place % bytes.length] = value;
    return bytes;
  }

  test('are read to an end or to a StreamError, never to another one', () => {
    const readers = [
      () => new ProtobufListReader(projector()),
      () => new JsonListReader(projector()),
      () => new ProtobufWatchReader(projector(), () => {}),
      () =>
        new JsonWatchReader(
          projector(),
          () => {},
          () => {},
        ),
    ];
    fc.assert(
      fc.property(body, cuts, fc.nat(readers.length - 1), (bytes, places, which) => {
        try {
          feed((readers[which] as () => BodyReader)(), Buffer.from(bytes), places);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(StreamError);
        }
      }),
    );
  });

  test('behind the end of a message are never looked at', () => {
    const outcome = (bytes: Buffer, end: number): unknown => {
      try {
        return projector().fromProtobuf(bytes, 0, end);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(StreamError);
        return String(thrown);
      }
    };
    const message = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(sampleObject, fc.nat(), fc.nat(255)).map(([object, place, value]) => {
        const bytes = encodeWire(SAMPLE, object);
        return bytes.length === 0 ? bytes : spoilt(bytes, place, value);
      }),
    );
    fc.assert(
      fc.property(message, fc.nat(), (bytes, place) => {
        const end = place % (bytes.length + 1);
        const zeroes = outcome(Buffer.concat([bytes.subarray(0, end), Buffer.alloc(40)]), end);
        const ones = outcome(Buffer.concat([bytes.subarray(0, end), Buffer.alloc(40, 0xff)]), end);
        expect(ones).toEqual(zeroes);
      }),
    );
  });
});
