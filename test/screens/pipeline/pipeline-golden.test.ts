import { describe, expect, test } from 'vitest';
import { THEME_NAMES } from '../../../screens/theme.ts';
import { KpiError } from '../../../src/flow/index.ts';
import { HOSTILE_PODS, SAMPLE_PODS } from '../../support/sample-pods.ts';
import { openScreens, type Screens, type ScreensOptions } from '../../support/screens.ts';
import { ScriptedPods } from '../../support/scripted-pods.ts';

const SIZES = [
  [80, 24],
  [60, 15],
  [80, 50],
  [120, 40],
  [200, 50],
] as const;

/** The pipeline of the sample pods, after some changes: one pod changed twice, one is gone. */
async function open(options: ScreensOptions = {}): Promise<Screens> {
  const pods = options.pods ?? new ScriptedPods(SAMPLE_PODS);
  const screens = await openScreens({ screen: 'pods', ...options, pods });
  await screens.press('p');
  const [first, second, third] = SAMPLE_PODS as [
    (typeof SAMPLE_PODS)[0],
    (typeof SAMPLE_PODS)[0],
    (typeof SAMPLE_PODS)[0],
  ];
  pods.put(first);
  await screens.run(1_000);
  pods.put(first);
  pods.delete(third);
  pods.put(second);
  await screens.run(300);
  return screens;
}

describe('the pipeline', () => {
  test.each(SIZES)('at %dx%d', async (cols, rows) => {
    (await open({ cols, rows })).matches(`pipeline/steps.${cols}x${rows}`);
  });

  test.each(THEME_NAMES)('in the theme %s', async (theme) => {
    (await open({ theme })).matches(`pipeline/steps-${theme}.80x24`);
  });

  test('in ASCII', async () => {
    const screens = await open({ ascii: true, cols: 120, rows: 40 });
    screens.matches('pipeline/steps-ascii.120x40');
    expect(screens.text()).toMatch(/^[ -~\n]*$/);
  });

  test.each([
    [80, 24],
    [120, 40],
  ] as const)('with the pop held and faults armed, at %dx%d', async (cols, rows) => {
    const pods = new ScriptedPods(SAMPLE_PODS);
    const screens = await open({ cols, rows, pods });
    await screens.press('Space');
    for (const pod of [...SAMPLE_PODS.slice(0, 3), ...SAMPLE_PODS.slice(0, 2)]) pods.put(pod);
    await screens.press('f');
    await screens.type('fail 3');
    await screens.press('Enter');
    await screens.run(2_000);
    screens.matches(`pipeline/held.${cols}x${rows}`);
  });

  test('with keys that wait for their retries', async () => {
    const pods = new ScriptedPods(SAMPLE_PODS);
    const screens = await open({ cols: 120, rows: 40, pods });
    await screens.press('w');
    await screens.type('fast-slow');
    await screens.press('Enter', 'f');
    await screens.type('fail 6');
    await screens.press('Enter');
    pods.put(SAMPLE_PODS[0] as (typeof SAMPLE_PODS)[0]);
    await screens.run(1_000);
    screens.matches('pipeline/retries.120x40');
  });

  test('while the server is away', async () => {
    const pods = new ScriptedPods(SAMPLE_PODS);
    const screens = await open({ pods });
    pods.breakWith({ kind: 'refused' });
    await screens.run(400);
    screens.matches('pipeline/away.80x24');
  });

  test('while the first list comes in', async () => {
    const pods = new ScriptedPods(SAMPLE_PODS);
    pods.hold();
    const screens = await openScreens({ screen: 'pods', pods });
    await screens.press('p');
    screens.matches('pipeline/listing.80x24');
  });

  test('without a cluster', async () => {
    const screens = await openScreens({
      screen: 'pods',
      openError: new KpiError('KUBE_UNREACHABLE', 'Nothing answers at https://pi-1:6443.', { hint: 'Is it on?' }),
    });
    await screens.press('p');
    screens.matches('pipeline/no-cluster.80x24');
  });

  test('explains the focused part', async () => {
    const screens = await open();
    await screens.press('Tab', 'i');
    screens.matches('pipeline/explained.80x24');
  });

  test('never shows what is planted in names', async () => {
    const screens = await openScreens({ screen: 'pods', cols: 120, rows: 40, pods: new ScriptedPods(HOSTILE_PODS) });
    await screens.press('p', 'J');
    screens.matches('pipeline/hostile.120x40');
  });
});
