import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleRecordings } from '../../support/sample-recordings.ts';
import { openScreens, type Screens, type ScreensOptions } from '../../support/screens.ts';

let samples: ReturnType<typeof sampleRecordings>;
beforeEach(() => {
  samples = sampleRecordings();
  samples.write('story.cast', { title: 'a story' }, [
    [0.5, 'o', 'password: hunter2hunter2\r\n'],
    [3, 'm', 'middle'],
    [4, 'o', 'the middle\r\n'],
    [8, 'o', 'the end'],
  ]);
});
afterEach(() => samples.folder.remove());

const open = async (options: ScreensOptions = {}): Promise<Screens> => {
  const screens = await openScreens({ screen: 'recorder', env: samples.env, ...options });
  await screens.until((text) => text.includes('story') && text.includes('00:08'));
  return screens;
};
const files = (): string[] => readdirSync(samples.home).sort();

describe('playing', () => {
  test('Space plays in the preview, arrows jump, and the list keeps its keys', async () => {
    const screens = await open();
    await screens.press('Space');
    await screens.until((text) => text.includes('►') && text.includes('of 00:08'));
    await screens.press('Space', 'Right');
    await screens.until((text) => text.includes('00:05 of 00:08') && text.includes('the middle'));
    await screens.press('[');
    await screens.until((text) => text.includes('00:03 of 00:08') && !text.includes('the middle'));
    await screens.press('+', '+');
    expect(screens.text()).toContain('2x  ‖');
    await screens.press('.');
    await screens.until((text) => text.includes('00:04 of 00:08'));
    expect(screens.text()).toContain('NAME');
  });

  test('a click on the track goes there; the wheel moves a window that is too small', async () => {
    samples.write('tall.cast', { height: 60 }, [
      [0.1, 'o', `\u001b[?25l${Array.from({ length: 60 }, (_, y) => `line ${y}`).join('\r\n')}`],
      [9, 'o', '.'],
    ]);
    const screens = await open();
    await screens.until((text) => text.includes('tall'));
    await screens.press('g');
    if (!screens.text().includes('▌ tall')) await screens.press('j');
    await screens.until((text) => text.includes('line 0'));
    await screens.click(10, 12, 'wheel-down');
    expect(screens.text()).toContain('line 3');
    expect(screens.lines()[10]).toBe('line 3');
    await screens.click(40, 21);
    await screens.until((text) => /00:04 of 00:09/.test(text));
  });

  test('m asks for a name; the marker is in the file when the player is left', async () => {
    const screens = await open();
    await screens.press('Enter', 'Space');
    await screens.until((text) => text.includes('‖'));
    await screens.press('Right');
    await screens.until((text) => text.includes('00:05 of'));
    await screens.press('m');
    await screens.type('here');
    await screens.press('Enter');
    expect(screens.text()).toContain('1 marker to be written at the end');
    expect(screens.text()).toContain('00:05 ■ here');
    await screens.press('Escape');
    await screens.until((text) => text.includes('1 marker written to'));
    expect(readFileSync(samples.file('story.cast'), 'utf8')).toContain('[5.0, "m", "here"]');
  });

  test('b lists the markers and goes to one, B takes one away', async () => {
    const screens = await open();
    await screens.press('Enter', 'Space');
    await screens.until((text) => text.includes('‖'));
    await screens.press('b');
    expect(screens.text()).toContain('00:03  middle');
    await screens.press('Enter');
    await screens.until((text) => text.includes('00:03 of 00:08'));
    await screens.press('B', 'Enter');
    expect(screens.text()).toContain('1 marker to be written at the end');
    expect(screens.text()).not.toContain('■ middle');
    await screens.press('B');
    expect(screens.text()).toContain('it has no markers; m adds one');
    await screens.press('Escape');
    await screens.until((text) => text.includes('1 marker written to'));
    expect(readFileSync(samples.file('story.cast'), 'utf8')).not.toContain('"m"');
  });

  test('r gives a marker another name', async () => {
    const screens = await open();
    await screens.press('Enter', 'Space');
    await screens.until((text) => text.includes('‖') && text.includes('■ middle'));
    await screens.press('r');
    expect(screens.text()).toContain('rename which marker');
    await screens.press('Enter');
    expect(screens.text()).toContain('name of the marker at 00:03 middle');
    await screens.press('Ctrl-U', ...'half way', 'Enter');
    expect(screens.text()).toContain('■ half way');
    expect(screens.text()).toContain('1 marker to be written at the end');
    await screens.press('Escape');
    await screens.until((text) => text.includes('1 marker written to'));
    expect(readFileSync(samples.file('story.cast'), 'utf8')).toContain('[3.0, "m", "half way"]');
  });

  test('a marker is not lost when the program is quit from the player', async () => {
    const screens = await open();
    await screens.press('Enter');
    await screens.until((text) => text.includes('asciicast v2') && text.includes('►'));
    await screens.press('m');
    await screens.type('late');
    await screens.press('Enter', 'Ctrl-C');
    await screens.until(() => screens.exitCode === 0);
    expect(readFileSync(samples.file('story.cast'), 'utf8')).toContain('"m", "late"');
  });

  test('of another recording ends the first', async () => {
    copyFileSync(samples.file('story.cast'), samples.file('other.cast'));
    const screens = await open();
    await screens.until((text) => text.includes('other'));
    await screens.press('g', 'Space');
    await screens.until((text) => text.includes('of 00:08'));
    await screens.press('j');
    await screens.until((text) => !text.includes('of 00:08'));
  });
});

describe('Tab', () => {
  test('gives the preview the keys, and back', async () => {
    samples.write('tall.cast', { height: 60 }, [
      [0.1, 'o', `\u001b[?25l${Array.from({ length: 60 }, (_, y) => `line ${y}`).join('\r\n')}\u001b[H`],
      [9, 'o', '.'],
    ]);
    const screens = await open();
    await screens.until((text) => text.includes('tall'));
    await screens.press('/', ...'tall', 'Enter');
    await screens.until((text) => text.includes('▌ tall') && text.includes('line 0'));
    await screens.press('Tab', 'j', 'j');
    // Down moves what is played, and not the selection.
    expect(screens.lines()[10]).toBe('line 2');
    expect(screens.text()).toContain('▌ tall');
    expect(screens.text()).toContain('Esc list');
    // Opened by this key: where the end is nobody has read yet.
    await screens.press('G');
    await screens.until((text) => text.includes('00:09 of 00:09'));
    await screens.press('Tab');
    expect(screens.text()).not.toContain('Esc list');
    await screens.press('Tab', 'Escape');
    expect(screens.text()).toContain('1 of 2 files /tall');
  });

  test('says why there is nothing to go to', async () => {
    const screens = await open();
    await screens.press('v', 'Tab');
    expect(screens.text()).toContain('the preview is hidden; v shows it, Enter opens');
    await screens.press('Space');
    expect(screens.text()).toContain('the preview is hidden; v shows it, Enter opens');
    await screens.resize(80, 15);
    await screens.press('v', 'Tab');
    expect(screens.text()).toContain('the preview needs 20 rows; Enter opens');
    await screens.press('/', ...'nothing fits', 'Enter', 'Tab');
    expect(screens.text()).toContain('no recording is selected');
  });

  test('is what a click on one of them does', async () => {
    const screens = await open();
    await screens.click(10, 12);
    expect(screens.text()).toContain('Esc list');
    await screens.click(10, 3);
    expect(screens.text()).not.toContain('Esc list');
  });
});

test('what is wrong with a file that is no recording is said in its row and its preview, not in the title too', async () => {
  writeFileSync(samples.file('notes.cast'), 'this is a shopping list\n');
  const screens = await open();
  await screens.until((text) => text.includes('× this is not'));
  await screens.press('/', ...'notes', 'Enter');
  await screens.until((text) => text.includes('▌ notes'));
  expect(screens.text().match(/this is not an asciicast recording/g)).toHaveLength(2);
  // It has no time either.
  expect(screens.text()).not.toContain('00:00');
});

test('whose file is gone is left for the list', async () => {
  copyFileSync(samples.file('story.cast'), samples.file('other.cast'));
  const screens = await open();
  await screens.until((text) => text.includes('other'));
  await screens.press('Enter');
  await screens.until((text) => text.includes('asciicast v2') && text.includes('►'));
  const [, name = ''] = /^ (\w+) ·/m.exec(screens.text()) ?? [];
  rmSync(samples.file(`${name}.cast`));
  await screens.until((text) => text.includes('NAME') && text.includes('is gone'));
  expect(screens.text()).not.toContain(`▌ ${name}`);
});

describe('files', () => {
  test('are renamed, unless the name is taken', async () => {
    samples.write('other.cast', {}, []);
    const screens = await open();
    await screens.until((text) => text.includes('other'));
    await screens.press('/');
    await screens.type('story');
    await screens.press('Enter', 'r', 'Ctrl-U');
    await screens.type('other');
    expect(screens.text()).toContain('there is one of this name');
    await screens.press('Enter', 'Ctrl-U');
    await screens.type('my story');
    await screens.press('Enter');
    await screens.until((text) => text.includes('▌ my story'));
    expect(files()).toEqual(['my story.cast', 'other.cast']);
  });

  test('of the marked are copied as paths', async () => {
    samples.write('other.cast', {}, []);
    const screens = await open();
    await screens.until((text) => text.includes('other'));
    await screens.press('c', 'g', 'x', 'x', 'c');
    expect(screens.copied[0]).toMatch(/^\/.*\.cast$/);
    expect(screens.copied[1]?.split('\n').sort()).toEqual([samples.file('other.cast'), samples.file('story.cast')]);
  });

  test('are not changed with --readonly, and it says so', async () => {
    const screens = await open({ readonly: true });
    await screens.press('Ctrl-D');
    expect(screens.text()).toContain('read-only: no file is changed');
    await screens.press('r');
    expect(screens.text()).toContain('read-only: no file is changed');
    await screens.press('Escape', 'Tab', 'm');
    expect(screens.text()).toContain('read-only: no file is changed');
    expect(files()).toEqual(['story.cast']);
  });

  test.each([
    ['Space', 'no recording is selected'],
    ['e', 'no recording is selected'],
    ['Enter', 'no recording is selected'],
  ])('%s without one says so', async (key, why) => {
    const screens = await open();
    await screens.press('/');
    await screens.type('nothing fits');
    await screens.press('Enter', key);
    expect(screens.text()).toContain(why);
  });
});

describe('what is made of a recording', () => {
  test('a copy without its secrets, with a report', async () => {
    const screens = await open();
    await screens.press('X');
    await screens.until((text) => text.includes('copies the path'));
    expect(screens.text()).toContain('masked: assignment 1');
    expect(screens.text()).toMatch(/where +00:00 {2}row 1 +assignment/);
    expect(files()).toEqual(['story-redacted.cast', 'story.cast']);
    expect(readFileSync(samples.file('story-redacted.cast'), 'utf8')).not.toContain('hunter2');
    await screens.press('Escape');
    await screens.until((text) => text.includes('story-redacted'));
  });

  test('nothing where the place is none; then, with another choice, a part of it', async () => {
    const screens = await open();
    await screens.press('u', 'Down');
    await screens.type('marker:nowhere');
    // Whoever has gone elsewhere is told by the tab, and by a note.
    await screens.press('Enter', '2');
    await screens.until((text) => text.includes('5!') && text.includes("'marker:nowhere' is no place"));
    await screens.press('5');
    expect(screens.text()).toContain('error[CAST_POSITION]');
    expect(screens.text()).not.toContain('5!');
    expect(files()).toEqual(['story.cast']);
    await screens.press('e');
    expect(screens.text()).toMatch(/from +marker:nowhere/);
    await screens.press('Ctrl-U');
    await screens.type('marker:middle');
    await screens.press('Enter');
    await screens.until((text) => text.includes('copies the path'));
    expect(readFileSync(samples.file('story-cut.cast'), 'utf8')).toContain('[1.0, "o", "the middle\\r\\n"]');
  });

  test('never takes the place of the recording', async () => {
    const screens = await open();
    for (const key of ['e', 'u']) {
      await screens.press(key, ...(key === 'e' ? ['Down'] : ['Up']), 'Ctrl-U', ...'story.cast', 'Enter');
      expect(screens.text()).toContain('file: that is the recording itself');
      await screens.press('Escape');
    }
  });

  test('of a damaged file says what was left out', async () => {
    writeFileSync(
      samples.file('bad.cast'),
      '{"version": 2, "width": 20, "height": 5}\n[0.5, "o", "a"]\n{}\n[1, "o", "b"]\n',
    );
    const screens = await open();
    await screens.until((text) => text.includes('▲ bad lines'));
    await screens.press('/', ...'bad', 'Enter', 'e', 'Left', 'Enter');
    await screens.until((text) => text.includes('copies the path'));
    expect(screens.text()).toMatch(/is +asciicast v3/);
    expect(screens.text()).toMatch(/note +1 line of it is no event and was left out/);
  });

  test.each([
    ['PNG', 1, 'story.png', /^\u0089PNG/],
    ['text', 3, 'story.txt', /^password: .*\nthe middle\nthe end\n$/],
    ['raw output', 4, 'story.raw', /^password: hunter2hunter2\r\nthe middle\r\nthe end$/],
    ['asciicast v2', 5, 'story-v2.cast', /^\{"version": 2, .*\n\[0\.5, "o",/],
    ['asciicast v3', 6, 'story-v3.cast', /^\{"version": 3, .*\n\[0\.5, "o",/],
  ])('%s', async (_form, times, name, expected) => {
    const screens = await open();
    await screens.press('e', ...Array(times).fill('Right'), 'Enter');
    await screens.until((text) => text.includes('copies the path'));
    expect(readFileSync(samples.file(name), 'latin1')).toMatch(expected);
  });
});

test('a recording is found by its name in the palette, and played', async () => {
  const overview = await openScreens({ screen: 'overview', env: samples.env });
  await overview.until((text) => text.includes('1 recordings') || text.includes('story'));
  await overview.press(':');
  await overview.type('recordingstory');
  await overview.press('Enter');
  await overview.until((text) => text.includes('of 00:08') && text.includes('asciicast v2'));
});

test('the recording that runs stands first, grows, and cannot be deleted', async () => {
  const screens = await open();
  await screens.press('R');
  await screens.until((text) => /● \d{8}-\d{6}/.test(text));
  await screens.press('g');
  await screens.run(2000);
  expect(screens.text()).toMatch(/▌ ● 20261125-\d{6} +00:0[2-9]/);
  await screens.press('Ctrl-D');
  expect(screens.text()).toContain('it is being recorded; R ends it first');
  await screens.press('Ctrl-P');
  expect(screens.text()).toMatch(/‖ 20261125/);
  await screens.press('R');
  await screens.until((text) => text.includes('recorded 00:'));
  expect(existsSync(samples.file('story.cast'))).toBe(true);
});

test('a folder that cannot be read any more says why, above what was known of it', async () => {
  const screens = await open();
  renameSync(samples.home, `${samples.home}-away`);
  writeFileSync(samples.home, '');
  await screens.until((text) => text.includes('error[CAST_READ]') && text.includes('story'));
  rmSync(samples.home);
  renameSync(`${samples.home}-away`, samples.home);
  await screens.until((text) => !text.includes('error[') && text.includes('story'));
});

test('a torn recording plays to its end, and says that it is cut off', async () => {
  writeFileSync(
    samples.file('torn.cast'),
    '{"version": 2, "width": 20, "height": 5}\n[0.5, "o", "whole"]\n[2.0, "o", "tor',
  );
  const screens = await open();
  await screens.until((text) => text.includes('▲ cut off'));
  await screens.press('/');
  await screens.type('torn');
  await screens.press('Enter', 'Enter');
  await screens.until((text) => text.includes('■') && text.includes('whole'));
  expect(screens.text()).toContain('cut off in its last line');
});
