import { expect, test } from 'vitest';
import { colorDepthOf, isPlain, prepareChromeEnvironment } from '../../../src/terminal/index.ts';

test.each<[string, Record<string, string>, string]>([
  ['an ordinary terminal', { TERM: 'xterm' }, '16'],
  ['256 colours by name', { TERM: 'xterm-256color' }, '256'],
  ['24 bits by COLORTERM', { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'truecolor'],
  ['24bit is the other word for it', { TERM: 'xterm', COLORTERM: '24bit' }, 'truecolor'],
  ['another COLORTERM says nothing', { TERM: 'xterm', COLORTERM: 'yes' }, '16'],
  ['24 bits by name', { TERM: 'xterm-direct' }, 'truecolor'],
  ['a terminal that is known for them', { TERM: 'xterm-kitty' }, 'truecolor'],
  ['the Linux console', { TERM: 'linux' }, '16'],
  ['tmux', { TERM: 'tmux-256color' }, '256'],
  ['NO_COLOR', { TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, 'mono'],
  ['an empty NO_COLOR is none', { TERM: 'xterm-256color', NO_COLOR: '' }, '256'],
  ['no TERM', {}, '16'],
])('colours of %s', (_, env, depth) => {
  expect(colorDepthOf(env, 'auto')).toBe(depth);
  expect(colorDepthOf(env, '256')).toBe('256');
});

test.each<[string, boolean, Record<string, string>, boolean, boolean]>([
  ['a terminal', false, { TERM: 'xterm' }, true, false],
  ['when asked', true, { TERM: 'xterm' }, true, true],
  ['into a pipe', false, { TERM: 'xterm' }, false, true],
  ['a screen reader', false, { TERM: 'xterm', INK_SCREEN_READER: 'true' }, true, true],
  ['a terminal without addressing', false, { TERM: 'dumb' }, true, true],
  ['a terminal without a name', false, {}, true, true],
])('plain lines: %s', (_, plain, env, isTTY, expected) => {
  expect(isPlain(env, isTTY, { plain })).toBe(expected);
});

test('Ink always gets 24 bits, children the environment as it was', () => {
  const env: Record<string, string | undefined> = { TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '0' };
  expect(prepareChromeEnvironment(env)).toEqual({ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '0' });
  expect(env).toEqual({ TERM: 'xterm', FORCE_COLOR: '3', COLORTERM: 'truecolor' });
});
