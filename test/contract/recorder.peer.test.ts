import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CastDecoder } from '../../src/asciicast/index.ts';
import { openApp, strippedEnvironment } from '../support/app-driver.ts';
import { tempFolder } from '../support/temp-folder.ts';

const cache = process.env.XDG_CACHE_HOME || `${homedir()}/.cache`;
const asciinema = `${cache}/kpi-tui/peers/recorder/bin/asciinema`;
const hasAsciinema = existsSync(asciinema);
if (!hasAsciinema)
  console.warn('SKIPPED: asciinema 3.2 is not there (npm run peers recorder), so it plays none of our files');
const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) console.warn('SKIPPED: tmux is not installed, so last screens are not compared with it');

const folder = tempFolder();
afterAll(() => folder.remove());
const env = strippedEnvironment({ HOME: folder.path, XDG_STATE_HOME: folder.path, XDG_CONFIG_HOME: folder.path });
const kpi = (...args: string[]) =>
  execFileSync(process.execPath, ['bin/kpi-tui.js', ...args], { env, maxBuffer: 1 << 28 });
const theirs = (...args: string[]) =>
  execFileSync(asciinema, args, { env, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });

/** It opens standard output by name, which fails on a pipe of Node's. */
function converted(format: string, path: string): string {
  const out = folder.file('converted.out');
  theirs('convert', '-q', '--overwrite', '-f', format, path, out);
  // Its raw form begins with a request for the recording's window size.
  return readFileSync(out, 'utf8').replace(/^\u001b\[8;\d+;\d+t/, '');
}

const itemsOf = (bytes: Buffer) => {
  const decoder = new CastDecoder();
  const items = [...decoder.decode(bytes), ...decoder.end()];
  expect(decoder.badLines).toBe(0);
  return items;
};
const printed = (bytes: Buffer) =>
  itemsOf(bytes)
    .map((item) => (item.kind === 'output' ? item.data : ''))
    .join('');

describe.skipIf(!hasAsciinema)('asciinema 3.2 and our files', () => {
  const ours: Record<string, string> = {};

  beforeAll(() => {
    for (const [version, options] of [
      ['v2', []],
      ['v3', ['--format', 'v3']],
    ] as const) {
      const path = folder.file(`ours-${version}.cast`);
      kpi(
        'rec',
        '-q',
        ...options,
        '-t',
        'a "title" 好',
        '-i',
        '2',
        '-c',
        "printf '\\033[31mred\\033[0m 好 \\360\\237\\230\\200\\n'; sleep 0.2; stty cols 100 rows 30; echo password=hunter2; exit 3",
        path,
      );
      ours[version] = path;
    }
  });

  test.each(['v2', 'v3'])('it converts our %s file to its own form with the same output and times', (version) => {
    const bytes = readFileSync(ours[version] as string);
    const out = folder.file(`theirs-${version}.cast`);
    theirs('convert', '-q', '-f', 'asciicast-v2', '--overwrite', ours[version] as string, out);
    const converted = readFileSync(out);
    expect(printed(converted)).toBe(printed(bytes));
    expect(printed(bytes)).toContain('password=*******');
    // Its own intervals have three decimals.
    const times = (of: Buffer) =>
      itemsOf(of).flatMap((item) => (item.kind === 'output' ? [Math.round(item.atMicros / 10_000)] : []));
    expect(times(converted).length).toBe(times(bytes).length);
    for (const [index, time] of times(converted).entries())
      expect(Math.abs(time - (times(bytes)[index] as number))).toBeLessThanOrEqual(1);
  });

  test.each(['v2', 'v3'])('it plays our %s file', async (version) => {
    const app = openApp(['play', '-s', '10', ours[version] as string], {
      command: asciinema,
      env: { HOME: folder.path },
    });
    expect(await app.exited).toBe(0);
    expect(app.text()).toContain('red 好');
    expect(app.text()).toContain('password=*******');
    await app.close();
  });

  test.each(['a_tui', 'b_shell', 'c_idle', 'e_unicode'])(
    'it reads %s as we have converted it to version 3 and back',
    (name) => {
      for (const form of ['v3', 'v2']) {
        const path = folder.file(`${name}-${form}.cast`);
        kpi('convert', '-q', '-f', form, `test/casts/${name}.cast`, path);
        expect(converted('raw', path)).toBe(printed(readFileSync(`test/casts/${name}.cast`)));
      }
    },
  );

  test('its text of a recording is ours', () => {
    for (const name of ['b_shell', 'r_asciinema32_v2']) {
      const text = converted('txt', `test/casts/${name}.cast`);
      expect(kpi('cat', '--text', `test/casts/${name}.cast`).toString().trimEnd()).toBe(text.trimEnd());
    }
  });

  test('a recording that it continues after us reads here, and one of its own continued by us reads there', () => {
    const path = folder.file('both.cast');
    theirs('rec', '-q', '--headless', '-f', 'asciicast-v2', '-c', 'echo theirs', path);
    kpi('rec', '-q', '--append', '-c', 'echo ours', path);
    theirs('rec', '-q', '--headless', '--append', '-c', 'echo theirs again', path);
    expect(printed(readFileSync(path))).toBe('theirs\r\nours\r\ntheirs again\r\n');
    expect(converted('raw', path)).toBe('theirs\r\nours\r\ntheirs again\r\n');
  });
});

describe.skipIf(!hasAsciinema)('files of asciinema 3.2 here', () => {
  test.each(['v2', 'v3'])('its %s file is printed, converted, played and exported', async (version) => {
    const path = folder.file(`theirs-rec-${version}.cast`);
    const script =
      "printf '\\033[32mgreen\\033[0m 好 \\360\\237\\230\\200\\n'; sleep 0.3; printf 'a\\rb\\n'; stty cols 90 rows 20; echo last";
    theirs('rec', '-q', '--headless', '--overwrite', '-f', `asciicast-${version}`, '-c', script, path);
    const output = converted('raw', path);
    expect(output).toContain('last');
    expect(kpi('cat', path).toString()).toBe(output);
    for (const form of ['v2', 'v3']) {
      const ours = folder.file(`of-theirs-${form}.cast`);
      kpi('convert', '-q', '-f', form, path, ours);
      expect(converted('raw', ours)).toBe(output);
    }
    expect(kpi('cat', '--text', path).toString().trimEnd()).toBe(converted('txt', path).trimEnd());
    kpi('gif', '-q', path, folder.file(`${version}.gif`));
    expect(
      readFileSync(folder.file(`${version}.gif`))
        .subarray(0, 6)
        .toString(),
    ).toBe('GIF89a');
    const app = openApp(['bin/kpi-tui.js', 'play', '-s', '10', path], { env: { HOME: folder.path } });
    await app.until((text) => text.includes('green 好') && text.includes('last') && text.includes('■'));
    app.press('q');
    expect(await app.exited).toBe(0);
    await app.close();
  });
});

describe.skipIf(!hasTmux)('secrets that tmux draws', () => {
  test('in panes side by side, by parts, resized and swapped, are not in the file', () => {
    const secrets = ['Zx8kQ1vP0mN4bT7yZx8kQ1vP0mN4bT7yABCDEFGH', 'abcdef.9182736455463728', '5e1f'.repeat(16)];
    const [bearer = '', token = '', hash = ''] = secrets;
    // In files, so that no command line shows a part of them.
    const left = folder.file('left.sh');
    writeFileSync(left, `printf 'Authorization: Bear'; sleep 0.5; printf 'er ${bearer}\\n'\n`);
    const right = folder.file('right.sh');
    writeFileSync(
      right,
      `printf 'join --token ${token.slice(0, 9)}'; sleep 0.4; ` +
        `printf '${token.slice(9)} --discovery-token-ca-cert-hash sha256:${hash}\\n'\n`,
    );
    const tmux = `tmux -L kpi-secrets-${process.pid} -f /dev/null`;
    const script = folder.file('panes.sh');
    writeFileSync(
      script,
      `T="${tmux}"
$T new-session -d -x 100 -y 30 'exec sh'
$T split-window -h 'exec sh'
$T send-keys -t 0.0 'sh ${left}' Enter
$T send-keys -t 0.1 'sh ${right}' Enter
(sleep 2; $T send-keys -t 0.0 'seq 1 20; sh ${left}' Enter; sleep 1.5; $T resize-pane -t 0.0 -R 15; sleep 0.7
 $T swap-pane -s 0.0 -t 0.1; sleep 0.7; $T kill-server) &
$T attach
`,
    );
    const path = folder.file('panes.cast');
    const size = ['--cols', '100', '--rows', '30'];
    kpi('rec', '-q', '--overwrite', ...size, '-c', `sh ${script}`, path);
    const shown = printed(readFileSync(path));
    expect(shown).toContain('Authorization: Bear');
    // Not even a part. (When a pane becomes narrower its top row may begin with the last few characters of one.)
    for (const secret of secrets) {
      for (let at = 0; at + 8 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 8));
    }
  });
});

describe.skipIf(!hasTmux)('tmux as another emulator', () => {
  const socket = `kpi-peer-${process.pid}`;
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], { encoding: 'utf8', env });
  afterAll(() => spawnSync('tmux', ['-L', socket, 'kill-server']));

  // The other recordings are resized, or hold emoji of which tmux counts the columns differently.
  test.each([
    ['a_tui', 120, 35],
    ['b_shell', 80, 24],
    ['c_idle', 80, 24],
  ] as const)('%s ends with the screen of its golden', async (name, cols, rows) => {
    const raw = folder.file(`${name}.raw`);
    writeFileSync(raw, printed(readFileSync(`test/casts/${name}.cast`)));
    tmux('new-session', '-d', '-s', name, '-x', String(cols), '-y', String(rows), 'exec sleep 100');
    tmux('set-option', '-t', name, 'status', 'off');
    tmux('resize-window', '-t', name, '-x', String(cols), '-y', String(rows));
    tmux('respawn-pane', '-k', '-t', name, `stty raw; cat ${raw}; exec sleep 100`);
    const golden = readFileSync(`recordings/golden/${name}.txt`, 'utf8').trimEnd();
    let shown = '';
    for (let tries = 0; tries < 100 && shown !== golden; tries++) {
      await new Promise((next) => setTimeout(next, 100));
      shown = tmux('capture-pane', '-p', '-t', name).trimEnd();
    }
    expect(shown).toBe(golden);
  });
});
