import { copyFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './temp-folder.ts';

/** Ages are far from the next hour: a test may take its time. */
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Now, as the screens of the tests have it. */
const NOW_SECONDS = Date.UTC(2026, 10, 25, 10, 0, 0) / 1000;

type Event = readonly [seconds: number, code: string, data: string];

/** A data folder with recordings in it: good ones, a torn one, one with bad lines, a file that is none. */
export function sampleRecordings() {
  const folder = tempFolder();
  const home = join(folder.path, 'kpi-tui', 'recordings');
  mkdirSync(home, { recursive: true });
  const file = (name: string): string => join(home, name);
  const aged = (name: string, seconds: number): void => utimesSync(file(name), NOW_SECONDS, NOW_SECONDS - seconds);
  const write = (name: string, header: object, events: readonly Event[], rest = ''): void => {
    const lines = [{ version: 2, width: 80, height: 24, ...header }, ...events].map((line) => JSON.stringify(line));
    writeFileSync(file(name), `${lines.join('\n')}\n${rest}`);
  };
  return { folder, home, file, aged, write, env: { XDG_DATA_HOME: folder.path } };
}

/** The folder of the goldens. */
export function manyRecordings() {
  const samples = sampleRecordings();
  const { write, aged, file } = samples;
  write('pods-crashloop.cast', { title: 'a crash loop, found and fixed' }, CRASH_LOOP);
  aged('pods-crashloop.cast', 52.5 * HOUR);
  copyFileSync('test/casts/b_shell.cast', file('shell.cast'));
  aged('shell.cast', 9.5 * DAY);
  copyFileSync('test/casts/r_asciinema32_v3.cast', file('from-asciinema.cast'));
  aged('from-asciinema.cast', 30.5 * DAY);
  write(
    'trace-tour-of-the-whole-cluster-with-a-long-name.cast',
    { width: 120, height: 35, command: 'kpi-tui trace tour' },
    [
      [0.1, 'o', 'tour'],
      [62.5, 'o', '.'],
    ],
  );
  aged('trace-tour-of-the-whole-cluster-with-a-long-name.cast', 26.5 * HOUR);
  writeFileSync(file('trace-tour-of-the-whole-cluster-with-a-long-name.gif'), Buffer.alloc(517 * 1024));
  write('killed.cast', {}, [[0.5, 'o', 'half a ']], '[1.25, "o", "li');
  aged('killed.cast', 77.5 * HOUR);
  writeFileSync(file('notes.cast'), 'this is a shopping list\n');
  aged('notes.cast', 102.5 * HOUR);
  return samples;
}

const CRASH_LOOP: readonly Event[] = [
  [0, 'o', '\u001b[?25l\u001b[2J\u001b[H\u001b[1mNAMESPACE  NAME         READY  STATUS\u001b[0m\r\n'],
  [0.2, 'o', 'shop       cart-x2k9q   1/2    \u001b[31mCrashLoopBackOff\u001b[0m\r\n'],
  [0.4, 'o', 'shop       web-8wqzt    2/2    \u001b[32mRunning\u001b[0m\r\n'],
  [9.5, 'm', 'rollout'],
  [10, 'o', '\u001b[2;1Hshop       cart-m4t7p   2/2    \u001b[32mRunning\u001b[0m\u001b[K\r\n'],
  [28, 'm', 'fixed'],
  [41, 'o', '\u001b[5;1Hall is well'],
];
