import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readBytes } from './cast-reader.io.ts';
import { withTemporaryFolder } from './temporary-folder.io.ts';

/** Gives what reads a recording more than once a file: standard input (`-`) and pipes are copied into one first. */
export async function withFileInput<T>(
  path: string,
  signal: AbortSignal | undefined,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const isFile = path !== '-' && (await stat(path).catch(() => undefined))?.isFIFO() !== true;
  if (isFile) return use(path);
  return withTemporaryFolder(async (folder) => {
    const copy = join(folder, 'input.cast');
    await copyTo(copy, path, signal);
    return use(copy);
  });
}

async function copyTo(path: string, input: string, signal: AbortSignal | undefined): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of readBytes(input)) {
      signal?.throwIfAborted();
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
}
