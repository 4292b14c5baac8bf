import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { DETECTORS, PtyRecording } from '../../../src/recorder/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { terminalStream } from '../../support/terminal-arbitraries.ts';
import { castBytes, decodeAll } from '../asciicast/cast-files.ts';
import { FakeSession } from './fake-session.ts';
import { readItems } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let count = 0;
/** What is printed in a recording of these chunks. */
async function recorded(chunks: readonly Uint8Array[], size = { cols: 30, rows: 8 }): Promise<string> {
  const session = new FakeSession();
  const path = folder.file(`${count++}.cast`);
  const clock = new ManualClock();
  const recording = await PtyRecording.start({ path, session, ...size, clock, env: {}, detectors: DETECTORS });
  for (const bytes of chunks) session.emit(bytes);
  expect((await recording.stop()).kind).toBe('stopped');
  return readItems(path)
    .map((item) => (item.kind === 'output' ? item.data : ''))
    .join('');
}

test('what holds no secret is recorded as it was written, at any cut', async () => {
  await fc.assert(
    fc.asyncProperty(terminalStream, fc.integer({ min: 1, max: 50 }), async (stream, size) => {
      const bytes = Buffer.from(stream);
      const chunks: Uint8Array[] = [];
      for (let from = 0; from < bytes.length; from += size) chunks.push(bytes.subarray(from, from + size));
      expect(await recorded(chunks)).toBe(stream);
    }),
    runs(60),
  );
});

test.each([
  ['a_tui', 120, 35],
  ['b_shell', 80, 24],
  ['c_idle', 80, 24],
] as const)('%s keeps every byte: nothing in it looks like a secret', async (name, cols, rows) => {
  const outputs = decodeAll(castBytes(name)).items.flatMap((item) => (item.kind === 'output' ? [item.data] : []));
  const chunks = outputs.map((data) => Buffer.from(data));
  expect(await recorded(chunks, { cols, rows })).toBe(outputs.join(''));
});
