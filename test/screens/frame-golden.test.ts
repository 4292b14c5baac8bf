import { describe, expect, test } from 'vitest';
import { SAMPLE_PODS } from '../support/sample-pods.ts';
import { openScreens, type ScreensOptions } from '../support/screens.ts';
import { ScriptedPods } from '../support/scripted-pods.ts';

const open = (options: ScreensOptions = {}) => openScreens({ pods: new ScriptedPods(SAMPLE_PODS), ...options });

describe('the overview', () => {
  test.each([
    [80, 24],
    [60, 15],
    [120, 40],
    [200, 50],
  ])('at %dx%d', async (cols, rows) => {
    const screens = await open({ cols, rows });
    await screens.run(1000);
    screens.matches(`overview/tiles.${cols}x${rows}`);
  });

  test('opens what its tile shows', async () => {
    const screens = await open();
    await screens.press('Enter');
    expect(screens.text()).toContain('READY');
  });
});

describe('the shell', () => {
  test.each([
    [80, 24],
    [60, 15],
    [120, 40],
    [200, 50],
  ])('that cannot be started says why, at %dx%d', async (cols, rows) => {
    const screens = await open({ screen: 'shell', cols, rows, env: { SHELL: '/nonexistent/shell' } });
    await screens.until((text) => text.includes('error['));
    screens.matches(`shell/failed.${cols}x${rows}`);
  });
});

describe('over the panes', () => {
  test('the help of a screen', async () => {
    const screens = await open({ screen: 'pods' });
    await screens.press('?');
    screens.matches('frame/help.80x24');
    await screens.press('/');
    await screens.type('sort');
    screens.matches('frame/help-search.80x24');
    await screens.press('Enter');
    expect(screens.text()).toContain('NAMESPACE↑');
  });

  test('the help in columns on a wide screen', async () => {
    const screens = await open({ screen: 'pods', cols: 200, rows: 50 });
    await screens.press('?');
    screens.matches('frame/help.200x50');
  });

  test('the palette', async () => {
    const screens = await open({ screen: 'pods' });
    await screens.press(':');
    screens.matches('frame/palette.80x24');
    await screens.type('ctx');
    await screens.press('Escape');
    expect(screens.text()).not.toContain('commands');
  });

  test('the filter prompt counts as one types', async () => {
    const screens = await open({ screen: 'pods' });
    await screens.press('/');
    await screens.type('web');
    screens.matches('frame/filter.80x24');
  });

  test('a theme is shown while it is chosen, and taken back by Esc', async () => {
    const screens = await open({ screen: 'pods' });
    const before = screens.grid().style;
    await screens.press(':');
    await screens.type('theme');
    await screens.press('Enter', 'Down');
    expect(screens.grid().style).not.toEqual(before);
    await screens.press('Escape');
    expect(screens.grid().style).toEqual(before);
  });
});

test.each(['pods', 'overview', 'recorder', 'shell'] as const)(
  '%s in ASCII holds nothing but ASCII, with its help and palette',
  async (screen) => {
    const screens = await open({ screen, ascii: true, cols: 120, rows: 40 });
    const notAscii = () => [...screens.text()].filter((letter) => letter > '~').join('');
    await screens.run(1000);
    expect(notAscii()).toBe('');
    if (screen === 'shell') await screens.press('Ctrl-]');
    await screens.press('?');
    expect(notAscii()).toBe('');
    await screens.press('Escape', ':');
    expect(notAscii()).toBe('');
  },
);

describe('sizes', () => {
  test.each([
    [59, 24],
    [60, 14],
    [20, 5],
    [1, 1],
  ])('at %dx%d says what is needed, and comes back', async (cols, rows) => {
    const screens = await open({ screen: 'pods' });
    const before = screens.text();
    await screens.resize(cols, rows);
    if (cols >= 30) expect(screens.text()).toContain(`terminal is ${cols}x${rows}, need 60x15`);
    await screens.resize(80, 24);
    expect(screens.text()).toBe(before);
  });

  test('growing and shrinking leaves no residue', async () => {
    const screens = await open({ screen: 'pods' });
    for (const [cols, rows] of [
      [200, 50],
      [61, 16],
      [120, 40],
      [90, 20],
    ] as const) {
      await screens.resize(cols, rows);
      expect(screens.grid().text).toEqual(screens.wanted().text);
      expect(screens.lines()[rows - 1]).toContain('? help');
    }
  });
});
