import { type ExampleController, type Faults, LIMITER_NAMES, type PipelineSnapshot } from '../../src/pipeline/index.ts';
import type { PaletteItem } from '../ui/palette.ts';

/** What is armed with one choice: often enough to be seen, few enough to be over soon. */
const REFUSALS = 3;
const SLOW_MS = 500;
const SLOW_TIMES = 10;
const THROWS = 3;
/** client-go's examples retry five times: three failures are got over, six drop the key. */
const FAILURES = [3, 6] as const;
/** The handlers of the example controller are named so. */
const CONTROLLER = 'controller';
/** Of whichever key comes first. */
const ANY_KEY = '*';
const WORKER_COUNTS = [1, 2, 3, 4, 8, 16];

/** The faults of the teaching mode, each with what will be seen. */
export function faultItems(faults: Faults, snapshot: PipelineSnapshot): readonly PaletteItem[] {
  return [
    ...(snapshot.faults.length === 0
      ? []
      : [{ label: 'take all faults back', detail: 'and let everything run', run: () => faults.disarmAll() }]),
    {
      label: 'drop the watch',
      detail: 'reopened at once from the last version, no list',
      run: () => faults.dropWatch(),
    },
    {
      label: '410 in an event of the watch',
      detail: 'back-off, then a list at the last version',
      run: () => faults.goneOn('event'),
    },
    {
      label: '410 to the next watch',
      detail: 'the open one ends: error handler, back-off, list',
      run: () => faults.goneOn('watch'),
    },
    {
      label: '410 to the next list',
      detail: 'the watch gets one too: at once a list without a version',
      run: () => faults.goneOn('list'),
    },
    {
      label: `refuse ${REFUSALS} watches`,
      detail: 'growing waits, the same version, no list',
      run: () => faults.refuse(REFUSALS),
    },
    {
      label: `429 to ${REFUSALS} watches`,
      detail: 'growing waits, the same version, no list',
      run: () => faults.tooMany(REFUSALS),
    },
    // The table of the pods stays as it is: a fault in it would be a lie.
    ...snapshot.listeners
      .filter(({ name }) => name.startsWith(CONTROLLER))
      .flatMap(({ name }) => handlerItems(faults, name)),
    ...reconcileKeys(snapshot).flatMap((key) =>
      FAILURES.map((count) => ({
        label: `fail ${count} reconciles of ${key === ANY_KEY ? 'the next key' : key}`,
        detail:
          count > 5 ? 'six failures drop it out of the queue' : 'its waits grow, then it recovers and is forgotten',
        run: () => faults.failReconcile(key, count),
      })),
    ),
    workersPause(faults),
    faults.isPopPaused
      ? { label: 'let the pop go on', detail: 'Space does the same', run: () => faults.resumePop() }
      : { label: 'hold the pop', detail: 'deltas pile up per key; . pops one key', run: () => faults.pausePop() },
  ];
}

/** The key that is followed may not change for long. */
const reconcileKeys = ({ followedKey }: PipelineSnapshot): readonly string[] =>
  followedKey === undefined ? [ANY_KEY] : [followedKey, ANY_KEY];

const handlerItems = (faults: Faults, name: string): readonly PaletteItem[] => [
  {
    label: `slow handler ${name}`,
    detail: `${SLOW_MS} ms for ${SLOW_TIMES} events: only its own pending grows`,
    run: () => faults.slowHandler(name, SLOW_MS, SLOW_TIMES),
  },
  {
    label: `throw in handler ${name}`,
    detail: `${THROWS} events are skipped, a second of pause after each`,
    run: () => faults.throwInHandler(name, THROWS),
  },
];

const workersPause = (faults: Faults): PaletteItem =>
  faults.areWorkersPaused
    ? { label: 'let the workers go on', detail: 'the queue drains', run: () => faults.resumeWorkers() }
    : {
        label: 'pause the workers',
        detail: 'depth grows to the number of distinct keys',
        run: () => faults.pauseWorkers(),
      };

/** Worker count, limiter and pause of the example controller, changed while it runs. */
export function workerItems(
  controller: Pick<ExampleController<never>, 'setWorkers' | 'setLimiter'>,
  faults: Faults,
  snapshot: PipelineSnapshot,
): readonly PaletteItem[] {
  const { controller: state } = snapshot;
  const now = (present: boolean, what: string): string => (present ? 'as it is now' : what);
  const limiter = state.kind === 'off' ? undefined : state.limiter;
  return [
    ...WORKER_COUNTS.map((count) => ({
      label: `${count} ${count === 1 ? 'worker' : 'workers'}`,
      detail: now(state.kind !== 'off' && state.workers === count, 'a key is never with two of them'),
      run: () => controller.setWorkers(count),
    })),
    ...LIMITER_NAMES.map((name) => ({
      label: `limiter ${name}`,
      detail: now(limiter === name, LIMITER_WORDS[name]),
      run: () => controller.setLimiter(name),
    })),
    workersPause(faults),
  ];
}

const LIMITER_WORDS: Readonly<Record<(typeof LIMITER_NAMES)[number], string>> = {
  controller: '5 ms·2^n up to 1000 s, and 10 a second after the first 100',
  item: '1 ms·2^n up to 1000 s, each key for itself',
  'fast-slow': 'three tries after 5 ms, then 5 s each',
  bucket: '50 a second after the first 300, all keys together',
  'max-wait': 'as controller, at most 1 s',
};

/** The keys that changed last, to be followed. */
export const journeyItems = (snapshot: PipelineSnapshot, follow: (key: string) => void): readonly PaletteItem[] =>
  snapshot.recentKeys.map((key) => ({
    label: key,
    detail: key === snapshot.followedKey ? 'followed now' : 'follow its next change',
    run: () => follow(key),
  }));
