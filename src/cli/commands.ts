import type { RunCommand } from './command.ts';

/** How each command of the table is loaded: only the one that runs is read from disk. */
export const LOADERS: Readonly<Record<string, () => Promise<{ run: RunCommand }>>> = {
  completion: () => import('./completion.ts'),
  pods: () => import('./pods.io.ts'),
};
