import { expect, test } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatClock,
  formatCount,
  formatCountOf,
  formatRate,
  formatRfc3339,
  parseDurationMs,
  parseRfc3339,
} from '../../../src/text/index.ts';
import { fc } from '../../support/property.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

// The boundaries of apimachinery's HumanDuration, as kubectl prints them.
test.each([
  [-5, '<invalid>'],
  [-0.5, '0s'],
  [0, '0s'],
  [119.9, '119s'],
  [2 * MINUTE, '2m'],
  [4 * MINUTE + 3, '4m3s'],
  [10 * MINUTE + 30, '10m'],
  [179 * MINUTE, '179m'],
  [3 * HOUR, '3h'],
  [3 * HOUR + 20 * MINUTE, '3h20m'],
  [8 * HOUR + 59 * MINUTE, '8h'],
  [47 * HOUR, '47h'],
  [48 * HOUR, '2d'],
  [3 * DAY + 4 * HOUR, '3d4h'],
  [8 * DAY + 5 * HOUR, '8d'],
  [729 * DAY, '729d'],
  [740 * DAY, '2y10d'],
  [3000 * DAY, '8y'],
])('an age of %d s is %s', (seconds, text) => {
  expect(formatAge(seconds)).toBe(text);
});

test.each([
  [0, '0B'],
  [412, '412B'],
  [1023, '1023B'],
  [1024, '1.0K'],
  [98_304, '96K'],
  [1_468_006, '1.4M'],
  [12 * 2 ** 30, '12G'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('bytes never need more than five columns', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger().map(Math.abs), (bytes) => bytes >= 2 ** 50 || formatBytes(bytes).length <= 5),
  );
});

test('counts have separators from ten thousand on', () => {
  expect([9999, 10_000, 1_234_567].map(formatCount)).toEqual(['9999', '10,000', '1,234,567']);
});

test('counts of things', () => {
  expect([0, 1, 2, 10_000].map((count) => formatCountOf(count, 'pod'))).toEqual([
    '0 pods',
    '1 pod',
    '2 pods',
    '10,000 pods',
  ]);
});

test('rates and clocks', () => {
  expect([0, 0.44, 38, 1200].map(formatRate)).toEqual(['0/s', '0.4/s', '38/s', '1200/s']);
  expect([0, 83, 3723].map(formatClock)).toEqual(['00:00', '01:23', '1:02:03']);
});

test.each([
  ['10s', 10_000],
  ['1m30s', 90_000],
  ['500ms', 500],
  ['1.5', 1500],
  ['2h', 7_200_000],
  ['ten', undefined],
  ['10x', undefined],
  ['', undefined],
])('the duration %s', (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms);
});

test('a time printed and read is the same time', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
      const ms = date.getTime();
      expect(parseRfc3339(formatRfc3339(ms))).toBe(ms);
      expect(parseRfc3339(date.toISOString())).toBe(ms);
      expect(formatRfc3339(ms)).toBe(date.toISOString().replace('.000Z', 'Z'));
    }),
  );
});

test.each([
  ['2023-05-17T08:00:00+08:00', Date.UTC(2023, 4, 17)],
  ['2023-05-17T00:00:00.123456789Z', Date.UTC(2023, 4, 17, 0, 0, 0, 123)],
  ['2023-13-17T00:00:00Z', undefined],
  ['yesterday', undefined],
])('the time %s', (text, ms) => {
  expect(parseRfc3339(text)).toBe(ms);
});
