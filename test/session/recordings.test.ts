import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { playTape } from '../support/tape.ts';
import { tempFolder } from '../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const tapes = globSync('recordings/*.tape');

describe('the demos of the product', () => {
  test('are there', () => {
    expect(tapes.length).toBeGreaterThan(0);
  });

  test.each(tapes)('%s can be played on the program as it is', async (tape) => {
    const app = await playTape(tape, {
      pace: 0,
      cast: folder.file('outer.cast'),
      env: { XDG_DATA_HOME: folder.path, HOME: folder.path, SHELL: '/bin/sh', ENV: '', PS1: '$ ' },
    });
    expect(await app.exited).toBe(0);
    await app.close();
  });

  test.each(tapes.map((tape) => tape.replace(/\.tape$/, '.cast')))(
    '%s is small, whole and holds no secret path',
    (cast) => {
      expect(statSync(cast).size).toBeLessThan(200 * 1024);
      const text = execFileSync(process.execPath, ['bin/kpi-tui.js', 'cat', '--text', cast], { encoding: 'utf8' });
      expect(text).toContain('? help');
      expect(readFileSync(cast, 'utf8')).not.toMatch(/\/(root|home)\//);
      const gif = readFileSync(`recordings/${basename(cast, '.cast')}.gif`);
      expect(gif.subarray(0, 6).toString()).toBe('GIF89a');
      expect(gif.length).toBeLessThan(1024 * 1024);
    },
  );
});
