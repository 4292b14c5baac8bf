import type { StepEvent } from '../informer/index.ts';
import type { Journey } from './pipeline-snapshot.ts';

/** Steps of one journey that are kept: an object that changes while popping is paused gathers many. */
const LONGEST = 200;

/**
 * The events of one key, oldest first, as the journeys that the key made.
 *
 * A change that comes before the last one was popped travels with it, as its deltas do. From step 7 on only the key is
 * known: those steps belong to the newest journey that has reached the handlers.
 */
export function journeysOf(key: string, events: Iterable<StepEvent>): Journey[] {
  const journeys: { steps: StepEvent[]; furthest: number }[] = [];
  for (const event of events) {
    const newest = journeys.at(-1);
    let journey = newest;
    if (event.step === 1 && (newest === undefined || newest.furthest >= 3)) journey = undefined;
    else if (event.step >= 7) journey = journeys.findLast(({ furthest }) => furthest >= 6) ?? newest;
    if (journey === undefined) {
      journey = { steps: [], furthest: 0 };
      journeys.push(journey);
    }
    if (journey.steps.length < LONGEST) journey.steps.push(event);
    journey.furthest = Math.max(journey.furthest, event.step);
  }
  return journeys.map(({ steps }) => ({ key, startedAt: (steps[0] as StepEvent).at, steps }));
}
