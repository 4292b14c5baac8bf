/** How long a socket rests: well below a frame of the screen, and some four events of a busy cluster. */
const REST_MS = 25;
/** Turns of reading that may follow each other without a rest: an answer of a few pieces never waits. */
const FREE_TURNS = 8;
/** A turn that brings as much has not emptied the socket: reading goes on. */
const BUSY_TURN_BYTES = 32 * 1024;

/**
 * When a socket that brings small pieces in quick succession is left alone for a moment.
 *
 * Each event of a watch is a TLS record, and waking up for it costs more than reading it. A token bucket (one turn per
 * REST_MS, FREE_TURNS at once) tells a stream of events from an answer; the kernel's buffer keeps what comes meanwhile.
 */
export class ReadPace {
  #level = 0;
  #lastTurnAt = Number.NEGATIVE_INFINITY;

  /** Milliseconds to rest (0: none) after a turn of the event loop at `now` (ms) that brought `bytes`. */
  restAfter(now: number, bytes: number): number {
    this.#level = Math.max(0, this.#level - (now - this.#lastTurnAt) / REST_MS) + 1;
    this.#lastTurnAt = now;
    if (this.#level <= FREE_TURNS) return 0;
    // What is owed does not grow without end: after a busy stretch a quiet socket is soon read at once again.
    this.#level = FREE_TURNS + 1;
    return bytes >= BUSY_TURN_BYTES ? 0 : REST_MS;
  }
}
