import fc from 'fast-check';
import type { CastEvent } from '../../src/asciicast/index.ts';

/** Runs of a property: FC_RUNS raises it for fuzzing. */
export const runs = (usual: number): { numRuns: number } => ({ numRuns: Number(process.env.FC_RUNS ?? usual) });

/** Text as programs write it: escape sequences, wide characters, lone surrogates, line ends. */
export const terminalText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom('\u001b[31m', '\u001b[2J', '\r\n', '\u0007', '好', '😀', '\ufeff', '"\\', '\ud800', '\u007f'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const step = fc.integer({ min: 0, max: 5_000_000 });

const body = fc.oneof(
  fc.record({ kind: fc.constant('output' as const), data: terminalText }),
  fc.record({ kind: fc.constant('input' as const), data: terminalText }),
  fc.record({
    kind: fc.constant('resize' as const),
    cols: fc.integer({ min: 1, max: 1000 }),
    rows: fc.integer({ min: 1, max: 1000 }),
  }),
  fc.record({ kind: fc.constant('marker' as const), label: terminalText }),
);

/** Events of a version 2 file, in order. */
export const castEvents: fc.Arbitrary<CastEvent[]> = fc.array(fc.tuple(step, body), { maxLength: 30 }).map((list) => {
  let atMicros = 0;
  return list.map(([gap, event]) => {
    atMicros += gap;
    return { ...event, atMicros } as CastEvent;
  });
});
