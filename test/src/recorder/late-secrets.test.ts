import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPtyScreen } from '../../../src/pty/index.ts';
import { DETECTORS, detectorsWith, PtyRecording } from '../../../src/recorder/index.ts';
import { openCastFile } from '../../../src/recorder/open-cast-file.io.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { FakeSession } from './fake-session.ts';
import { readItems, replay } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let count = 0;
async function start(detectors = DETECTORS) {
  const clock = new ManualClock();
  const session = new FakeSession();
  const path = folder.file(`${count++}.cast`);
  const recording = await PtyRecording.start({ path, session, cols: 80, rows: 24, clock, env: {}, detectors });
  /** Prints, and lets so much time pass that it goes to the file. */
  const print = async (text: string) => {
    session.emit(text);
    clock.advance(10);
    // The emulator parses on a timer of its own.
    await new Promise((next) => setTimeout(next, 3));
    clock.advance(300);
  };
  return { clock, session, path, recording, print };
}
const outputs = (path: string) => readItems(path).flatMap((item) => (item.kind === 'output' ? [item.data] : []));

describe('a secret of which a part is in the file already', () => {
  test('is overwritten there, and counted', async () => {
    const { path, recording, print } = await start();
    await print('abcdef.0123456');
    await print('789abcdef ok\r\n');
    await recording.stop();
    expect(outputs(path)).toEqual(['**************', '********* ok\r\n']);
    expect(recording.report).toEqual({ masked: { kubeadm: 1 }, late: 1, lost: 0 });
  });

  test('also when its line waits while the disk is busy with those before', async () => {
    const path = folder.file('busy.cast');
    const file = await openCastFile({ path, mode: 'create' });
    file.write('first\n');
    file.flush();
    // Nothing was awaited: the first line is on its way.
    file.write('secret\n');
    file.patch('first\n'.length, Buffer.from('******'));
    expect(await file.end()).toBe(undefined);
    expect(readFileSync(path, 'utf8')).toBe('first\n******\n');
  });

  test('byte by byte, whatever the characters before it are in JSON', async () => {
    const { path, recording, print } = await start(
      detectorsWith([{ name: 'own', pattern: 'öffne (?<secret>.+)!' }], () => {}),
    );
    await print('\u001b[1m"好" öffne a"好\\é');
    await print('z!\r\n');
    await recording.stop();
    // Two bytes for what is escaped or é, three for 好.
    expect(outputs(path)).toEqual([`\u001b[1m"好" öffne ${'*'.repeat(1 + 2 + 3 + 2 + 2)}`, '*!\r\n']);
    expect(recording.report).toMatchObject({ masked: { own: 1 }, late: 1 });
  });

  test('one that grows is one', async () => {
    const { path, recording, print } = await start();
    for (const char of 'password=hunter2 and token=abc\r\n') await print(char);
    await recording.stop();
    expect(outputs(path).join('')).toBe('password=******* and token=***\r\n');
    expect(recording.report).toEqual({ masked: { assignment: 2 }, late: 0, lost: 0 });
  });
});

describe('a screen that is drawn anew', () => {
  const token = 'Zx8kQ1vP0mN4bT7yABCDEFGH';

  test('with the end of a secret alone, whose beginning has scrolled away', async () => {
    const { path, recording, print } = await start();
    await print(`Authorization: Bearer ${token}\r\n`);
    await print(`\u001b[H\u001b[J${token.slice(10)} $ `);
    await recording.stop();
    expect(outputs(path).at(-1)).toBe(`\u001b[H\u001b[J${'*'.repeat(14)} $ `);
  });

  test('between borders of line drawing, where UTF-8 is not spoken', async () => {
    const { path, recording, print } = await start();
    const border = '\u001b(0x\u001b(B';
    // A pane of 34 columns in a screen of 80, as tmux draws it.
    const text = `Authorization: Bearer ${token}`;
    const rows = [text.slice(0, 34), text.slice(34)].map((part) => `${part.padEnd(34)}${border}`);
    await print(`\u001b[H\u001b[J${rows.join('\r\n')}`);
    await recording.stop();
    const file = outputs(path).join('');
    for (let at = 0; at + 6 <= token.length; at++) expect(file).not.toContain(token.slice(at, at + 6));
  });
});

test('snapshots of a running session and after a pause hold no secret', async () => {
  const { PtyScreen } = await loadPtyScreen();
  const clock = new ManualClock();
  const session = new FakeSession();
  const screen = new PtyScreen({ cols: 20, rows: 8, scrollback: 0, clock });
  session.onBytes((bytes) => screen.write(bytes));
  session.emit('before: token=abcdefghijklmnopqrst\r\n');
  const path = folder.file('paused.cast');
  const options = { path, session, screen, cols: 20, rows: 8, clock, env: {}, detectors: DETECTORS };
  const recording = await PtyRecording.start(options);
  await screen.whenParsed();
  recording.pause();
  session.emit('AKIAIOSF\u001b[4;1Hpassword\u001b[4;9H=meanwhile\u001b[3;9HODNN7EXAMPLE');
  recording.resume();
  await screen.whenParsed();
  await recording.stop();
  expect(readFileSync(path, 'utf8')).not.toMatch(/abcd|qrst|AKIA|7EXA|mean/);
  const shown = await replay(path);
  expect([0, 1, 2, 3].map((y) => shown.rowText(y))).toEqual([
    'before: token=******',
    '**************',
    '********************',
    'password=*********',
  ]);
});

test('what is in the title, a link or the clipboard is masked and counted', async () => {
  const { path, recording, print } = await start();
  const clipboard = 'c3dvcmRmaXNo'.repeat(2000);
  await print('\u001b]0;vim token=abc\u0007\u001b]52;c;');
  for (let from = 0; from < clipboard.length; from += 4000) await print(clipboard.slice(from, from + 4000));
  await print('\u0007\u001b]52;c;?\u0007\u001b]2;plain title\u0007end');
  await recording.stop();
  expect(readFileSync(path, 'utf8')).not.toMatch(/c3dv|m9y|=abc/);
  expect(outputs(path).join('')).toBe(
    `\u001b]0;vim token=***\u0007\u001b]52;c;${'*'.repeat(clipboard.length)}\u0007\u001b]52;c;?\u0007\u001b]2;plain title\u0007end`,
  );
  expect(recording.report?.masked).toEqual({ assignment: 1, clipboard: 1 });
});

test('command, title, tags and environment are masked before the first byte is written', async () => {
  const clock = new ManualClock();
  const path = folder.file('header.cast');
  const recording = await PtyRecording.start({
    path,
    session: new FakeSession(),
    cols: 80,
    rows: 24,
    clock,
    env: { K3S_TOKEN: 'mytoken', SHELL: '/bin/sh', WHO: 'Bearer abcdefgh1234' },
    envNames: ['K3S_TOKEN', 'SHELL', 'WHO'],
    title: 'with ghp_abcdefghijklmnopqrst0123456789abcdef',
    command: 'kubeadm join --token abcdef.0123456789abcdef',
    detectors: DETECTORS,
  });
  recording.mark('password: hunter2');
  await recording.stop();
  expect(readItems(path)).toEqual([
    {
      kind: 'header',
      header: expect.objectContaining({
        title: `with ${'*'.repeat(40)}`,
        command: `kubeadm join --token ${'*'.repeat(23)}`,
        env: { K3S_TOKEN: '*******', SHELL: '/bin/sh', WHO: `Bearer ${'*'.repeat(12)}` },
      }),
    },
    { kind: 'marker', atMicros: 0, label: 'password: *******' },
  ]);
});
