import type { NoteEvent, SharedInformer } from '../informer/index.ts';
import type { KubeObject } from '../kube/index.ts';
import type { ReflectorState } from './pipeline-snapshot.ts';

/** What the notes of one informer say about its lists and watches. */
export class ReflectorFacts {
  bookmarks = 0;
  relists = 0;
  gone = 0;
  backoffs = 0;
  watchOpenSince: number | undefined;
  /** The wait that is under way. */
  backoff: ReflectorState['backoff'];

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
        this.backoff = undefined;
        break;
      case 'watch-close':
        this.watchOpenSince = undefined;
        break;
      case 'list-start':
        this.backoff = undefined;
        break;
      case 'backoff':
        this.backoffs++;
        this.backoff = { delayMs: note.delayMs, until: note.at + note.delayMs, reason: note.reason };
        break;
      default:
    }
  }
}

type CounterName = Parameters<SharedInformer<KubeObject>['counters']['get']>[0];

/** Lists and watches of all informers together. */
export function reflectorState(
  facts: readonly ReflectorFacts[],
  informers: readonly Pick<SharedInformer<KubeObject>, 'counters'>[],
): ReflectorState {
  const sum = (of: (each: ReflectorFacts) => number) => facts.reduce((total, each) => total + of(each), 0);
  const count = (name: CounterName) => informers.reduce((total, { counters }) => total + counters.get(name), 0);
  const open = facts.flatMap(({ watchOpenSince }) => watchOpenSince ?? []);
  return {
    lists: count('lists'),
    watches: count('watches'),
    bookmarks: sum((each) => each.bookmarks),
    relists: sum((each) => each.relists),
    gone: sum((each) => each.gone),
    backoffs: sum((each) => each.backoffs),
    shortWatches: count('shortWatches'),
    malformedLines: count('malformedLines'),
    skippedEvents: count('skippedEvents'),
    processErrors: count('processErrors'),
    handlerErrors: count('handlerErrors'),
    watchOpenSince: open.length === 0 ? undefined : Math.min(...open),
    backoff: facts.map(({ backoff }) => backoff).find((backoff) => backoff !== undefined),
  };
}
