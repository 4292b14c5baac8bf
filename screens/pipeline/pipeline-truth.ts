import { formatMs, type PipelineSnapshot } from '../../src/pipeline/index.ts';
import { formatAge, formatCount, formatRate } from '../../src/text/index.ts';
import { type Line, line } from '../ui/line.ts';

/** `pods · synced · watch 4m12s open · 38/s · fifo 0 · queue 3 · lag 0.02s`. */
export function pipelineTruth(snapshot: PipelineSnapshot | undefined): readonly Line[] {
  if (snapshot === undefined) return [line('pipeline', 'strong'), line('no cluster', 'warn')];
  const { at, fifo, controller, lag, events, faults, isPopPaused } = snapshot;
  return [
    line('pods', 'strong'),
    ...(isPopPaused ? [line('pop held', 'warn')] : []),
    ...(faults.length > 0 ? [line(`${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} armed`, 'warn')] : []),
    ...(snapshot.sync.kind === 'waiting'
      ? [line(`stale ${age(at - snapshot.sync.since)}`, 'warn')]
      : [snapshot.hasSynced ? line('synced', 'ok') : line('first list', 'busy')]),
    watchText(snapshot),
    line(formatRate(snapshot.steps[0]?.perSecond ?? 0)),
    line(`fifo ${formatCount(fifo.depth)}`),
    ...(controller.kind === 'off' ? [] : [line(`queue ${formatCount(controller.queue.totals.queued)}`)]),
    ...(lag.lastMs === undefined ? [] : [line(`lag ${formatMs(lag.lastMs)}`)]),
    ...(events.lost === 0 ? [] : [line(`${formatCount(events.lost)} events no longer kept`, 'dim')]),
  ];
}

function watchText({ sync, reflector, at }: PipelineSnapshot): Line {
  switch (sync.kind) {
    case 'watching':
      return reflector.watchOpenSince === undefined
        ? line('watch closed', 'warn')
        : line(`watch ${age(at - reflector.watchOpenSince)} open`);
    case 'listing':
      return line(`listing ${formatCount(sync.received)}`, 'busy');
    case 'waiting':
      return line(`retry in ${formatMs(Math.max(0, sync.retryAt - at))}`, 'warn');
  }
}

const age = (ms: number): string => formatAge(Math.max(0, Math.floor(ms / 1000)));
