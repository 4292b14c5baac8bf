import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { CastDecoder } from '../../../src/asciicast/index.ts';
import { systemClock } from '../../../src/flow/index.ts';
import {
  listRecordings,
  newRecordingPath,
  PtyRecording,
  type PtyRecordingOptions,
} from '../../../src/recorder/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { FakeSession } from './fake-session.ts';
import { readItems } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let count = 0;
async function start(options: Partial<PtyRecordingOptions> = {}) {
  const clock = new ManualClock();
  const session = new FakeSession();
  const path = folder.file(`${count++}.cast`);
  const recording = await PtyRecording.start({
    path,
    session,
    cols: 80,
    rows: 24,
    clock,
    env: { SHELL: '/bin/sh', TERM: 'xterm' },
    ...options,
  });
  return { clock, session, path: options.path ?? path, recording };
}
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const errorCode = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (cause: { code: string }) => cause.code,
  );

describe('the file', () => {
  test('is readable by its owner alone, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const { path, recording } = await start();
      expect(mode(path)).toBe('600');
      await recording.stop();
    } finally {
      process.umask(before);
    }
  });

  test('is never overwritten unless asked, and then loses an open mode', async () => {
    const path = folder.file('old.cast');
    writeFileSync(path, 'old\n'.repeat(1000));
    chmodSync(path, 0o644);
    expect(await errorCode(start({ path }))).toBe('CAST_EXISTS');
    expect(readFileSync(path, 'utf8')).toContain('old');
    const { recording } = await start({ path, mode: 'overwrite' });
    await recording.stop();
    expect(mode(path)).toBe('600');
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2);
  });

  test('begins with its header at once', async () => {
    const { path, recording } = await start({ title: 'a title', command: 'ls', idleLimitSeconds: 2 });
    await expect
      .poll(() => readFileSync(path, 'utf8'))
      .toBe(
        '{"version": 2, "width": 80, "height": 24, "timestamp": 1700000000, "idle_time_limit": 2, "command": "ls", "title": "a title", "env": {"SHELL": "/bin/sh", "TERM": "xterm"}}\n',
      );
    await recording.stop();
  });

  test('gets what happened within a tenth of a second', async () => {
    const { path, session, recording } = await start({ clock: systemClock });
    session.emit('soon');
    await new Promise((next) => setTimeout(next, 250));
    expect(readFileSync(path, 'utf8')).toContain('soon');
    await recording.stop();
  });

  test.each(['/proc/nope/x.cast', '/dev/null/x.cast'])('%s cannot be made', async (path) => {
    expect(await errorCode(start({ path }))).toBe('CAST_WRITE');
  });
});

describe('continuing', () => {
  test('goes on from the last time, and says a new size', async () => {
    const first = await start();
    first.clock.advance(1500);
    first.session.emit('one');
    await first.recording.stop();
    const second = await start({ path: first.path, mode: 'append', cols: 100, rows: 30 });
    second.clock.advance(500);
    second.session.emit('two');
    await second.recording.stop();
    expect(readItems(first.path).slice(1)).toEqual([
      { kind: 'output', atMicros: 1_500_000, data: 'one' },
      { kind: 'resize', atMicros: 1_500_000, cols: 100, rows: 30 },
      { kind: 'output', atMicros: 2_000_000, data: 'two' },
    ]);
  });

  test('a version 3 file stays one, its intervals go on', async () => {
    const first = await start({ version: 3 });
    first.clock.advance(1000);
    first.session.emit('one');
    await first.recording.stop({ kind: 'code', code: 7 });
    const second = await start({ path: first.path, mode: 'append' });
    second.clock.advance(250);
    second.session.emit('two');
    await second.recording.stop({ kind: 'signal', signal: 'SIGTERM' });
    expect(readFileSync(first.path, 'utf8').split('\n').slice(1)).toEqual([
      '[1.0, "o", "one"]',
      '[0.0, "x", "7"]',
      '[0.25, "o", "two"]',
      '[0.0, "x", "143"]',
      '',
    ]);
  });

  test('what a kill tore is cut off first', async () => {
    const path = folder.file('torn.cast');
    writeFileSync(path, '{"version": 2, "width": 80, "height": 24}\n[1.0, "o", "a"]\n[2.0, "o", "b');
    const { recording, session } = await start({ path, mode: 'append' });
    session.emit('c');
    await recording.stop();
    expect(readItems(path).slice(1)).toMatchObject([{ data: 'a' }, { atMicros: 1_000_000, data: 'c' }]);
  });

  test.each([
    ['a version 1 file', '{"version": 1, "width": 80, "height": 24, "stdout": []}', 'CAST_VERSION'],
    ['something else', 'hello', 'CAST_FORMAT'],
  ])('%s is refused and stays as it is', async (_name, text, code) => {
    const path = folder.file(`refused-${code}.cast`);
    writeFileSync(path, text);
    expect(await errorCode(start({ path, mode: 'append' }))).toBe(code);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('time', () => {
  test('is the clock of the recording; paused time does not exist', async () => {
    const { PtyScreen } = await import('../../../src/pty/pty-screen.ts');
    const clock = new ManualClock();
    const session = new FakeSession();
    const screen = new PtyScreen({ cols: 80, rows: 24, clock });
    session.onBytes((bytes) => screen.write(bytes));
    const { path, recording } = await start({ clock, session, screen });
    await screen.whenParsed();
    clock.advance(1000);
    session.emit('before ');
    recording.pause();
    clock.advance(60_000);
    session.emit('\u001b[31mmeanwhile');
    recording.resume();
    await screen.whenParsed();
    clock.advance(500);
    session.emit(' after');
    await recording.stop();
    const events = readItems(path).slice(1) as { atMicros: number; data: string }[];
    expect(events.map(({ atMicros }) => atMicros)).toEqual([0, 1_000_000, 1_000_000, 1_500_000]);
    expect(events[1]?.data).toBe('before ');
    // The snapshot holds what was missed, the next event only what came then.
    expect(events[2]?.data).toContain('meanwhile');
    expect(events[3]?.data).toBe(' after');
    expect(recording.state).toMatchObject({ kind: 'stopped', seconds: 1.5 });
  });

  test('a resize during a pause is told before the snapshot', async () => {
    const { PtyScreen } = await import('../../../src/pty/pty-screen.ts');
    const clock = new ManualClock();
    const session = new FakeSession();
    const screen = new PtyScreen({ cols: 80, rows: 24, clock });
    const { path, recording } = await start({ clock, session, screen });
    recording.pause();
    screen.resize(60, 20);
    recording.resize(60, 20);
    recording.resume();
    await recording.stop();
    expect(
      readItems(path)
        .slice(1)
        .map((item) => item.kind),
    ).toEqual(['resize', 'output']);
  });

  test('markers, input and resizes have their place', async () => {
    const { clock, path, session, recording } = await start();
    session.emit('a');
    clock.advance(100);
    recording.mark('here');
    recording.input('x');
    recording.resize(90, 20);
    await recording.stop({ kind: 'code', code: 0 });
    expect(readItems(path).slice(1)).toEqual([
      { kind: 'output', atMicros: 0, data: 'a' },
      { kind: 'marker', atMicros: 100_000, label: 'here' },
      { kind: 'input', atMicros: 100_000, data: 'x' },
      { kind: 'resize', atMicros: 100_000, cols: 90, rows: 20 },
    ]);
  });
});

describe('a snapshot of a running session', () => {
  test('comes first, waits for the end of a sequence, and nothing is lost or doubled', async () => {
    const { PtyScreen } = await import('../../../src/pty/pty-screen.ts');
    const clock = new ManualClock();
    const session = new FakeSession();
    const screen = new PtyScreen({ cols: 20, rows: 4, scrollback: 0, clock });
    session.onBytes((bytes) => screen.write(bytes));
    session.emit('\u001b[1mhello \u001b[3');
    const { path, recording } = await start({ clock, session, screen, cols: 20, rows: 4 });
    session.emit('2mgreen');
    session.emit(' more');
    await screen.whenParsed();
    session.emit(' end');
    await recording.stop();
    const { replay } = await import('./replay.ts');
    const { seen } = await import('../pty/screens.ts');
    await screen.whenParsed();
    expect(seen(await replay(path))).toEqual(seen(screen));
    expect(screen.rowText(0)).toBe('hello green more end');
  });
});

describe('when the file can take no more', () => {
  test('the size limit ends the recording with whole lines, and the session goes on', async () => {
    const { path, session, recording } = await start({ maxBytes: 2000 });
    let changes = 0;
    recording.onChange(() => changes++);
    for (let line = 0; line < 100; line++) session.emit(`line ${line} ${'x'.repeat(50)}\r\n`);
    expect(recording.state).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('the limit of 2.0K is reached'),
    });
    expect(changes).toBe(1);
    expect(session.holds).toBe(0);
    expect((await recording.stop()).kind).toBe('failed');
    expect(statSync(path).size).toBeLessThanOrEqual(2000);
    expect(statSync(path).size).toBeGreaterThan(1800);
    expect(readItems(path).length).toBeGreaterThan(15);
  });

  test('a full disk is said with what was kept; the session goes on', async () => {
    const { session, recording } = await start({ path: '/dev/full', mode: 'overwrite' });
    session.emit('x'.repeat(100_000));
    await new Promise<void>((resolve) => {
      if (recording.state.kind === 'failed') resolve();
      recording.onChange(() => resolve());
    });
    expect(recording.state).toMatchObject({
      kind: 'failed',
      error: expect.stringMatching(/^the disk is full: the recording has ended, .* are kept in \/dev\/full$/),
    });
    session.emit('more');
    expect(session.holds).toBe(0);
    expect((await recording.stop()).kind).toBe('failed');
  });

  const canMount = process.getuid?.() === 0;
  test.skipIf(!canMount)(
    'a small disk that fills up keeps a recording that reads to its last line (needs root to mount one)',
    async () => {
      const disk = folder.file('disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
      try {
        const path = `${disk}/full.cast`;
        const { session, recording } = await start({ path, clock: systemClock });
        const failed = new Promise<void>((resolve) => recording.onChange(() => resolve()));
        for (let line = 0; line < 3000; line++) session.emit(`line ${line} ${'x'.repeat(150)}\r\n`);
        await failed;
        const state = await recording.stop();
        expect(state).toMatchObject({ kind: 'failed', error: expect.stringContaining('the disk is full') });
        const items = readItems(path);
        expect(items.length).toBeGreaterThan(1000);
        expect(statSync(path).size).toBe(state.bytes);
      } finally {
        execFileSync('umount', [disk]);
      }
    },
  );

  test('a disk that is slow holds the program, and lets it go', async () => {
    const { session, recording, path } = await start({ clock: systemClock });
    for (let line = 0; line < 1100; line++) session.emit(`line ${line}\r\n`);
    expect(session.holds).toBe(1);
    while (session.holds > 0) await new Promise((next) => setTimeout(next, 5));
    await recording.stop();
    expect(readItems(path)).toHaveLength(1101);
  });
});

test('kill -9 leaves a whole recording up to the last tenth of a second', async () => {
  const path = folder.file('killed.cast');
  const program = fileURLToPath(new URL('fixtures/record-forever.ts', import.meta.url));
  const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let lastWritten = 0;
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data) => {
      lastWritten = Number(String(data).trim().split('\n').at(-1));
      if (lastWritten > 40) resolve();
    });
  });
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const decoder = new CastDecoder();
  const items = [...decoder.decode(readFileSync(path)), ...decoder.end()];
  expect(decoder.badLines).toBe(0);
  const last = items.at(-1) as { data: string };
  // A line each 10 ms: a tenth of a second is ten of them, and the machine is shared.
  expect(Number(/line (\d+)/.exec(last.data)?.[1])).toBeGreaterThan(lastWritten - 30);
});

describe('the folder of recordings', () => {
  test('is made for its owner alone; names are the local time, and never meet', async () => {
    const home = folder.file('home/recordings');
    const now = new Date(2026, 10, 25, 9, 12, 3).getTime();
    const first = await newRecordingPath(home, now);
    expect(first).toBe(`${home}/20261125-091203.cast`);
    expect(mode(home)).toBe('700');
    writeFileSync(first, '');
    expect(await newRecordingPath(home, now)).toBe(`${home}/20261125-091203-2.cast`);
    expect(await errorCode(newRecordingPath('/proc/nope', now))).toBe('CAST_WRITE');
  });

  test('is listed newest first, with what each file says of itself', async () => {
    const home = folder.file('list');
    mkdirSync(home);
    expect(await listRecordings(folder.file('none'))).toEqual([]);
    writeFileSync(`${home}/a.cast`, '{"version": 2, "width": 80, "height": 24, "title": "t"}\n[1.5, "o", "x"]\n');
    writeFileSync(
      `${home}/long.cast`,
      `{"version": 2, "width": 120, "height": 35}\n${`[${'7'.repeat(1)}.25, "o", "${'y'.repeat(100)}"]\n`.repeat(2000)}`,
    );
    writeFileSync(`${home}/bad.cast`, 'no recording');
    writeFileSync(`${home}/other.txt`, 'x');
    const files = await listRecordings(home);
    const of = (name: string) => files.find((file) => file.name === name);
    expect(files).toHaveLength(3);
    expect(of('a')).toMatchObject({ seconds: 1.5, header: { cols: 80, title: 't' } });
    expect(of('long')).toMatchObject({ seconds: 7.25, header: { cols: 120 } });
    expect(of('bad')?.header).toBeUndefined();
    expect(of('bad')?.fault).toMatchObject({ isPlayable: false, text: expect.stringContaining('not an asciicast') });
  });
});
