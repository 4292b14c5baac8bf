import { expect, test } from 'vitest';
import { type DecodedInput, InputDecoder } from '../../../src/terminal/index.ts';
import { fc } from '../../support/property.ts';

const piece = fc.oneof(
  fc.constantFrom(
    'a',
    '漢',
    '😀',
    ' ',
    '\r',
    '\x03',
    '\x1b[A',
    '\x1bOP',
    '\x1b[1;5C',
    '\x1b[15~',
    '\x1b[[A',
    '\x1bx',
    '\x1b\x1b[A',
    '\x1b\x1b[0n',
    '\x1b[<0;12;7M',
    '\x1b[M !!',
    '\x1b[I',
    '\x1b[0n',
    '\x1b[?62c',
    '\x1b]11;rgb:00/00/00\x1b\\',
    '\x1b]11;rgb:00/00/00\x07',
    '\x1bP>|x\x1b\\',
    '\x1b[200~pasted \x1b[31m\x1b[201~',
    '\x1b[200~',
    '\x1b[201~',
    '\x1b[97;5u',
    '\x1b]a',
    '\x1b[3\x00',
    `\x1b[${'1;'.repeat(60)}m`,
    `\x1b]11;${'y'.repeat(5000)}\x07`,
    `\x1b]11;${'y'.repeat(5000)}\x1b\\`,
  ),
  fc.string({
    unit: fc.constantFrom('\x1b', '[', ']', 'O', 'P', ';', '0', '1', '2', '~', '<', 'M', 'm', 'x', '\x07', '\\', 'é'),
  }),
);
const bytes = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => new TextEncoder().encode(pieces.join(''))),
  fc.uint8Array({ maxLength: 60 }),
);

function feedAll(parts: readonly Uint8Array[]): DecodedInput[] {
  const decoder = new InputDecoder(30);
  const events = parts.flatMap((part) => decoder.feed(part));
  return [...events, ...decoder.expire()];
}

test('however the bytes are split, the events are the same', () => {
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(), { maxLength: 6 }), (input, cuts) => {
      const at = [...new Set(cuts.map((cut) => cut % (input.length + 1)))].sort((a, b) => a - b);
      const parts = [0, ...at].map((from, index) => input.slice(from, at[index] ?? input.length));
      const whole = feedAll([input]);
      expect(feedAll(parts)).toEqual(whole);
      expect(feedAll(Array.from(input, (byte) => Uint8Array.of(byte)))).toEqual(whole);
    }),
  );
});

test('no event has a control character as its key, and every byte of a key is its own', () => {
  fc.assert(
    fc.property(bytes, (input) => {
      let length = 0;
      for (const event of feedAll([input])) {
        if (event.kind !== 'key') continue;
        expect(event.key).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
        expect(event.text).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
        length += event.bytes.length;
      }
      expect(length).toBeLessThanOrEqual(input.length);
    }),
  );
});
