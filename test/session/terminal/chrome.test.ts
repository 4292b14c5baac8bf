import { afterEach, expect, test } from 'vitest';
import { OPAQUE_BACKGROUND, PALETTE, styleParts } from '../../../src/terminal/index.ts';
import { type App, openApp } from '../../support/app-driver.ts';

const FIXTURE = 'test/session/terminal/fixtures/ink-app.ts';

let app: App;
afterEach(() => app.close());

async function start(cols = 80, rows = 24): Promise<void> {
  app = openApp([FIXTURE], { cols, rows, env: { NODE_ENV: 'production', COLORTERM: 'truecolor' } });
  await app.until((text) => text.includes(`ink ${cols}x${rows}`));
}

test('Ink lays out, the region paints where its box is, the skeleton is replaced', async () => {
  await start();
  await app.until((text) => text.includes('placed 80x22+0+1'));
  const lines = app.screen();
  expect(lines[0]).toBe('ink 80x24 keys 0');
  expect(lines[2]).toMatch(/^row 1 漢+ ?$/);
  expect(lines[23]).toBe(' q quit  d dialog');
  expect(app.text()).not.toContain('skeleton');
  expect(styleParts(app.cellStyles(0)[0] as number).fg).toBe(PALETTE + 2);
});

test('a dialog drawn by Ink covers the region, which keeps its place, and goes without residue', async () => {
  await start();
  await app.until((text) => text.includes('placed'));
  await app.quiet();
  const before = app.screen();
  app.press('d');
  await app.until((text) => text.includes('delete pod?'));
  const lines = app.screen();
  expect(lines[5]).toMatch(/┌─+┐/);
  expect(lines[8]).toMatch(/│ {28}│/);
  // A wide character cut by the dialog's edge is a blank, not half a character.
  expect(lines[8]).toMatch(/^row 7 (漢)+ ?│ +│ ?漢+ ?$/);
  expect(app.text()).toContain('placed 80x22+0+1');
  expect(app.text()).not.toMatch(/placed.*placed|\+1 80x/);
  const inside = styleParts(app.cellStyles(8)[40] as number);
  expect(inside.bg).toBe(-1);
  expect(app.output()).not.toContain(`48;2;1;253;0`);
  expect(OPAQUE_BACKGROUND).toBe('#01fd00');
  app.press('d');
  await app.until((text) => !text.includes('delete pod?') && text.includes('keys 2'));
  await app.quiet();
  expect(app.screen().slice(1)).toEqual(before.slice(1));
});

test('no sentinel colour and nothing of a title set in chrome text reaches the terminal', async () => {
  await start();
  app.press('d');
  await app.until((text) => text.includes('delete pod?'));
  expect(app.output()).not.toMatch(/48;2;1;25[34];/);
  expect(app.output()).not.toContain('\x1b]0;evil');
});

test('every size from 80x24 down to 1x1 and up again leaves no residue', async () => {
  await start();
  for (const [cols, rows] of [
    [60, 15],
    [59, 14],
    [120, 40],
    [2, 1],
    [1, 1],
    [200, 50],
    [80, 24],
  ] as const) {
    app.resize(cols, rows);
    await app.quiet();
    if (cols >= 20) {
      await app.until((text) => text.includes(`ink ${cols}x${rows}`));
      expect(app.screen()[rows - 1]).toBe(' q quit  d dialog');
      expect(app.screen()[2]).toMatch(/^row 1 漢+ ?$/);
    }
  }
  expect(app.screen()[0]).toBe('ink 80x24 keys 0');
});

test('a region is told its new place once, the layout is not shown half way', async () => {
  await start();
  await app.quiet();
  app.clearLog();
  app.resize(100, 30);
  await app.until((text) => text.includes('ink 100x30'));
  await app.quiet();
  expect(app.screen()[1]).toContain('placed 80x22+0+1 100x28+0+1 漢');
  expect(app.output()).not.toContain('ink 80x24');
});

test('a throw in a component restores the terminal and exits with 70', async () => {
  await start();
  app.press('t');
  expect(await app.exited).toBe(70);
  await app.until((text, { isAlternate }) => !isAlternate && text.includes('thrown in a component'));
});
