import { describe, expect, test } from 'vitest';
import { THEME_NAMES } from '../../../screens/theme.ts';
import { KpiError } from '../../../src/flow/index.ts';
import { HOSTILE_PODS, SAMPLE_NOW, SAMPLE_PODS } from '../../support/sample-pods.ts';
import { openScreens, type ScreensOptions } from '../../support/screens.ts';
import { ScriptedPods } from '../../support/scripted-pods.ts';

const open = (options: ScreensOptions = {}) =>
  openScreens({ screen: 'pods', pods: new ScriptedPods(SAMPLE_PODS), ...options });

const CART = {
  '/api/v1/namespaces/shop/pods/cart-6c9f7d8b5-x2k9q': {
    metadata: {
      name: 'cart-6c9f7d8b5-x2k9q',
      namespace: 'shop',
      labels: { app: 'cart' },
      creationTimestamp: '2026-11-25T07:00:00Z',
    },
    spec: {
      serviceAccountName: 'cart',
      containers: [
        { name: 'app', image: 'registry.example/cart:1.4', resources: { limits: { memory: '256Mi' } } },
        { name: 'proxy', image: 'registry.example/proxy:2' },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'ContainersNotReady',
          message: 'containers with unready status: [app]',
          lastTransitionTime: '2026-11-25T09:57:50Z',
        },
      ],
      containerStatuses: [
        {
          name: 'app',
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-11-25T09:57:50Z' } },
        },
        { name: 'proxy', ready: true, restartCount: 0, state: { running: { startedAt: '2026-11-25T07:00:00Z' } } },
      ],
    },
  },
  '/api/v1/namespaces/shop/events': {
    items: [
      {
        type: 'Warning',
        reason: 'BackOff',
        message: 'Back-off restarting failed container app',
        count: 31,
        lastTimestamp: '2026-11-25T09:58:00Z',
      },
    ],
  },
};

describe('the pods screen', () => {
  test.each([
    [80, 24],
    [60, 15],
    [120, 40],
    [200, 50],
  ])('at %dx%d', async (cols, rows) => {
    const screens = await open({ cols, rows, documents: CART });
    await screens.run(500);
    screens.matches(`pods/list.${cols}x${rows}`);
    expect(screens.grid().style).toEqual(screens.wanted().style);
  });

  test.each(THEME_NAMES)('in the theme %s', async (theme) => {
    const screens = await open({ theme });
    screens.matches(`pods/list-${theme}.80x24`);
  });

  test.each(['mono', '16', '256'] as const)('with colours lowered to %s', async (depth) => {
    const screens = await open({ depth });
    screens.matches(`pods/list-depth-${depth}.80x24`);
  });

  test('in ASCII holds nothing but ASCII', async () => {
    const screens = await open({ ascii: true });
    screens.matches('pods/list-ascii.80x24');
    expect([...screens.text()].filter((letter) => letter > '~').join('')).toBe('');
  });

  test('while it lists', async () => {
    const pods = new ScriptedPods(SAMPLE_PODS);
    pods.list = () => new Promise(() => {});
    const screens = await open({ pods });
    screens.matches('pods/listing.80x24');
  });

  test('without any pod', async () => {
    const screens = await open({ pods: new ScriptedPods() });
    screens.matches('pods/empty.80x24');
  });

  test('without a kubeconfig says what to do', async () => {
    const openError = new KpiError('KUBE_CONFIG_MISSING', 'there is no kubeconfig', {
      hint: 'Give one with --kubeconfig FILE, or look around with --demo.',
    });
    const screens = await open({ openError });
    await screens.run(1000);
    screens.matches('pods/no-kubeconfig.80x24');
  });

  test('when the cluster is away keeps the old rows, dim, below the reason', async () => {
    const pods = new ScriptedPods(SAMPLE_PODS);
    const screens = await open({ pods });
    pods.breakWith({ kind: 'refused' });
    await screens.run(5000);
    screens.matches('pods/stale.80x24');
    expect(screens.text()).toMatch(/stale .* retry in/);
  });

  test('in detail', async () => {
    const screens = await open({ documents: CART });
    await screens.press('Enter');
    await screens.run(500);
    screens.matches('pods/detail.80x24');
  });

  test('with names that would harm a terminal shows them and obeys none', async () => {
    const screens = await open({ pods: new ScriptedPods(HOSTILE_PODS) });
    screens.matches('pods/hostile.80x24');
    expect(screens.text()).toContain('␛[2J');
    await screens.press('Enter');
    await screens.run(500);
    expect(screens.lines()[23]).toContain('? help');
    expect(screens.grid().text).toEqual(screens.wanted().text);
  });
});

test('the clock of the samples is the clock of the screens', async () => {
  const screens = await open();
  expect(Math.abs(screens.clock.now() - SAMPLE_NOW)).toBeLessThan(5000);
});
