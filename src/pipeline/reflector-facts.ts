import type { NoteEvent } from '../informer/index.ts';
import type { ReflectorState } from './pipeline-snapshot.ts';

type Backoff = ReflectorState['backoff'];

/** What the notes of one informer say about its lists and watches. */
export class ReflectorFacts {
  bookmarks = 0;
  relists = 0;
  gone = 0;
  backoffs = 0;
  watchOpenSince: number | undefined;
  #backoff: Backoff;

  take(note: NoteEvent): void {
    switch (note.note) {
      case 'bookmark':
        this.bookmarks++;
        break;
      case 'relist':
        this.relists++;
        break;
      case 'gone':
        this.gone++;
        break;
      case 'watch-open':
        this.watchOpenSince = note.at;
        this.#backoff = undefined;
        break;
      case 'watch-close':
        this.watchOpenSince = undefined;
        break;
      case 'list-start':
        this.#backoff = undefined;
        break;
      case 'backoff':
        this.backoffs++;
        this.#backoff = { delayMs: note.delayMs, until: note.at + note.delayMs, reason: note.reason };
        break;
      default:
    }
  }

  /** The wait that is under way; a request that is on its way after one is none. */
  backoff(now: number): Backoff {
    return this.#backoff !== undefined && now < this.#backoff.until ? this.#backoff : undefined;
  }
}
