import { type Clock, wait } from '../flow/index.ts';

const LOOK_EVERY_MS = 100;

/** Looks every 100 ms, first at once; true when all have synced before the signal came. */
export async function waitForCacheSync(
  clock: Clock,
  signal: AbortSignal,
  ...synced: (() => boolean)[]
): Promise<boolean> {
  while (!signal.aborted) {
    if (synced.every((hasSynced) => hasSynced())) return true;
    await wait(clock, LOOK_EVERY_MS, signal);
  }
  return false;
}
