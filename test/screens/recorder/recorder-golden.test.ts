import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { StartExport } from '../../../screens/recorder/recorder-sessions.ts';
import { THEME_NAMES } from '../../../screens/theme.ts';
import { manyRecordings, sampleRecordings } from '../../support/sample-recordings.ts';
import { openScreens, type Screens, type ScreensOptions } from '../../support/screens.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const samples = manyRecordings();
const none = sampleRecordings();
const broken = tempFolder();
mkdirSync(join(broken.path, 'kpi-tui'));
writeFileSync(join(broken.path, 'kpi-tui', 'recordings'), 'a file in the place of the folder');
afterAll(() => {
  for (const { folder } of [samples, none, { folder: broken }]) folder.remove();
});

const SIZES = [
  [80, 24],
  [60, 15],
  [120, 40],
  [200, 50],
] as const;
/** What depends on the machine and on the encoder. */
const MADE = /took +[\d.]+ s|[\d.]+K\b|\d+ frames/g;

/** The first screen of the selected recording is there. */
const previewed = async (screens: Screens): Promise<void> => {
  await screens.until((text) => !/^ {2}reading$/m.test(text));
  await screens.run(200);
};

const open = async (options: ScreensOptions = {}): Promise<Screens> => {
  const screens = await openScreens({ screen: 'recorder', env: samples.env, ...options });
  // Names come first, then what is in the files, then the first screen of the selected one.
  await screens.until(
    (text) => text.includes('6 files') && ['00:41', '00:27', '1 cannot be'].every((part) => text.includes(part)),
  );
  await previewed(screens);
  return screens;
};

/** Opens the recording of a crash loop, and stands still at a place in it. */
const openPlayer = async (options: ScreensOptions = {}): Promise<Screens> => {
  const screens = await open(options);
  await screens.press('Down', 'Enter');
  await screens.press('Space');
  await screens.until((text) => text.includes('‖') && text.includes('■ fixed'));
  await screens.press(']');
  await screens.until((text) => text.includes('00:09 of 00:41'));
  return screens;
};

describe('the list of recordings', () => {
  test.each(SIZES)('at %dx%d', async (cols, rows) => {
    (await open({ cols, rows })).matches(`recorder/list.${cols}x${rows}`);
  });

  test.each(THEME_NAMES)('in the theme %s', async (theme) => {
    (await open({ theme })).matches(`recorder/list-${theme}.80x24`);
  });

  test('in ASCII', async () => {
    const screens = await open({ ascii: true });
    screens.matches('recorder/list-ascii.80x24');
    expect(screens.text()).toMatch(/^[ -~\n]*$/);
  });

  test('sorted, filtered and marked', async () => {
    const screens = await open();
    await screens.press('s', 's', 'S', 'g', 'x', 'x', '/');
    await screens.type('e');
    await previewed(screens);
    screens.matches('recorder/list-filtered.80x24');
  });

  test.each(SIZES)('without any says what to press, at %dx%d', async (cols, rows) => {
    const screens = await openScreens({ screen: 'recorder', env: none.env, cols, rows });
    await screens.until((text) => text.includes('There are no recordings yet') && text.includes('0 files'));
    screens.matches(`recorder/empty.${cols}x${rows}`);
  });

  test('of a folder that cannot be read says why', async () => {
    const screens = await openScreens({ screen: 'recorder', env: { XDG_DATA_HOME: broken.path } });
    await screens.until((text) => text.includes('error[') && text.includes('0 files'));
    screens.matches('recorder/failed.80x24');
  });

  test('beside a preview that has the keys', async () => {
    const screens = await open();
    await screens.press('Down', 'Tab');
    await previewed(screens);
    screens.matches('recorder/preview.80x24');
  });

  test('with a file selected that is no recording', async () => {
    const screens = await open();
    await screens.press('s', 'g', 'Down', 'Down');
    await previewed(screens);
    screens.matches('recorder/broken.80x24');
  });

  test('asks before it deletes, by name', async () => {
    const screens = await open();
    await screens.press('Down');
    await previewed(screens);
    await screens.press('Ctrl-D');
    screens.matches('recorder/delete.80x24');
  });
});

describe('the player', () => {
  test.each(SIZES)('at %dx%d', async (cols, rows) => {
    const screens = await openPlayer({ cols, rows });
    screens.matches(`recorder/player.${cols}x${rows}`);
  });

  test('with matches, and all of them in a list', async () => {
    const screens = await openPlayer();
    await screens.press('/');
    await screens.type('Running');
    await screens.press('Enter');
    await screens.until((text) => text.includes('match 2 of 2, row 2'));
    screens.matches('recorder/matches.80x24');
    await screens.press('L');
    screens.matches('recorder/matches-list.80x24');
  });
});

describe('an export', () => {
  test.each(SIZES)('has its choices below the list, at %dx%d', async (cols, rows) => {
    const screens = await open({ cols, rows });
    await screens.press('Down', 'e', 'Down', 'Down');
    screens.matches(`recorder/form.${cols}x${rows}`);
  });

  test('of a still picture begins with the moment of the player', async () => {
    const screens = await openPlayer();
    await screens.press('e', 'Right');
    expect(screens.text()).toMatch(/moment +9\.50/);
    screens.matches('recorder/form-still.80x24');
  });

  test('with a mistake in its choices says which, and does not start', async () => {
    const screens = await open();
    await screens.press('Down', 'e', 'Up');
    await screens.type('5');
    await screens.press('Enter');
    screens.matches('recorder/form-mistake.80x24');
  });

  test('that fails says why; again, with another place, it ends', async () => {
    const screens = await open();
    await screens.press('Down', 'e', 'Down', 'Ctrl-U');
    await screens.type('/proc/nope/x.gif');
    await screens.press('Enter');
    await screens.until((text) => text.includes('error['));
    screens.matches('recorder/export-failed.80x24', MADE);
    // The choices are as they were, and so is the one in focus.
    await screens.press('e', 'Ctrl-U');
    await screens.type('pods-crashloop.gif');
    await screens.press('Enter');
    await screens.until((text) => text.includes('copies the path') && text.match(/● [\d.]+K/g)?.length === 2);
    for (const [cols, rows] of SIZES) {
      await screens.resize(cols, rows);
      await screens.run(200);
      screens.matches(`recorder/export-done.${cols}x${rows}`, MADE);
    }
    await screens.press('c');
    expect(screens.copied).toEqual([samples.file('pods-crashloop.gif')]);
  });

  test.each([
    [80, 24],
    [120, 40],
  ] as const)('that runs tells how far it is, below the list and in it, at %dx%d', async (cols, rows) => {
    let tell: Parameters<StartExport>[1] = () => {};
    const startExport: StartExport = (_request, onProgress) => {
      tell = onProgress;
      return { done: new Promise(() => {}), cancel: () => {} };
    };
    const screens = await open({ cols, rows, startExport });
    await screens.press('Down', 'e', 'Enter');
    await screens.run(12_000);
    tell({ fraction: 0.61, frames: 412, bytes: 310 * 1024, etaSeconds: 7.4 });
    await screens.run(100);
    expect(screens.text()).toContain('61 %  ~8s left');
    screens.matches(`recorder/export-running.${cols}x${rows}`);
    await screens.press('Tab');
    await previewed(screens);
    screens.matches(`recorder/export-beside.${cols}x${rows}`);
  });
});
