import type { RunCommand } from './command.ts';

/** How each command of the table is loaded: only the one that runs is read from disk. */
export const LOADERS: Readonly<Record<string, () => Promise<{ run: RunCommand }>>> = {
  cat: () => import('./cat.io.ts'),
  completion: () => import('./completion.ts'),
  convert: () => import('./convert.ts'),
  cut: () => import('./cut.ts'),
  gif: () => import('./gif.io.ts'),
  join: () => import('./join.ts'),
  markers: () => import('./markers.ts'),
  pipeline: () => import('./pipeline.io.ts'),
  play: () => import('./play.io.ts'),
  pods: () => import('./pods.io.ts'),
  rec: () => import('./rec.io.ts'),
  redact: () => import('./redact.ts'),
  search: () => import('./search.ts'),
  status: () => import('./status.io.ts'),
  still: () => import('./still.io.ts'),
  upload: () => import('./upload.io.ts'),
};
