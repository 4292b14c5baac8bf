import type { PodSession, PodSnapshot } from '../../src/pods/index.ts';

/**
 * The snapshot that the truth line is made from. While only pods change it stays as it is until it is renewed, once a second:
 * else each frame of a busy cluster would be a commit of React, for counts that nobody can read so fast.
 */
export class SteadySnapshot {
  #session: PodSession | undefined;
  #key: string | undefined;
  #snapshot: PodSnapshot | undefined;

  /** The next one read is the newest. */
  renew(): void {
    this.#key = undefined;
  }

  /** `chosen` is what a person has chosen to see; when it or the state of the sync is another, so is the snapshot. */
  read(session: PodSession | undefined, chosen: string): PodSnapshot | undefined {
    const snapshot = session?.view.getSnapshot();
    const key = `${syncText(snapshot)} ${chosen}`;
    if (key !== this.#key || session !== this.#session) {
      this.#session = session;
      this.#key = key;
      this.#snapshot = snapshot;
    }
    return this.#snapshot;
  }
}

/** How near to the truth the rows are, without what moves with every event. */
export function syncText(snapshot: PodSnapshot | undefined): string {
  if (snapshot === undefined) return '';
  const { sync, hasSynced } = snapshot;
  return `${sync.kind === 'listing' ? sync.received : sync.kind} ${hasSynced}`;
}
