import { formatMs, type PipelineSnapshot } from '../../src/pipeline/index.ts';
import { formatCount, formatCountOf, padEnd, textWidth, truncateMiddle } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Line, line, span } from '../ui/line.ts';

/** `DeltaFIFO  3 keys`. */
export const fifoTitle = ({ fifo }: PipelineSnapshot): string =>
  fifo.kind === 'delta'
    ? `DeltaFIFO  ${formatCountOf(fifo.depth, 'key')}`
    : `RealFIFO  ${formatCountOf(fifo.depth, 'delta')}`;

/** The keys that wait to be popped, with their deltas, oldest first. */
export function fifoRows({ fifo, at, isPopPaused }: PipelineSnapshot, o: { cols: number; glyphs: Glyphs }): Line[] {
  if (fifo.entries.length === 0)
    return [line(isPopPaused ? 'popping is held, nothing waits' : 'empty: what comes is popped at once', 'dim')];
  const keyCols = Math.min(44, Math.max(16, o.cols - 40));
  const rows: Line[] = fifo.entries.map(({ key, deltas, since }) => [
    span(padEnd(truncateMiddle(key, keyCols, o.glyphs.ellipsis), keyCols)),
    span(`  ${since === undefined ? '-' : formatMs(at - since)}`.padEnd(10), 'dim'),
    span(deltas.map(({ type }) => type).join(' '), 'busy'),
  ]);
  const more = fifo.depth - fifo.entries.length;
  return more > 0 ? [...rows, line(`${formatCount(more)} more`, 'dim')] : rows;
}

export const indexerTitle = ({ indexer }: PipelineSnapshot): string =>
  `indexer  ${formatCountOf(indexer.objects, 'object')}  rv ${indexer.resourceVersion === '' ? '-' : indexer.resourceVersion}`;

/** Each index with its values and how many keys they have, the largest first. */
export function indexerRows({ indexer }: PipelineSnapshot, { cols }: { cols: number }): Line[] {
  return indexer.indexes.flatMap(({ name, values, largest }) => [
    [span(`${name}  `, 'strong'), span(`${formatCountOf(values, 'value')}`, 'dim')],
    ...inColumns(
      largest.map(({ value, keys }) => `${value === '' ? '""' : value} ${formatCount(keys)}`),
      cols - 2,
    ),
  ]);
}

/** Who is told of changes, how much waits for each, and what went wrong with it. */
export function listenerRows({ listeners, at }: PipelineSnapshot): Line[] {
  return listeners.map(({ name, pending, isOverloaded, busySince, threw, lastError, pausedUntil, hasSynced }) => [
    span(padEnd(name, 14)),
    span(`pending ${formatCount(pending)}`.padEnd(15), isOverloaded ? 'danger' : pending > 0 ? 'warn' : 'text'),
    ...(hasSynced ? [] : [span('not synced  ', 'warn')]),
    ...(isOverloaded ? [span('overloaded  ', 'danger')] : []),
    ...(busySince === undefined ? [] : [span(`at work for ${formatMs(at - busySince)}  `, 'busy')]),
    ...(pausedUntil === undefined ? [] : [span(`pauses for ${formatMs(Math.max(0, pausedUntil - at))}  `, 'warn')]),
    ...(threw === 0 ? [] : [span(`threw ${formatCount(threw)}: ${lastError}`, 'danger')]),
  ]);
}

function inColumns(texts: readonly string[], cols: number): Line[] {
  const width = Math.max(1, ...texts.map(textWidth)) + 2;
  const perRow = Math.max(1, Math.floor(cols / width));
  const rows: Line[] = [];
  for (let at = 0; at < texts.length; at += perRow)
    rows.push(
      line(
        `  ${texts
          .slice(at, at + perRow)
          .map((text) => padEnd(text, width))
          .join('')}`,
      ),
    );
  return rows;
}
