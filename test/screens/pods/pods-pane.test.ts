import { describe, expect, test } from 'vitest';
import { SAMPLE_PODS } from '../../support/sample-pods.ts';
import { openScreens, type Screens, type ScreensOptions } from '../../support/screens.ts';
import { ScriptedPods } from '../../support/scripted-pods.ts';
import { madePod } from '../../support/wire-pod.ts';

const open = (options: ScreensOptions = {}) =>
  openScreens({ screen: 'pods', pods: new ScriptedPods(SAMPLE_PODS), ...options });

/** Names in the list from top to bottom. */
const names = (screens: Screens): string[] =>
  screens
    .lines()
    .slice(3, 16)
    .map((row) => /^[▌ ] \S+ +(\S+) +\d\/\d/.exec(row)?.[1] ?? '')
    .filter((name) => name !== '');

const selected = (screens: Screens): string => /^▌ \S+ +(\S+)/m.exec(screens.text())?.[1] ?? '';

describe('rows', () => {
  test('what needs a look stands first, then namespace and name', async () => {
    const screens = await open();
    expect(names(screens).slice(0, 4)).toEqual([
      'cart-6c9f7d8b5-x2k9q',
      'pay-58b9d7c6f4-jq8zz',
      'coredns-5d…69d-kx7ql',
      'etcd-pi-1',
    ]);
  });

  test('a pod that is made, changed and deleted appears, changes and goes within a frame', async () => {
    const screens = await open();
    const pod = madePod({ metadata: { namespace: 'aaa', name: 'newcomer', uid: 'n' } });
    screens.pods.put(pod);
    await screens.run(100);
    expect(screens.text()).toContain('newcomer');
    screens.pods.put(
      madePod({
        metadata: { namespace: 'aaa', name: 'newcomer', uid: 'n' },
        status: { phase: 'Failed', reason: 'Evicted' },
      }),
    );
    await screens.run(100);
    expect(screens.text()).toMatch(/newcomer .*× Evicted/);
    screens.pods.delete(pod);
    await screens.run(100);
    expect(screens.text()).not.toContain('newcomer');
  });

  test('the selected pod stays selected when rows come before it', async () => {
    const screens = await open();
    await screens.press('Down', 'Down', 'Down');
    const before = selected(screens);
    screens.pods.put(madePod({ metadata: { namespace: 'aaa', name: 'first', uid: 'f' } }));
    await screens.run(100);
    expect(names(screens)).toContain('first');
    expect(selected(screens)).toBe(before);
  });

  test('when the selected pod goes, what comes to its place is selected', async () => {
    const screens = await open();
    await screens.press('Down', 'Down', 'Down');
    const next = names(screens)[4];
    const gone = SAMPLE_PODS.find(({ metadata }) => metadata.name === selected(screens));
    if (gone !== undefined) screens.pods.delete(gone);
    await screens.run(100);
    expect(selected(screens)).toBe(next);
  });

  test('a changed cell is bold for a second', async () => {
    const screens = await open();
    const web = SAMPLE_PODS.find(({ metadata }) => metadata.name === 'web-7d9c5b6f4-z9kkq');
    if (web === undefined) throw new Error('the sample has lost a pod');
    screens.pods.put({ ...web, restarts: 5 });
    await screens.run(100);
    const y = screens.lines().findIndex((row) => row.includes('z9kkq'));
    const styleAt = () => screens.grid().style[y * 80 + 72];
    const loud = styleAt();
    await screens.run(2500);
    expect(styleAt()).not.toBe(loud);
  });
});

describe('keys', () => {
  test('s goes through the columns and marks the sorted one, S reverses', async () => {
    const screens = await open();
    await screens.press('s', 's');
    expect(screens.lines()[2]).toContain('NAME↑');
    const ascending = names(screens);
    expect(ascending).toEqual(ascending.toSorted());
    await screens.press('S');
    expect(screens.lines()[2]).toContain('NAME↓');
    expect(names(screens)).toEqual(ascending.toReversed());
  });

  test('a filter narrows as one types, Enter keeps it, Esc clears it', async () => {
    const screens = await open();
    await screens.press('/');
    await screens.type('status:running');
    expect(names(screens)).toHaveLength(4);
    await screens.press('Enter');
    expect(screens.lines()[1]).toContain('4 of 8 pods /status:running');
    await screens.press('Escape');
    expect(names(screens)).toHaveLength(8);
  });

  test('a filter that cannot be used yet says why and leaves the list alone', async () => {
    const screens = await open();
    await screens.press('/');
    await screens.type('restarts:>many');
    expect(names(screens).length).toBeGreaterThan(0);
    await screens.press('Enter');
    expect(screens.lines()[22]).toContain('restarts');
  });

  test('f shows only what needs a look, and again all', async () => {
    const screens = await open();
    await screens.press('f');
    expect(names(screens)).toEqual(['cart-6c9f7d8b5-x2k9q', 'pay-58b9d7c6f4-jq8zz']);
    await screens.press('f');
    expect(names(screens)).toHaveLength(8);
  });

  test('Space holds the view still and says how much has come since', async () => {
    const screens = await open();
    await screens.press('Space');
    screens.pods.put(madePod({ metadata: { namespace: 'aaa', name: 'unseen', uid: 'x' } }));
    await screens.run(1500);
    expect(screens.text()).not.toContain('unseen');
    expect(screens.lines()[1]).toContain('paused, 1 change');
    await screens.press('Space');
    expect(screens.text()).toContain('unseen');
  });

  test('v gives the list all the room and back', async () => {
    const screens = await open();
    expect(screens.text()).toContain('─ shop/cart');
    await screens.press('v');
    expect(screens.text()).not.toContain('─ shop/cart');
    await screens.press('v');
    expect(screens.text()).toContain('─ shop/cart');
  });

  test('c sends the name to the clipboard', async () => {
    const screens = await open();
    await screens.press('c');
    expect(screens.copied).toEqual(['cart-6c9f7d8b5-x2k9q']);
    expect(screens.lines()[22]).toContain('sent to the terminal');
  });

  test('Enter opens, n finds the next match, q goes back, q again leaves', async () => {
    const screens = await open();
    await screens.press('Enter', 'q');
    expect(screens.text()).toContain('READY');
    await screens.press('q');
    expect(screens.exitCode).toBe(0);
  });

  test('a key that is impossible now is dim and says why', async () => {
    const screens = await open({ pods: new ScriptedPods() });
    await screens.press('Enter');
    expect(screens.lines()[22]).toContain('no pod is selected');
  });

  test('the namespaces of the server can be chosen', async () => {
    const documents = {
      '/api/v1/namespaces': { items: [{ metadata: { name: 'empty-one' } }, { metadata: { name: 'shop' } }] },
    };
    const screens = await open({ documents });
    await screens.press('n');
    expect(screens.text()).toContain('empty-one');
    await screens.type('empty');
    await screens.press('Enter');
    expect(screens.lines()[1]).toContain('empty-one');
  });
});

describe('mouse', () => {
  test('a click selects, a second one opens, the wheel moves', async () => {
    const screens = await open();
    await screens.click(20, 6);
    expect(selected(screens)).toBe(names(screens)[3]);
    await screens.click(20, 4);
    expect(selected(screens)).toBe('pay-58b9d7c6f4-jq8zz');
  });

  test('a click on a head sorts, on the same head reverses', async () => {
    const screens = await open();
    await screens.click(16, 2);
    expect(screens.lines()[2]).toContain('NAME↑');
    await screens.click(16, 2);
    expect(screens.lines()[2]).toContain('NAME↓');
  });

  test('a click on a tab and on the key bar does what the key does', async () => {
    const screens = await open();
    await screens.click(screens.lines()[23]?.indexOf('filter') ?? 0, 23);
    expect(screens.lines()[22]).toMatch(/^ \//);
    await screens.press('Escape');
    await screens.click(1, 0);
    expect(screens.lines()[0]).toContain('▐0 overview▌');
  });
});
