import { describe, expect, test } from 'vitest';
import { matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from '../../../src/kube/index.ts';

const labels = { app: 'web', tier: 'front', n: '5', empty: '' };
const label = (text: string): boolean | string => {
  const result = parseLabelSelector(text);
  return result.kind === 'error' ? result.message : matchesLabels(result.value, labels);
};

describe('a label selector', () => {
  test.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app = web , tier=front', true],
    ['app=web,tier=back', false],
    ['app!=web', false],
    ['none!=web', true],
    ['app', true],
    ['none', false],
    ['!none', true],
    ['! app', false],
    ['app in (web, cart)', true],
    ['app in (cart),tier', false],
    ['app notin (cart)', true],
    ['none notin (cart)', true],
    ['empty=', true],
    ['app=', false],
    ['n>4', true],
    ['n>5', false],
    ['n<6', true],
    ['app>1', false],
    ['constructor', false],
  ])('%s: %s', (text, matches) => {
    expect(label(text)).toBe(matches);
  });

  test.each(['app=web,', '=web', 'a b', 'app=we b', 'n>x', 'app=-x', 'app in web', `app=${'x'.repeat(64)}`])(
    'refuses %s',
    (text) => {
      expect(label(text)).toMatch(/is no|is not/);
    },
  );

  test('takes keys with a prefix', () => {
    const result = parseLabelSelector('app.kubernetes.io/name=web');
    expect(result).toEqual({ kind: 'parsed', value: [{ op: 'in', key: 'app.kubernetes.io/name', values: ['web'] }] });
  });
});

describe('a field selector', () => {
  const fields: Record<string, string> = { 'status.phase': 'Running', 'spec.nodeName': '', x: 'a,b' };
  test.each([
    ['', true],
    ['status.phase=Running', true],
    ['status.phase==Running,spec.nodeName=', true],
    ['status.phase!=Running', false],
    ['spec.nodeName!=', false],
    ['unknown=', true],
    ['x=a\\,b', true],
  ])('%s: %s', (text, matches) => {
    const result = parseFieldSelector(text);
    expect(result.kind === 'parsed' && matchesFields(result.value, (name) => fields[name] ?? '')).toBe(matches);
  });

  test('refuses what has no comparison', () => {
    expect(parseFieldSelector('status.phase')).toMatchObject({
      kind: 'error',
      message: expect.stringContaining("can't understand"),
    });
  });
});
