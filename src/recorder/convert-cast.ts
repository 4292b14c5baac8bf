import { CastConverter, type CastItem } from '../asciicast/index.ts';
import type { Clock } from '../flow/index.ts';
import { plainText } from './plain-text.ts';

/** What a recording can be written as: asciicast of a version, all its output as it was, or what it said. */
export type ConvertFormat = 'v2' | 'v3' | 'raw' | 'txt';

/** A recording in another form, in pieces as it is read. `items` may be cut anywhere. */
export async function* convertCast(
  items: AsyncIterable<readonly CastItem[]>,
  format: ConvertFormat,
  clock: Clock,
): AsyncGenerator<string> {
  if (format === 'txt') {
    yield* plainText(items, clock);
    return;
  }
  const converter = format === 'raw' ? undefined : new CastConverter(format === 'v2' ? 2 : 3);
  for await (const batch of items) {
    yield batch.map((item) => converter?.convert(item) ?? (item.kind === 'output' ? item.data : '')).join('');
  }
}
