import { expect, test } from 'vitest';
import { freezeRows, PodTable } from '../../../src/pods/index.ts';
import { madePod } from '../../support/wire-pod.ts';

test('frozen rows stay as they were, whatever happens to the table', () => {
  const table = new PodTable();
  const pod = (name: string) => madePod({ metadata: { name } });
  for (const name of ['a', 'b']) table.put(pod(name));
  table.settle(0);
  const frozen = freezeRows(table);
  table.put({ ...pod('a'), status: 'Error' });
  table.put(pod('0'));
  table.remove('shop/b');
  table.settle(0);
  expect([table.keyAt(0), table.length]).toEqual(['shop/0', 2]);
  expect([
    frozen.length,
    frozen.keyAt(0),
    frozen.at(0)?.status,
    frozen.keyAt(1),
    frozen.indexOf('shop/b'),
    frozen.indexOf('shop/0'),
  ]).toEqual([2, 'shop/a', 'Running', 'shop/b', 1, -1]);
  expect([frozen.at(2), frozen.roleOf(2), frozen.isMarked(0, 'status', 0), frozen.order]).toEqual([
    undefined,
    'idle',
    false,
    table.order,
  ]);
});
