import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BytesToText,
  CastDecoder,
  CastEncoder,
  type CastEvent,
  type CastHeader,
  encodeHeader,
  formatMicros,
} from '../../../src/asciicast/index.ts';
import { castEvents, runs, terminalText } from '../../support/cast-arbitraries.ts';
import { CASTS, castBytes, convertAll, decodeAll, eventsOf } from './cast-files.ts';

const header: CastHeader = {
  version: 2,
  cols: 80,
  rows: 24,
  timestamp: 1_700_000_000,
  idleLimitSeconds: 2.5,
  command: 'bash "x"',
  title: 'a 好 title',
  env: { SHELL: '/bin/bash', TERM: 'xterm-256color' },
  theme: { fg: '#ffffff', bg: '#000000', palette: '#000000:#ffffff' },
};

const fileOf = (version: 2 | 3, events: readonly CastEvent[]): Buffer => {
  const encoder = new CastEncoder(version);
  return Buffer.from(encodeHeader(header, version) + events.map((event) => encoder.event(event)).join(''));
};

// A lone surrogate has no UTF-8; JSON writes it as an escape, so it survives all the same.
describe('decode after encode is the identity', () => {
  test.each([2, 3] as const)('version %i', (version) => {
    fc.assert(
      fc.property(castEvents, (events) => {
        const { items, decoder } = decodeAll(fileOf(version, events));
        expect(eventsOf(items)).toEqual(events);
        expect(decoder.header).toMatchObject({ cols: 80, rows: 24, title: header.title, theme: header.theme });
      }),
      runs(200),
    );
  });
});

test('unknown codes with any data, and the exit, come back as they were, and convert within a version changes no byte', () => {
  const other = fc.record({
    kind: fc.constant('other' as const),
    code: fc.string({ maxLength: 3 }).filter((code) => !/^[oirmx]$/.test(code)),
    // JSON has no negative zero.
    data: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  });
  const exit = fc.record({ kind: fc.constant('exit' as const), status: fc.string({ maxLength: 3 }) });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(1e7), fc.oneof(other, exit)), { maxLength: 10 }),
      fc.constantFrom(2 as const, 3 as const),
      (list, version) => {
        let atMicros = 0;
        const events = list.map(([gap, event]): CastEvent => {
          atMicros += gap;
          return { ...event, atMicros };
        });
        const bytes = fileOf(version, events);
        expect(eventsOf(decodeAll(bytes).items)).toEqual(events);
        expect(convertAll(bytes, version).toString()).toBe(bytes.toString());
      },
    ),
    runs(200),
  );
});

test('any cut of the bytes decodes the same', () => {
  fc.assert(
    fc.property(
      castEvents,
      fc.constantFrom(2 as const, 3 as const),
      fc.integer({ min: 1, max: 40 }),
      (events, version, size) => {
        const bytes = fileOf(version, events);
        expect(decodeAll(bytes, size).items).toEqual(decodeAll(bytes).items);
      },
    ),
    runs(200),
  );
});

test.each(CASTS)('%s cut anywhere decodes the same', (name) => {
  const bytes = castBytes(name);
  const whole = decodeAll(bytes).items;
  // Every cut of the small files; of the large ones, sizes that hit all phases of their lines.
  for (const size of bytes.length < 20_000 ? [1, 2, 3, 7, 1021] : [997, 65_537]) {
    expect(decodeAll(bytes, size).items).toEqual(whole);
  }
});

test('version 2 to 3 and back gives equal bytes for a file in our own order', () => {
  fc.assert(
    fc.property(castEvents, (events) => {
      const bytes = fileOf(2, events);
      expect(convertAll(convertAll(bytes, 3), 2).toString()).toBe(bytes.toString());
    }),
    runs(200),
  );
});

test.each(CASTS)('%s: version 2, 3 and 2 again hold the same events to the microsecond', (name) => {
  const first = convertAll(castBytes(name), 2);
  const back = convertAll(convertAll(first, 3), 2);
  const withoutExit = decodeAll(first).items.filter((item) => item.kind !== 'exit');
  expect(decodeAll(back).items).toEqual(withoutExit);
  expect(eventsOf(withoutExit).length).toBeGreaterThan(6);
});

test('any prefix of a file reads: whole events and at most one torn line', () => {
  fc.assert(
    fc.property(castEvents, fc.constantFrom(2 as const, 3 as const), fc.nat(), (events, version, cut) => {
      const bytes = fileOf(version, events);
      const head = bytes.indexOf(0x0a) + 1;
      const { items, decoder } = decodeAll(bytes.subarray(0, head + (cut % (bytes.length - head + 1))));
      expect(decoder.badLines).toBe(0);
      expect(eventsOf(items)).toEqual(events.slice(0, items.length - 1));
    }),
    runs(200),
  );
});

test('a decoder throws only its own errors, on any bytes', () => {
  const junk = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(
        fc.constantFrom('{"version": 2, "width": 8, "height": 4}\n', '{"version":3,"term":{"cols":8,"rows":4}}\n', '{'),
        fc.uint8Array({ maxLength: 200 }),
      )
      .map(([head, rest]) => Buffer.concat([Buffer.from(head), rest])),
    fc.json().map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(junk, (bytes) => {
      const decoder = new CastDecoder();
      try {
        decoder.decode(bytes);
        decoder.end();
      } catch (cause) {
        expect((cause as { code?: string }).code).toMatch(/^CAST_/);
      }
    }),
    runs(500),
  );
});

test('bytes become the same text however they are cut', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        terminalText.map((text) => Buffer.from(text)),
        fc.uint8Array({ maxLength: 40 }),
      ),
      fc.integer({ min: 1, max: 5 }),
      (bytes, size) => {
        const decoder = new BytesToText();
        let text = '';
        for (let at = 0; at < bytes.length; at += size) text += decoder.decode(bytes.subarray(at, at + size));
        expect(text + decoder.end()).toBe(Buffer.from(bytes).toString('utf8'));
      },
    ),
    runs(300),
  );
});

test('a written time reads back as the same microsecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e13 }), (micros) => {
      const text = formatMicros(micros);
      expect(text).toMatch(/^\d+\.(\d|\d{1,5}[1-9])$/);
      expect(Math.round(Number(text) * 1e6)).toBe(micros);
    }),
    runs(1000),
  );
});

test('a file is read on from any point that a decoder names, with the same events', () => {
  fc.assert(
    fc.property(castEvents, fc.constantFrom(2 as const, 3 as const), fc.nat(), (events, version, seed) => {
      const bytes = fileOf(version, events);
      const cut = seed % (bytes.length + 1);
      const first = new CastDecoder();
      const items = [...first.decode(bytes.subarray(0, cut))];
      const { point, header: known } = first;
      if (point === undefined || known === undefined) return;
      const second = CastDecoder.at(known, point);
      items.push(...second.decode(bytes.subarray(point.byte)), ...second.end());
      expect(items).toEqual(decodeAll(bytes).items);
    }),
    runs(200),
  );
});
