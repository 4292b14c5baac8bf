import { describe, expect, test } from 'vitest';
import { type Pod, parsePodFilter } from '../../../src/pods/index.ts';
import { madePod } from '../../support/wire-pod.ts';

const NOW = 2_000_000;
const pods: Record<string, Pod> = {
  web: {
    ...madePod({ metadata: { namespace: 'shop', name: 'web-7d9c5b6f4-8wqzt' } }),
    labels: { app: 'web', tier: 'front' },
    node: 'pi-2',
  },
  cart: {
    ...madePod({ metadata: { namespace: 'shop', name: 'cart-6c9f7d8b5-x2k9q' } }),
    labels: { app: 'cart' },
    status: 'CrashLoopBackOff',
    restarts: 7,
    ready: 0,
    why: 'OOMKilled, exit 137',
    lookFrom: 0,
  },
  dns: { ...madePod({ metadata: { namespace: 'kube-system', name: 'coredns-x' } }), createdAt: NOW - 60_000 },
};
const matching = (text: string): string => {
  const filter = parsePodFilter(text);
  if (filter.kind === 'error') return `error: ${filter.message}`;
  return Object.keys(pods)
    .filter((name) => filter.matches(pods[name] as Pod, NOW))
    .join(' ');
};

describe('a filter', () => {
  test.each([
    { text: '', rows: 'web cart dns' },
    { text: 'WEB', rows: 'web' },
    { text: 'shop/', rows: 'web cart' },
    { text: 'pi-2', rows: 'web' },
    { text: 'oom', rows: 'cart' },
    { text: '!web', rows: 'cart dns' },
    { text: '!', rows: 'web cart dns' },
    { text: '/^shop.c/', rows: 'cart' },
    { text: '/c[ao]r', rows: 'cart dns' },
    { text: '!/c[ao]r/', rows: 'web' },
    { text: '/shop web/', rows: '' },
    { text: '~shwb', rows: 'web' },
    { text: '-l app=web', rows: 'web' },
    { text: '-l app!=web', rows: 'cart dns' },
    { text: '-l app in (web, cart),tier', rows: 'web' },
    { text: '-l !app', rows: 'dns' },
    { text: '!-l app', rows: 'dns' },
    { text: 'status:running', rows: 'web dns' },
    { text: 'status:running ns:shop', rows: 'web' },
    { text: 'ns:shop !status:crash', rows: 'web' },
    { text: 'ready:0/1', rows: 'cart' },
    { text: 'restarts:>3', rows: 'cart' },
    { text: 'restarts:0', rows: 'web dns' },
    { text: 'why:oomk', rows: 'cart' },
    { text: 'age:<2m', rows: 'dns' },
    { text: 'faults', rows: 'cart' },
    { text: '!faults shop', rows: 'web' },
    { text: 'status:', rows: 'web cart dns' },
    { text: '10.244.0.9', rows: 'web cart dns' },
    { text: 'fd00::1', rows: '' },
  ])('"$text" keeps $rows', ({ text, rows }) => {
    expect(matching(text)).toBe(rows);
  });

  test.each([
    { text: '/(/', message: /regular expression/i },
    { text: 'stats:x', message: /there is no column stats; did you mean status/ },
    { text: 'colour:red', message: /there is no column colour; there are namespace name/ },
    { text: 'restarts:many', message: /write a number/ },
    { text: 'age:5m', message: /write < or >/ },
    { text: '-l', message: /label selector follows/ },
    { text: '-l a=b=c', message: /is no label value/ },
  ])('"$text" is an error that says what is wrong', ({ text, message }) => {
    expect(matching(text)).toMatch(message);
  });

  test('knows whether time alone can change what matches', () => {
    expect(
      ['age:<2m', 'web', 'web age:>1h'].map((text) => (parsePodFilter(text) as { isTimed: boolean }).isTimed),
    ).toEqual([true, false, true]);
  });
});
