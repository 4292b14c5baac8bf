import type { ResourceEventHandler } from '../informer/index.ts';
import type { Faults } from './faults.ts';

/** The same handler, slow or throwing as often as is armed for its name. */
export function faultyHandler<T>(
  name: string,
  handler: ResourceEventHandler<T>,
  faults: Faults,
): ResourceEventHandler<T> {
  const through = (handle: () => void | Promise<void>): void | Promise<void> => {
    if (faults.throwsInHandler(name)) throw new Error(`the handler ${name} threw (a fault of the teaching mode)`);
    const slowness = faults.slowness(name);
    return slowness === undefined ? handle() : slowness.then(() => handle());
  };
  return {
    onAdd: (object, isInInitialList) => through(() => handler.onAdd?.(object, isInInitialList)),
    onUpdate: (old, now) => through(() => handler.onUpdate?.(old, now)),
    onDelete: (object) => through(() => handler.onDelete?.(object)),
  };
}
