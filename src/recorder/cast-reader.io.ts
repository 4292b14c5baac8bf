import { open } from 'node:fs/promises';
import { CastDecoder, type CastItem } from '../asciicast/index.ts';
import { KpiError, messageOf, systemCodeOf } from '../flow/index.ts';

/** How much of a file is decoded at a time; nothing more of it is held. */
const CHUNK_BYTES = 64 * 1024;

/** The bytes of a file; `-` is standard input. Throws KpiError `CAST_READ`. */
export async function* readBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    if (path === '-') for await (const chunk of process.stdin) yield chunk as Uint8Array;
    else yield* readFile(path);
  } catch (cause) {
    const hints: Record<string, string> = {
      ENOENT: 'There is no such file.',
      EISDIR: 'It is a folder.',
      EACCES: 'You may not read it.',
    };
    const hint = hints[systemCodeOf(cause) ?? ''] ?? 'Choose another file.';
    throw new KpiError('CAST_READ', `cannot read ${path}: ${messageOf(cause)}`, { cause, hint });
  }
}

/** A stream would cost a small recording more than its GIF does. */
async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * A recording's items as they are read, in batches; the header is the first item of the first one. Throws the signal's
 * reason when it aborts.
 */
export async function* readCast(
  path: string,
  decoder = new CastDecoder(),
  signal?: AbortSignal,
): AsyncGenerator<CastItem[]> {
  for await (const chunk of readBytes(path)) {
    signal?.throwIfAborted();
    const items = decoder.decode(chunk);
    if (items.length > 0) yield items;
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}
