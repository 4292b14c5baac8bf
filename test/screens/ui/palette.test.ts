import { expect, test } from 'vitest';
import { entriesOf, scopesOf } from '../../../screens/keymap.ts';
import { helpRows } from '../../../screens/ui/help.ts';
import { lineWidth } from '../../../screens/ui/line.ts';
import { paletteLine, paletteRows } from '../../../screens/ui/palette.ts';

const items = ['overview', 'pods', 'namespace shop', 'theme dark', 'record'].map((label) => ({
  label,
  detail: `about ${label}`,
  run: () => {},
}));
const labels = (query: string, lately: readonly string[] = []) =>
  paletteRows(items, query, lately).map(({ item }) => item.label);

test('without a query all items stand in their order, the last used first', () => {
  expect(labels('')).toEqual(['overview', 'pods', 'namespace shop', 'theme dark', 'record']);
  expect(labels('', ['record', 'pods'])).toEqual(['record', 'pods', 'overview', 'namespace shop', 'theme dark']);
});

test('a query keeps what fits, the best first', () => {
  expect(labels('po')).toEqual(['pods', 'namespace shop']);
  expect(labels('sh')[0]).toBe('namespace shop');
  expect(labels('zzz')).toEqual([]);
});

test('a row is as wide as asked, with the key at its right and the reason when it is impossible', () => {
  const item = {
    label: 'record',
    detail: 'start or stop',
    shown: 'R',
    refusal: 'the folder cannot be written',
    run: () => {},
  };
  const spans = paletteLine({ item, places: [] }, { cols: 70, ellipsis: '…' });
  const text = spans.map((part) => part.text).join('');
  expect(lineWidth(spans)).toBe(70);
  expect(text).toContain('the folder cannot be written');
  expect(text.endsWith(' R')).toBe(true);
});

test('the help holds every key of the screen and searches keys and sentences', () => {
  const entries = entriesOf(scopesOf('pods', 'list'));
  const all = helpRows(entries, '').filter(({ kind }) => kind === 'key');
  expect(all).toHaveLength(entries.length);
  const found = helpRows(entries, 'clipboard');
  expect(found.map((row) => (row.kind === 'key' ? row.entry.action : row.text))).toEqual(['pods', 'pods.copy']);
});
