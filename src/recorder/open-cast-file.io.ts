import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { KpiError, messageOf, systemCodeOf } from '../flow/index.ts';
import { CastFile } from './cast-file.io.ts';

export interface CastFileOptions {
  readonly path: string;
  /** `create` fails when the file exists. */
  readonly mode: 'create' | 'overwrite' | 'append';
  /** The file never becomes larger; undefined: no limit. */
  readonly maxBytes?: number | undefined;
  /** `append`: where the last whole line of the file ends. */
  readonly appendAt?: number;
}

/** Opens a recording's file for its owner alone (0600). Throws KpiError `CAST_EXISTS` or `CAST_WRITE`. */
export async function openCastFile(options: CastFileOptions): Promise<CastFile> {
  const flags = {
    create: constants.O_CREAT | constants.O_EXCL,
    overwrite: constants.O_CREAT | constants.O_TRUNC,
    append: 0,
  }[options.mode];
  try {
    const handle = await open(options.path, flags | constants.O_WRONLY, 0o600);
    // An old file keeps its mode when it is emptied; a device is not ours to change.
    if ((await handle.stat()).isFile()) await handle.chmod(0o600);
    const at = options.mode === 'append' ? (options.appendAt ?? 0) : 0;
    if (options.mode === 'append') await handle.truncate(at);
    return new CastFile(handle, { maxBytes: options.maxBytes, at });
  } catch (cause) {
    throw openError(options.path, cause);
  }
}

function openError(path: string, cause: unknown): KpiError {
  if (systemCodeOf(cause) === 'EEXIST') {
    return new KpiError('CAST_EXISTS', `${path} exists`, {
      cause,
      hint: 'Give another name, or --overwrite or --append.',
    });
  }
  const hints: Record<string, string> = {
    ENOENT: 'Its folder does not exist.',
    EACCES: 'The folder or the file does not belong to you.',
    EROFS: 'The file system is read-only.',
    ENOSPC: 'The disk is full.',
  };
  const hint = hints[systemCodeOf(cause) ?? ''] ?? 'Choose another place.';
  return new KpiError('CAST_WRITE', `cannot write ${path}: ${messageOf(cause)}`, { cause, hint });
}
