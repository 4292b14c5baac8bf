import type { PipelineSnapshot } from '../../src/pipeline/index.ts';
import { formatCount, formatRate } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Line, line, span } from '../ui/line.ts';
import { sparkline } from '../ui/sparkline.ts';
import type { Tile } from './overview-rows.ts';

const SPARK_COLS = 24;

/** Events a second, and what waits between the API server and the table. */
export function pipelineTile(snapshot: PipelineSnapshot | undefined, glyphs: Glyphs): Tile {
  const base = { title: 'pipeline', key: '2 p', screen: 'pods', action: 'pods.pipeline' } as const;
  const [reflector] = snapshot?.steps ?? [];
  if (snapshot === undefined || reflector === undefined)
    return { ...base, age: { text: '-', role: 'dim' }, lines: [line('runs when a cluster is open', 'dim')] };
  const { lists, watches, relists, gone } = snapshot.reflector;
  const waiting: Line = [
    span(`fifo ${formatCount(snapshot.fifo.depth)}`),
    span(`  pending ${formatCount(snapshot.listeners.reduce((sum, { pending }) => sum + pending, 0))}`),
    ...(snapshot.controller.kind === 'off'
      ? []
      : [span(`  queue ${formatCount(snapshot.controller.queue.totals.queued)}`)]),
  ];
  return {
    ...base,
    age: { text: formatRate(reflector.perSecond), role: reflector.perSecond > 0 ? 'ok' : 'dim' },
    lines: [
      line(sparkline(reflector.slots, SPARK_COLS, glyphs), 'accent'),
      waiting,
      line(`list ${lists}  watch ${watches}  relist ${relists}  410 ${gone}`, gone > 0 ? 'warn' : 'dim'),
    ],
  };
}
