import type { WireSchema } from '../../../src/kube/index.ts';
import { fc } from '../../support/property.ts';
import type { WireObject } from '../../support/wire-encode.ts';

/** One field of each type, nested and repeated; numbers beyond 15 take two bytes. */
export const SAMPLE = {
  metadata: {
    number: 1,
    type: {
      name: { number: 1, type: 'string' },
      namespace: { number: 3, type: 'string' },
      resourceVersion: { number: 6, type: 'string' },
      createdAt: { number: 8, type: 'time' },
      labels: { number: 11, type: 'stringMap' },
    },
  },
  count: { number: 5, type: 'int' },
  isOn: { number: 6, type: 'bool' },
  limit: { number: 16, type: 'quantity' },
  limits: { number: 17, type: 'quantityMap' },
  names: { number: 18, type: 'string', repeated: true },
  counts: { number: 200, type: 'int', repeated: true },
  parts: {
    number: 2000,
    type: {
      name: { number: 1, type: 'string' },
      at: { number: 2, type: 'time' },
      deep: { number: 3, type: { isOn: { number: 1, type: 'bool' } } },
    },
    repeated: true,
  },
} as const satisfies WireSchema;

const text = fc.oneof(
  fc.constantFrom('', 'a', 'Running', 'kube-system', '__proto__', 'naïve', '\u2028', '漢字'),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);
const filled = text.filter((value) => value !== '');
const time = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }).map((seconds) => seconds * 1000);
const int = fc.oneof(fc.integer(), fc.maxSafeInteger());
const quantity = fc.constantFrom('200m', '1', '64Mi', '1e3');
const map = (value: fc.Arbitrary<string>) =>
  fc.dictionary(fc.oneof(filled, fc.constantFrom('app', 'tier')), value, { maxKeys: 4, noNullPrototype: true });

const part = fc.record(
  { name: text, at: time, deep: fc.record({ isOn: fc.boolean() }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);

/** Objects as a test would write them, zeroes included. */
export const sampleObject: fc.Arbitrary<WireObject> = fc.record(
  {
    metadata: fc.record(
      { name: text, namespace: text, resourceVersion: text, createdAt: time, labels: map(text) },
      { requiredKeys: [] },
    ),
    count: int,
    isOn: fc.boolean(),
    limit: quantity,
    limits: map(quantity),
    names: fc.array(text, { maxLength: 3 }),
    counts: fc.array(int, { maxLength: 3 }),
    parts: fc.array(part, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** What both readers have to make of it: zeroes and what is empty are absent. */
export function withoutZeroes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'object' ? withoutZeroes(item) : item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, inner]) => !isZero(inner) && !(isMap(name) && Object.keys(inner as object).length === 0),
  );
  return Object.fromEntries(kept.map(([name, inner]) => [name, isMap(name) ? inner : withoutZeroes(inner)]));
}

const isMap = (name: string): boolean => name === 'labels' || name === 'limits';

const isZero = (value: unknown): boolean =>
  value === undefined || value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0);
