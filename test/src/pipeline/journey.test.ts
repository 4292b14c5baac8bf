import { expect, test } from 'vitest';
import type { StepEvent } from '../../../src/informer/index.ts';
import { journeysOf } from '../../../src/pipeline/journey.ts';

/** `1@8`: step 1 of version 8; the steps from 7 on have no version. */
function event(text: string, at: number): StepEvent {
  const [step, resourceVersion] = text.split('@');
  return { step: Number(step), key: 'ns/a', at, ...(resourceVersion && { resourceVersion }) } as unknown as StepEvent;
}

const textOf = (step: StepEvent): string =>
  'resourceVersion' in step ? `${step.step}@${step.resourceVersion}` : `${step.step}`;

test.each([
  { name: 'nothing', events: '', journeys: [] },
  { name: 'one way', events: '1@8 2@8 3@8 4@8 5@8 6@8 7 8 9', journeys: ['1@8 2@8 3@8 4@8 5@8 6@8 7 8 9'] },
  { name: 'one that began before the ring', events: '5@8 6@8 7', journeys: ['5@8 6@8 7'] },
  { name: 'two, one after the other', events: '1@8 2@8 3@8 1@9 2@9 3@9', journeys: ['1@8 2@8 3@8', '1@9 2@9 3@9'] },
  {
    name: 'a change that waits with the one before travels with it',
    events: '1@8 2@8 1@9 2@9 3@9 4@8 4@9',
    journeys: ['1@8 2@8 1@9 2@9 3@9 4@8 4@9'],
  },
  {
    name: 'the worker reads for the change that has reached the handlers',
    events: '1@8 2@8 3@8 4@8 5@8 6@8 1@9 2@9 7 8 9 3@9 4@9 5@9 6@9 7',
    journeys: ['1@8 2@8 3@8 4@8 5@8 6@8 7 8 9', '1@9 2@9 3@9 4@9 5@9 6@9 7'],
  },
  { name: 'a retry of a key that nothing else is known of', events: '7 8 9', journeys: ['7 8 9'] },
])('$name', ({ events, journeys }) => {
  const given = events === '' ? [] : events.split(' ').map(event);
  const made = journeysOf('ns/a', given);
  expect(made.map(({ steps }) => steps.map(textOf).join(' '))).toEqual(journeys);
  for (const { startedAt, steps } of made) expect(startedAt).toBe(steps[0]?.at);
});

test('a journey that gathers steps for ever keeps the first of them', () => {
  const events = Array.from({ length: 1_000 }, (_, index) => event(index % 2 === 0 ? '1@8' : '2@8', index));
  expect(journeysOf('ns/a', events).map(({ steps }) => steps.length)).toEqual([200]);
});
