import { rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KpiError, messageOf } from '../flow/index.ts';
import type { RecordingFile } from './recordings-folder.io.ts';

/** Deletes recordings; what was made of them stays. Throws KpiError `CAST_WRITE` at the first that cannot be deleted. */
export async function deleteRecordings(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await rm(path).catch((cause: unknown) => {
      throw new KpiError('CAST_WRITE', `cannot delete ${path}: ${messageOf(cause)}`, {
        cause,
        hint: 'It is still there.',
      });
    });
  }
}

/** Gives a recording another name in its folder, and the GIF beside it too. Returns its new path. Throws KpiError. */
export async function renameRecording(file: Pick<RecordingFile, 'path' | 'gifBytes'>, name: string): Promise<string> {
  const path = join(dirname(file.path), `${name}.cast`);
  if ((await stat(path).catch(() => undefined)) !== undefined)
    throw new KpiError('CAST_EXISTS', `${path} exists`, { hint: 'Choose another name.' });
  try {
    await rename(file.path, path);
    if (file.gifBytes !== undefined) await rename(gifOf(file.path), gifOf(path));
  } catch (cause) {
    throw new KpiError('CAST_WRITE', `cannot rename ${file.path}: ${messageOf(cause)}`, {
      cause,
      hint: 'Look at its folder.',
    });
  }
  return path;
}

const gifOf = (path: string): string => path.replace(/\.cast$/, '.gif');
