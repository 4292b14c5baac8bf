import type { ScreenId } from './key-entry.ts';

export interface Route {
  readonly id: ScreenId;
  /** The key of its tab. */
  readonly key: string;
  readonly title: string;
}

/** The tabs from left to right. A screen that is not ready is not in this table. */
export const ROUTES: readonly Route[] = [
  { id: 'overview', key: '0', title: 'overview' },
  { id: 'pods', key: '2', title: 'pods' },
  { id: 'recorder', key: '5', title: 'recorder' },
  { id: 'shell', key: '!', title: 'shell' },
];

export const isScreenId = (name: string): name is ScreenId => ROUTES.some(({ id }) => id === name);
