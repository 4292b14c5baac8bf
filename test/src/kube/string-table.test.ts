import { expect, test } from 'vitest';
import { StringTable } from '../../../src/kube/string-table.ts';
import { fc } from '../../support/property.ts';

test('the text of any bytes is theirs, whatever was read before', () => {
  const table = new StringTable();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
        fc.constantFrom('Running', 'default', 'é', 'x'.repeat(64), 'x'.repeat(65)),
      ),
      fc.nat(9),
      (text, before) => {
        const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text), Buffer.from('behind')]);
        expect(table.ofBytes(bytes, before, before + Buffer.byteLength(text))).toBe(text);
        expect(table.ofString(text)).toBe(text);
      },
    ),
  );
});

test('a map that comes again is the same object, and nobody can change it', () => {
  const table = new StringTable();
  const build = () => ({ app: 'web' });
  const first = table.map('app=web', build);
  expect(table.map('app=web', build)).toBe(first);
  expect(table.map('app=db', () => ({ app: 'db' }))).toEqual({ app: 'db' });
  expect(table.map('app=web', build)).toBe(first);
  expect(Object.isFrozen(first)).toBe(true);
});

test('a hundred thousand different maps and texts do not push out the one that repeats', () => {
  const table = new StringTable();
  const shared = table.map('shared', () => ({ app: 'web' }));
  table.map('shared', () => ({}));
  for (let index = 0; index < 100_000; index++) {
    table.map(`unique-${index}`, () => ({}));
    table.ofString(`unique-${index}`);
  }
  expect(table.map('shared', () => ({ app: 'built again' }))).toBe(shared);
});
