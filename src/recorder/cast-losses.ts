import type { CastDecoder } from '../asciicast/index.ts';

/** What could not be read of a recording, in sentences that begin in its midst; none when all of it could. */
export function castLosses({ badLines, isTruncated }: Pick<CastDecoder, 'badLines' | 'isTruncated'>): string[] {
  const lines = badLines === 1 ? '1 line of it is no event and was' : `${badLines} lines of it are no events and were`;
  return [
    ...(badLines === 0 ? [] : [`${lines} left out`]),
    ...(isTruncated ? ['it is cut off in its last line; all before that was read'] : []),
  ];
}
