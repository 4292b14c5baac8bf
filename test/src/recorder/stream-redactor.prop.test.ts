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
    runs(40),
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

/** A coloured log of so many lines; now and then one holds a token, whole or with colours and tabs within. */
const logLine = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('INFO ready', '\u001b[32mOK\u001b[0m done\tin 3ms', 'é好 text', '') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'token=SECRETVALUE1',
      '\u001b[1mtoken\u001b[0m=\u001b[33mSECRET\u001b[35mVALUE1\u001b[0m end',
      '\tpassword: \u001b[31mSECRETVALUE1',
    ),
  },
);

test('in a flood of coloured lines the secrets are masked and all else is kept, at any cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(logLine, { minLength: 600, maxLength: 700, size: 'max' }),
      fc.constantFrom(4096, 20_000, 1_000_000),
      fc.constantFrom('', 'half a line ', '\r'),
      fc.boolean(),
      async (lines, size, before, hasBlanks) => {
        const stream = `${before}${lines.filter((text) => hasBlanks || text !== '').join('\r\n')}\r\n`;
        const bytes = Buffer.from(stream);
        const chunks: Uint8Array[] = [];
        for (let from = 0; from < bytes.length; from += size) chunks.push(bytes.subarray(from, from + size));
        const masked = stream.replace(/SECRET(?=VALUE1|\u001b\[35mVALUE1)/g, '******').replace(/VALUE1/g, '******');
        // Wide enough that no row is full: one that is might go on in the next.
        expect(await recorded(chunks, { cols: 80, rows: 8 })).toBe(masked);
      },
    ),
    runs(25),
  );
});
