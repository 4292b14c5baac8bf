import { rmSync } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBytes } from './cast-reader.io.ts';

/**
 * Gives what reads a recording more than once a file: standard input (`-`) and pipes are copied into one first, for its
 * owner alone, which is removed afterwards.
 */
export async function withFileInput<T>(
  path: string,
  signal: AbortSignal | undefined,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const isFile = path !== '-' && (await stat(path).catch(() => undefined))?.isFIFO() !== true;
  if (isFile) return use(path);
  const folder = await mkdtemp(join(tmpdir(), 'kpi-tui-'));
  const onAbort = () => rmSync(folder, { recursive: true, force: true });
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const copy = join(folder, 'input.cast');
    await copyTo(copy, path, signal);
    return await use(copy);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await rm(folder, { recursive: true, force: true });
  }
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
