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
];
