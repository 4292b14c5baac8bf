import { type FileHandle, open } from 'node:fs/promises';
import { KpiError, messageOf } from '../flow/index.ts';

/** Opens a file that will be renamed when it is complete, for its owner alone. Throws KpiError `CAST_WRITE`. */
export async function openOutputFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'w', 0o600);
    if ((await file.stat()).isFile()) await file.chmod(0o600);
    return file;
  } catch (cause) {
    throw new KpiError('CAST_WRITE', `cannot write ${path}: ${messageOf(cause)}`, {
      cause,
      hint: 'The folder must exist and be yours.',
    });
  }
}
