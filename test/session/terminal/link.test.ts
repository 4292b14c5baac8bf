import { afterEach, describe, expect, test } from 'vitest';
import { type App, type AppOptions, openApp } from '../../support/app-driver.ts';

const FIXTURE = 'test/session/terminal/fixtures/cell-app.ts';

let app: App;
afterEach(() => app.close());

async function start(options: AppOptions = {}): Promise<void> {
  app = openApp([FIXTURE], options);
  await app.until((text) => text.includes('ready'));
}

/** The number after a word on the screen. */
const numberAfter = (text: string, word: string): number => Number(new RegExp(`${word} (\\d+)`).exec(text)?.[1] ?? NaN);

test('a reader that stops for 5 s never stalls the event loop, and sees the newest frame afterwards', async () => {
  await start({ cols: 200, rows: 50 });
  app.press('l');
  await app.until((text) => text.includes('frame'));
  const before = numberAfter(app.text(), 'frame');
  app.press('r');
  await new Promise((next) => setTimeout(next, 100));
  app.pause();
  await new Promise((next) => setTimeout(next, 5000));
  app.clearLog();
  app.resume();
  // One frame was in flight and is finished; the next one is new.
  await app.until((text) => numberAfter(text, 'frame') > before + 300);
  const frames = app.output().split('\x1b[?2026h').length - 1;
  expect(frames).toBeLessThanOrEqual(3);
  app.press('s');
  await app.until((text) => /p99 \d+ ms/.test(text));
  // A blocked write would be one stall of five seconds. Single late timers are other programs on these cores;
  // bench/terminal-stall.ts measures the longest on a quiet machine.
  expect(numberAfter(app.text(), 'p99')).toBeLessThan(50);
  expect(numberAfter(app.text(), 'worst')).toBeLessThan(1000);
}, 30_000);

test('while nothing changes no byte is written', async () => {
  await start();
  await app.quiet();
  app.clearLog();
  await new Promise((next) => setTimeout(next, 1500));
  expect(app.bytes).toBe(0);
});

test('over SSH the mean stays below 10 KB/s whatever changes, and a key is echoed at once', async () => {
  await start({ cols: 120, rows: 40, env: { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' } });
  app.press('l');
  await app.until((text) => text.includes('frame'));
  await new Promise((next) => setTimeout(next, 1500));
  app.clearLog();
  await new Promise((next) => setTimeout(next, 4000));
  expect(app.bytes / 4).toBeLessThan(13_000);
  app.press('i');
  await app.until((text) => text.includes('"reduced":true'), 500);
}, 20_000);

describe('colours', () => {
  test.each<[string, NonNullable<AppOptions['env']>, RegExp, RegExp]>([
    ['24-bit by COLORTERM', { COLORTERM: 'truecolor' }, /38;2;255;136;0/, /38;5;/],
    ['256 by TERM', {}, /38;5;208;48;5;17/, /38;2;/],
    ['16 by TERM', { TERM: 'xterm' }, /\x1b\[93;44mready/, /[34]8;[25];/],
    [
      'none by NO_COLOR, a background is reverse',
      { NO_COLOR: '1', COLORTERM: 'truecolor' },
      /\x1b\[7mready/,
      /\x1b\[[0-9;]*[345][0-9]m/,
    ],
  ])('%s', async (_, env, expected, never) => {
    await start({ env });
    expect(app.output()).toMatch(expected);
    expect(app.output()).not.toMatch(never);
  });
});

describe('answers of the terminal', () => {
  test.each([
    ['\x1b]11;rgb:ffff/ffff/f0f0\x1b\\', 'light'],
    ['\x1b]11;rgb:00/10/20\x07', 'dark'],
  ])('the background is asked once and told: %j', async (answer, background) => {
    app = openApp([FIXTURE]);
    // Before the question, so that no load of the machine makes it late.
    app.press(answer);
    await app.until((text) => text.includes('ready'));
    app.press('b');
    await app.until((text) => text.includes(`background ${background}`));
    expect(app.output().split('\x1b]11;?').length).toBe(2);
  });

  test('without an answer it is dark after 100 ms, and a late one is swallowed', async () => {
    await start({ answerMs: 'never' });
    app.press('b');
    await app.until((text) => text.includes('background dark'));
    app.press('\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[0n\x1b[?62;4c\x1b[?2026;2$y\x1bP>|xterm(390)\x1b\\\x1b[3;7Rk');
    await app.until((text) => text.includes('key k'));
    expect(app.text()).not.toMatch(/rgb|key [^k]/);
  });

  test('an answer that is still on its way when the program ends is not typed into the shell', async () => {
    await start({ answerMs: 120 });
    app.press('h');
    await app.until((text) => text.includes('changed'));
    app.press('q');
    expect(await app.exited).toBe(0);
    await app.until((_, { isAlternate }) => !isAlternate);
    await app.quiet(300);
    expect(app.text()).not.toContain('0n');
  });
});
