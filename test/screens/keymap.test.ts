import { describe, expect, test } from 'vitest';
import { entriesOf, entryFor, KEYMAP, scopesOf } from '../../screens/keymap.ts';
import { ROUTES } from '../../screens/routes.ts';

/** Keys that mean the same on every screen: a screen may offer one of them, but for nothing else. */
const SAME_EVERYWHERE: Readonly<Record<string, RegExp>> = {
  Enter: /open|focus/,
  '/': /filter|search/,
  n: /next|namespace/,
  s: /sort/,
  S: /reverse/,
  c: /copy/,
  x: /mark/,
  e: /export/,
  d: /describe|diff/,
  y: /yaml/,
};

describe('the key table', () => {
  test('has no key twice in one scope', () => {
    const pairs = KEYMAP.flatMap(({ scope, keys }) => keys.map((key) => `${scope} ${key}`));
    expect(pairs.filter((pair, index) => pairs.indexOf(pair) !== index)).toEqual([]);
  });

  test('never gives a screen a key of the whole program for something else', () => {
    const global = new Set(KEYMAP.filter(({ scope }) => scope === 'global').flatMap(({ keys }) => keys));
    const own = KEYMAP.filter(({ scope }) => ROUTES.some(({ id }) => id === scope));
    expect(own.filter(({ keys }) => keys.some((key) => global.has(key))).map(({ action }) => action)).toEqual([]);
    for (const { keys, action } of own) for (const key of keys) expect(action).toMatch(SAME_EVERYWHERE[key] ?? /./);
  });

  test('says what every key does, and every word of the bar is short', () => {
    expect(KEYMAP.filter(({ help }) => help.length < 4).map(({ action }) => action)).toEqual([]);
    expect(KEYMAP.filter(({ bar }) => (bar?.length ?? 0) > 12).map(({ action }) => action)).toEqual([]);
    // At 60 columns, behind the key: nothing of the help is cut off on the smallest screen.
    expect(KEYMAP.filter(({ help }) => help.length > 60 - 12).map(({ help }) => help)).toEqual([]);
  });

  test.each(ROUTES.map(({ id }) => id))('on %s the bar ends with ? help', (screen) => {
    const bar = entriesOf(scopesOf(screen, 'list')).filter(({ bar: word }) => word !== undefined);
    expect(bar.at(-1)).toMatchObject({ shown: '?', bar: 'help' });
    expect(bar.length).toBeGreaterThan(2);
  });

  test('the nearest scope wins', () => {
    expect(entryFor('n', scopesOf('pods', 'list'))?.action).toBe('pods.namespace');
    expect(entryFor('n', scopesOf('pods', 'text'))?.action).toBe('text.next');
    expect(entryFor('q', scopesOf('pods', 'text'))?.action).toBe('back');
    expect(entryFor('q', scopesOf('pods', 'list'))?.action).toBe('quit');
    expect(entryFor('Z', scopesOf('pods', 'list'))).toBeUndefined();
  });

  test('a key that a nearer scope has taken is listed once', () => {
    const shown = entriesOf(scopesOf('pods', 'text')).filter(({ keys }) => keys.includes('q'));
    expect(shown.map(({ action }) => action)).toEqual(['back']);
  });
});
