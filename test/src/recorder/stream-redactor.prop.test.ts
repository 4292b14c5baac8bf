import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPtyScreen } from '../../../src/pty/index.ts';
import { DETECTORS, PtyRecording } from '../../../src/recorder/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { terminalStream } from '../../support/terminal-arbitraries.ts';
import { castBytes, decodeAll } from '../asciicast/cast-files.ts';
import { FakeSession } from './fake-session.ts';
import { readItems } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const HEX = '0123456789abcdef'.repeat(4);
/** For each detector a line and the secret in it. */
const SECRETS: Readonly<Record<string, readonly [line: string, secret: string]>> = {
  bearer: ['curl -H "Authorization: Bearer Zx8kQ1vP0mN4bT7y"', 'Zx8kQ1vP0mN4bT7y'],
  jwt: ['got eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl ok', 'eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl'],
  kubeadm: ['join abcdef.0123456789abcdef now', 'abcdef.0123456789abcdef'],
  hash: [`--discovery-token-ca-cert-hash sha256:${HEX}`, HEX],
  certificate: [`--certificate-key ${HEX}`, HEX],
  k3s: [`K10${HEX}::server:pw`, `K10${HEX}::server:pw`],
  kubeconfig: ['client-key-data: TUlJRXBBSUJBQUtDQVFFQQ==', 'TUlJRXBBSUJBQUtDQVFFQQ=='],
  assignment: ['DB_PASSWORD=hunter2hunter2 run', 'hunter2hunter2'],
  cloud: ['key AKIAIOSFODNN7EXAMPLE ok', 'AKIAIOSFODNN7EXAMPLE'],
};
const names = Object.keys(SECRETS);

const CSI = '\u001b[';
const at = (x: number, y: number) => `${CSI}${y + 1};${x + 1}H`;
/** Order of the numbers below `n`, from random ones. */
const shuffled = (n: number, seeds: readonly number[]): number[] =>
  Array.from({ length: n }, (_, index) => index).sort(
    (a, b) => (seeds[a % seeds.length] as number) - (seeds[b % seeds.length] as number) || a - b,
  );

type Style = 'whole' | 'characters' | 'moved' | 'shuffled' | 'redrawn' | 'scrolled';

/** The pieces by which a program may put a line on the screen. */
function written(line: string, style: Style, seeds: readonly number[]): string[] {
  const row = 1;
  const cell = (index: number) => `${at(index % 30, row + Math.floor(index / 30))}${CSI}3${index % 8}m${line[index]}`;
  switch (style) {
    case 'whole':
      return [`$ ${line}\r\n`];
    case 'characters':
      return [...line, '\r\n'];
    case 'moved':
      return [...line].map((_c, index) => `${cell(index)}${at(0, 7)}status ${index % 10}`);
    case 'shuffled':
      return shuffled(line.length, seeds).map(cell);
    case 'redrawn':
      return [
        `${at(0, row)}${line.slice(0, 9)}${at(9, row)}${line.slice(9, 30)}`,
        ...(line.length > 30
          ? [
              `${at(0, row + 1)}${line.slice(30, 60)}`,
              `${at(0, row + 2)}${line.slice(60, 90)}`,
              `${at(0, row + 3)}${line.slice(90)}`,
            ]
          : []),
      ];
    case 'scrolled':
      return [`${at(0, 7)}${line}`, '\r\n', 'more\r\n'.repeat(20)];
  }
}

let count = 0;
async function record(
  chunks: readonly { bytes: Uint8Array; gapMs: number }[],
  _size = { cols: 30, rows: 8 },
): Promise<string> {
  const clock = new ManualClock();
  const session = new FakeSession();
  const path = folder.file(`${count++}.cast`);
  const recording = await PtyRecording.start({
    path,
    session,
    cols: 30,
    rows: 8,
    clock,
    env: {},
    detectors: DETECTORS,
  });
  for (const { bytes, gapMs } of chunks) {
    session.emit(bytes);
    // The emulator parses on a timer of its own; the clock of the recorder stands still meanwhile.
    if (gapMs === 0) continue;
    await new Promise((next) => setTimeout(next, 2));
    clock.advance(gapMs);
    await settle(1);
  }
  expect((await recording.stop()).kind).toBe('stopped');
  return path;
}

/** Everything that is or was on the screen while the recording plays, without the line ends of wrapped rows. */
async function everShown(path: string): Promise<string> {
  const { PtyScreen } = await loadPtyScreen();
  const screen = new PtyScreen({ cols: 30, rows: 8, scrollback: 0, clock: new ManualClock() });
  let shown = '';
  const look = () => {
    for (let y = 0; y < screen.rows; y++) shown += screen.rowText(y).padEnd(30);
  };
  for (const item of readItems(path)) if (item.kind === 'output') screen.write(item.data, look);
  await screen.whenParsed();
  screen.dispose();
  return shown;
}

const withoutSecret = async (path: string, secret: string): Promise<void> => {
  const file = readFileSync(path, 'utf8');
  expect(file).not.toContain(secret);
  const printed = readItems(path)
    .map((item) => (item.kind === 'output' ? item.data : ''))
    .join('');
  expect(printed.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '')).not.toContain(secret);
  expect(await everShown(path)).not.toContain(secret);
};

describe.each(names)('a secret of kind %s is never in the finished file', (name) => {
  const [line, secret] = SECRETS[name] as readonly [string, string];
  const styles: readonly Style[] = ['whole', 'characters', 'moved', 'shuffled', 'redrawn', 'scrolled'];
  test.each(styles)(
    '%s',
    async (style) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(1000), { minLength: 7, maxLength: 7 }),
          fc.integer({ min: 1, max: 60 }),
          fc.constantFrom(0, 20, 120, 500),
          async (seeds, size, gapMs) => {
            const bytes = Buffer.from(written(line, style, seeds).join(''));
            const chunks: { bytes: Uint8Array; gapMs: number }[] = [];
            for (let from = 0; from < bytes.length; from += size * 8)
              chunks.push({ bytes: bytes.subarray(from, from + size * 8), gapMs });
            await withoutSecret(await record(chunks), secret);
          },
        ),
        runs(3),
      );
    },
    60_000,
  );
});

test('what holds no secret is recorded as it was written, at any cut', async () => {
  await fc.assert(
    fc.asyncProperty(terminalStream, fc.integer({ min: 1, max: 50 }), async (stream, size) => {
      const bytes = Buffer.from(stream);
      const chunks: { bytes: Uint8Array; gapMs: number }[] = [];
      for (let from = 0; from < bytes.length; from += size)
        chunks.push({ bytes: bytes.subarray(from, from + size), gapMs: 0 });
      const printed = readItems(await record(chunks))
        .map((item) => (item.kind === 'output' ? item.data : ''))
        .join('');
      expect(printed).toBe(stream);
    }),
    runs(60),
  );
});

test.each(['a_tui', 'b_shell', 'c_idle'])('%s keeps every byte: nothing in it looks like a secret', async (name) => {
  const outputs = decodeAll(castBytes(name)).items.flatMap((item) => (item.kind === 'output' ? [item.data] : []));
  const path = await record(
    outputs.map((data) => ({ bytes: Buffer.from(data), gapMs: 0 })),
    { cols: 120, rows: 35 },
  );
  const printed = readItems(path)
    .map((item) => (item.kind === 'output' ? item.data : ''))
    .join('');
  expect(printed).toBe(outputs.join(''));
});
