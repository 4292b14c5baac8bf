import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, openApp } from '../../support/app-driver.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let app: App;
const folder = tempFolder();
const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** The workstation with a plain shell in its shell pane. */
beforeEach(async () => {
  const env = { SHELL: '/bin/bash', ENV: undefined, PS1: '$ ', HOME: folder.path };
  app = openApp(['bin/kpi-tui.js', '--demo', '--screen', 'shell'], { env });
  await app.until((text) => text.includes('has the keyboard') && /[#$]\s*$/m.test(text));
});
afterEach(() => app.close());
afterAll(() => folder.remove());

describe('the shell pane', () => {
  test('runs commands and survives screen changes', async () => {
    app.press('echo marker-$((40+2))\r');
    await app.until((text) => text.includes('marker-42'));
    app.press('\x1d');
    await app.until((text) => text.includes('Enter types in it'));
    app.press('2');
    await app.until((text) => text.includes('READY'));
    app.press('!');
    await app.until((text) => text.includes('marker-42') && text.includes('has the keyboard'));
  });

  test("keys of the workstation are the shell's while it has the keyboard", async () => {
    app.press('echo q2?R\r');
    await app.until((text) => text.includes('\nq2?R'));
  });

  test('follows the size of the terminal', async () => {
    app.press('stty size\r');
    await app.until((text) => text.includes('21 80'));
    app.resize(120, 40);
    await app.until((text) => text.includes('overview'));
    app.press('stty size\r');
    await app.until((text) => text.includes('37 120'));
  });

  test('says how the shell ended, and starts a new one', async () => {
    app.press('exit 7\r');
    await app.until((text) => text.includes('ended with 7'));
    app.press('\r');
    await app.until((text) => text.includes('has the keyboard') && !text.includes('ended with'));
  });

  test('scrolls back in what was printed', async () => {
    app.press('seq 1 200\r');
    await app.until((text) => /^200$/m.test(text));
    app.press('\x1d');
    await app.until((text) => text.includes('Enter types in it'));
    app.press('\x1b[5~');
    await app.until((text) => /\d+ lines back/.test(text) && !/^200$/m.test(text));
  });

  test('a program that asks who the terminal is gets its answer, and the outer terminal is not asked', async () => {
    app.clearLog();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    app.press("IFS=R read -rs -d R -p $'\\e[6n' place; echo got ${#place}\r");
    await app.until((text) => /got [1-9]/.test(text));
    expect(app.output()).not.toContain('\x1b[6n');
  });

  test('ends with the program, and all it started', async () => {
    app.press('sleep 987 & echo started $!\r');
    const rows = await app.until((text) => /started \d+/.test(text));
    const pid = Number(/started (\d+)/.exec(rows.join('\n'))?.[1]);
    app.press('\x1d');
    await app.until((text) => text.includes('Enter types in it'));
    app.press('q');
    await app.until((text) => text.includes('a shell is running'));
    app.press('\r');
    expect(await app.exited).toBe(0);
    await expect.poll(() => spawnSync('kill', ['-0', String(pid)]).status, { timeout: 5000 }).not.toBe(0);
  });
});

describe('full-screen programs in the shell pane', () => {
  const file = folder.file('text.txt');
  writeFileSync(file, `${Array.from({ length: 300 }, (_, index) => `line ${index + 1} of the text`).join('\n')}\n`);

  test.skipIf(!has('less'))('less pages, searches and leaves (skipped: less is not installed)', async () => {
    app.press(`less ${file}\r`);
    await app.until((text) => text.includes('line 1 of the text') && text.includes('line 20 of the text'));
    app.press(' ');
    await app.until((text) => text.includes('line 40 of the text'));
    app.press('/line 222\r');
    await app.until((text) => text.includes('line 222 of the text'));
    app.press('q');
    await app.until((text) => /[#$]\s*$/m.test(text) && !text.includes('line 222'));
  });

  test.skipIf(!has('vim'))('vim inserts, undoes and leaves (skipped: vim is not installed)', async () => {
    app.press(`vim -u NONE -N ${file}\r`);
    await app.until((text) => text.includes('line 1 of the text') && text.includes('line 18 of the text'));
    app.press('Oinserted by hand\x1b');
    await app.until((text) => text.includes('inserted by hand'));
    app.press('u');
    await app.until((text) => !text.includes('inserted by hand'));
    app.press(':q!\r');
    await app.until((text) => !text.includes('line 18 of the text'));
  });

  test.skipIf(!has('top'))('top refreshes and leaves (skipped: top is not installed)', async () => {
    app.press('top -d 0.5\r');
    await app.until((text) => text.includes('%CPU') && text.includes('load average'));
    app.press('q');
    await app.until((text) => /[#$]\s*$/m.test(text) && text.includes('has the keyboard'));
  });
});
