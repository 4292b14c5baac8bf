import { type ArmedFault, formatMs, type PipelineSnapshot } from '../../src/pipeline/index.ts';
import { formatCount } from '../../src/text/index.ts';
import { type Line, line, span } from '../ui/line.ts';

/** `goneOn(list)`, `failReconcile x3`: the fault and how often it will still strike; of whom is in the time line. */
export const faultName = ({ fault, left }: ArmedFault): string =>
  `${fault.startsWith('goneOn') ? fault : fault.replace(/\(.*$/, '')}${left > 1 ? ` x${left}` : ''}`;

/** What was asked of the API server and what it said, the lag, and the faults that are armed: at most `rows` lines. */
export function serverLines({ reflector, lag, faults, at }: PipelineSnapshot, rows: number): Line[] {
  const { lists, watches, gone, bookmarks, relists, backoff } = reflector;
  const wrong: readonly [string, number][] = [
    ['short watches', reflector.shortWatches],
    ['bad lines', reflector.malformedLines],
    ['skipped', reflector.skippedEvents],
    ['process errors', reflector.processErrors],
    ['handler errors', reflector.handlerErrors],
  ];
  const lines: Line[] = [
    line(`list ${formatCount(lists)}  watch ${formatCount(watches)}  410 ${formatCount(gone)}`),
    line(`bookmark ${formatCount(bookmarks)}  relist ${formatCount(relists)}`),
    backoff === undefined
      ? line('backoff -', 'dim')
      : line(`backoff ${formatMs(backoff.delayMs)}, ${formatMs(Math.max(0, backoff.until - at))}`, 'warn'),
    lag.latency === undefined
      ? line('lag -', 'dim')
      : line(`lag ${formatMs(lag.latency.p50Ms)} p99 ${formatMs(lag.latency.p99Ms)}`),
    line(
      `oldest waits ${lag.oldestMs === undefined ? '-' : formatMs(lag.oldestMs)}`,
      lag.oldestMs === undefined ? 'dim' : 'text',
    ),
    ...wrong.filter(([, count]) => count > 0).map(([what, count]) => line(`${formatCount(count)} ${what}`, 'warn')),
    ...faults.map((fault) => [span('FAULT ', 'warn'), span(faultName(fault))]),
  ];
  if (lines.length <= rows) return lines;
  return [...lines.slice(0, rows - 1), line(`and ${lines.length - rows + 1} more`, 'warn')];
}
