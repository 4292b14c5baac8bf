import { expect, test } from 'vitest';
import { SAMPLE_PODS } from '../../support/sample-pods.ts';
import { openScreens, type Screens } from '../../support/screens.ts';
import { ScriptedPods } from '../../support/scripted-pods.ts';

type Sample = (typeof SAMPLE_PODS)[number];
const POD = SAMPLE_PODS[0] as Sample;

async function open(size: { cols?: number; rows?: number } = {}): Promise<{ screens: Screens; pods: ScriptedPods }> {
  const pods = new ScriptedPods(SAMPLE_PODS);
  const screens = await openScreens({ screen: 'pods', ...size, pods });
  await screens.press('p');
  await screens.run(300);
  return { screens, pods };
}

const choose = async (screens: Screens, key: string, name: string): Promise<void> => {
  await screens.press(key);
  await screens.type(name);
  await screens.press('Enter');
};

test('Space holds the pop, a full stop pops one key with all its deltas, Space lets it go on', async () => {
  const { screens, pods } = await open({ cols: 120, rows: 40 });
  await screens.press('.');
  expect(screens.text()).toContain('the pop is not held; Space holds it');
  await screens.press('Space');
  pods.put(POD);
  pods.put(POD);
  pods.put(SAMPLE_PODS[1] as Sample);
  await screens.run(300);
  expect(screens.text()).toContain('DeltaFIFO  2 keys');
  expect(screens.text()).toContain('Updated Updated');
  await screens.press('.');
  await screens.run(300);
  expect(screens.text()).toContain('DeltaFIFO  1 key');
  await screens.press('Space');
  await screens.run(300);
  expect(screens.text()).toContain('DeltaFIFO  0 keys');
  expect(screens.text()).not.toContain('pop held');
});

test('leaving the view takes the faults back, and the list goes on', async () => {
  const { screens, pods } = await open();
  await screens.press('Space');
  await choose(screens, 'f', 'pause the workers');
  expect(screens.text()).toContain('2 faults armed');
  expect(screens.text().split('\n')[0]).toContain('FAULT pausePop +1');
  await screens.press('Escape');
  expect(screens.text()).toContain('2 faults are taken back');
  pods.delete(POD);
  await screens.run(300);
  expect(screens.text()).toContain(`${SAMPLE_PODS.length - 1} pods`);
  expect(screens.text()).not.toContain('FAULT');
});

test('another tab takes them back too', async () => {
  const { screens } = await open();
  await screens.press('Space', '0', '2');
  await screens.run(300);
  expect(screens.text()).not.toContain('pop held');
  expect(screens.text()).toContain('API server');
});

test('a 410 in the watch is followed by a back-off and a relist', async () => {
  const { screens, pods } = await open();
  await choose(screens, 'f', '410 in an event');
  pods.put(POD);
  await screens.run(300);
  expect(screens.text()).toMatch(/list 1 +watch 1 +410 1/);
  expect(screens.text()).toMatch(/backoff \S+, /);
  await screens.run(2_000);
  expect(screens.text()).toMatch(/list 2 +watch 2 +410 1/);
});

test('a handler that throws is named, and nobody else stops', async () => {
  const { screens, pods } = await open();
  await choose(screens, 'f', 'throw in handler');
  pods.put(POD);
  await screens.run(1_200);
  expect(screens.text()).toMatch(/6 handlers .* controller threw 1/);
  expect(screens.text()).toContain('handler controller threw');
  pods.delete(POD);
  await screens.press('Escape');
  await screens.run(300);
  expect(screens.text()).toContain(`${SAMPLE_PODS.length - 1} pods`);
});

test('a handler that takes long is named, and only its own notifications wait', async () => {
  const { screens, pods } = await open({ cols: 120, rows: 40 });
  await choose(screens, 'f', 'slow handler');
  for (const pod of SAMPLE_PODS.slice(0, 4)) pods.put(pod as Sample);
  await screens.run(300);
  expect(screens.text()).toMatch(/6 handlers .* controller takes \d+ms/);
  expect(screens.text()).toMatch(/pod-table +pending 0$/m);
  expect(screens.text()).toMatch(/controller +pending 3 /);
});

test('workers and limiter change while they run', async () => {
  const { screens } = await open();
  expect(screens.text()).toContain('2 workers');
  await choose(screens, 'w', '8 workers');
  await choose(screens, 'w', 'limiter bucket');
  await screens.run(300);
  expect(screens.text()).toContain('8 workers');
  expect(screens.text()).toContain('limiter bucket');
});

test('the selected pod is followed; J follows another', async () => {
  const { screens, pods } = await open();
  expect(screens.text()).toMatch(/journey of \S+\/\S+/);
  pods.put(SAMPLE_PODS[2] as Sample);
  await screens.run(300);
  const { name, namespace } = (SAMPLE_PODS[2] as Sample).metadata;
  await choose(screens, 'J', name);
  await screens.run(300);
  expect(screens.text()).toContain(`journey of ${namespace}/${name}`);
  expect(screens.text()).toMatch(/1 \+0\.00 .* 9 \+/);
});

test('Tab goes through the parts, keys scroll the one that has the focus, i explains it', async () => {
  const { screens } = await open();
  await screens.press('Space', 'Space', 'Space', 'Space');
  for (let part = 0; part < 3; part++) await screens.press('Tab');
  await screens.press('g');
  expect(screens.text()).toMatch(/time line {2}1-\d of \d/);
  await screens.press('G', 'i');
  expect(screens.text()).toContain('The time line');
  await screens.press('Escape');
  expect(screens.text()).toContain('API server');
});

test('the metrics are copied as Prometheus text', async () => {
  const { screens } = await open();
  await screens.press('c');
  expect(screens.copied.at(-1)).toMatch(/^workqueue_depth\{name="controller"\} 0$/m);
  expect(screens.copied.at(-1)).toMatch(/^reflector_lists_total\{name="pods"\} 1$/m);
});

test("the overview's tile tells of it and opens it", async () => {
  const pods = new ScriptedPods(SAMPLE_PODS);
  const screens = await openScreens({ screen: 'overview', pods });
  pods.put(POD);
  await screens.run(1_500);
  expect(screens.text()).toMatch(/2 p pipeline [ ─]+0\.\d\/s/);
  await screens.press('Right', 'Enter');
  await screens.run(300);
  expect(screens.text()).toContain('API server');
});

test.each([
  ['410 to the next list', /list 2 +watch 2 +410 2/],
  ['410 to the next watch', /list 2 +watch 2 +410 1/],
  ['refuse 3 watches', /list 1 +watch 2 +410 0/],
  ['429 to 3 watches', /list 1 +watch 2 +410 0/],
] as const)('%s: the pipeline comes back by itself', async (fault, figures) => {
  const { screens, pods } = await open();
  await choose(screens, 'f', fault);
  await screens.run(20_000);
  expect(screens.text()).toMatch(figures);
  expect(screens.text()).not.toContain('FAULT');
  pods.delete(POD);
  await screens.run(300);
  expect(screens.text()).toContain(`${SAMPLE_PODS.length - 1} objects`);
});

test('the palette opens it from any screen', async () => {
  const screens = await openScreens({ screen: 'overview', pods: new ScriptedPods(SAMPLE_PODS) });
  await screens.press(':');
  await screens.type('pipeline');
  await screens.press('Enter');
  await screens.run(300);
  expect(screens.text()).toContain('API server');
  await screens.press('Escape');
  expect(screens.text()).toContain('NAMESPACE');
});
