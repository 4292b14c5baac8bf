import type { PodSnapshot } from '../../src/pods/index.ts';
import { formatAge, formatCount, formatCountOf } from '../../src/text/index.ts';
import { type Line, line, span } from '../ui/line.ts';

/** What the truth line of the pods is made from. Times are ms since the epoch. */
export interface PodsTruth {
  readonly scope: string;
  readonly snapshot: PodSnapshot | undefined;
  readonly isOpening: boolean;
  readonly filterText: string;
  readonly faultsOnly: boolean;
  /** Changes that came while the view stood still; undefined: it does not stand still. */
  readonly arrivedWhilePaused: number | undefined;
  readonly now: number;
}

/** `all namespaces · 112 pods · 3 need a look · fresh 0.4s · rv 48213`. */
export function podsTruth(truth: PodsTruth): readonly Line[] {
  const { snapshot } = truth;
  if (snapshot === undefined)
    return [line(truth.scope, 'strong'), truth.isOpening ? line('connecting', 'busy') : line('no cluster', 'warn')];
  const parts: Line[] = [line(truth.scope, 'strong')];
  if (truth.arrivedWhilePaused !== undefined)
    parts.push(line(`paused, ${formatCountOf(truth.arrivedWhilePaused, 'change')} since`, 'warn'));
  if (snapshot.hasSynced || snapshot.total > 0) parts.push(countText(truth, snapshot), ...lookText(snapshot));
  parts.push(freshness(snapshot, truth.now));
  if (snapshot.hasSynced)
    parts.push(line(`rv ${snapshot.resourceVersion === '' ? '-' : snapshot.resourceVersion}`, 'dim'));
  return parts;
}

function countText({ filterText, faultsOnly }: PodsTruth, { shown, total }: PodSnapshot): Line {
  const pods = formatCountOf(total, 'pod');
  if (filterText === '' && !faultsOnly) return line(pods);
  const filter = [filterText, ...(faultsOnly ? ['faults'] : [])].filter((part) => part !== '').join(' ');
  return [span(`${formatCount(shown)} of ${pods} `), span(`/${filter}`, 'accent')];
}

const lookText = ({ looking }: PodSnapshot): Line[] =>
  looking === 0 ? [] : [line(`${formatCount(looking)} ${looking === 1 ? 'needs' : 'need'} a look`, 'warn')];

/** How old the rows are: fresh, being listed, or stale with the time of the next try. */
export function freshness({ sync, hasSynced }: PodSnapshot, now: number): Line {
  switch (sync.kind) {
    case 'watching':
      return line(`fresh ${shortAge(now - sync.lastEventAt)}`, 'ok');
    case 'listing': {
      const expected = sync.expected === undefined ? '' : ` of about ${formatCount(sync.expected)}`;
      return line(`${hasSynced ? 'listing again' : 'listing'} ${formatCount(sync.received)}${expected}`, 'busy');
    }
    case 'waiting':
      return line(
        `${hasSynced ? 'stale' : 'waiting'} ${shortAge(now - sync.since)}, retry in ${formatAge(Math.max(0, Math.ceil((sync.retryAt - now) / 1000)))}`,
        'warn',
      );
  }
}

/** Below ten seconds with one decimal; then in steps, since a row that changes each second is a commit of all the chrome. */
function shortAge(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const step = seconds < 60 ? 5 : 10;
  return formatAge(Math.floor(seconds / step) * step);
}
