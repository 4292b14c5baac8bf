import type { KeyEntry } from '../key-entry.ts';

export const OVERVIEW_KEYS: readonly KeyEntry[] = [
  {
    scope: 'overview',
    keys: ['Enter'],
    shown: 'Enter',
    action: 'overview.open',
    bar: 'open',
    help: 'open what the tile shows',
  },
  { scope: 'overview', keys: ['Left'], shown: '←', action: 'list.left', help: 'the tile to the left' },
  { scope: 'overview', keys: ['Right'], shown: '→', action: 'list.right', help: 'the tile to the right' },
];
