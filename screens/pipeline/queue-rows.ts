import { formatMs, type PipelineSnapshot, type RunningController } from '../../src/pipeline/index.ts';
import { formatCount, formatCountOf, padEnd, textWidth, truncateMiddle } from '../../src/text/index.ts';
import type { LimiterTerm } from '../../src/workqueue/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Line, line, lineWidth, span } from '../ui/line.ts';
import { limiterText } from './limiter-text.ts';

const WORD_COLS = 12;
const KEY_COLS = 40;

/** `workqueue  depth 3  adds 1,204  retries 2`. */
export function queueTitle({ controller }: PipelineSnapshot): string {
  if (controller.kind === 'off') return 'workqueue';
  const { queue, adds, retries, requeued, dropped, limiter } = controller;
  return [
    'workqueue',
    `depth ${formatCount(queue.totals.queued)}`,
    `adds ${formatCount(adds)}`,
    `retries ${formatCount(retries)}`,
    ...(requeued > 0 ? [`requeued ${formatCount(requeued)}`] : []),
    ...(dropped > 0 ? [`dropped ${formatCount(dropped)}`] : []),
    `limiter ${limiter}`,
  ].join('  ');
}

/** Dirty, processing and waiting keys: a row each where there are three, else a row a key. */
export function queueRows(snapshot: PipelineSnapshot, o: { cols: number; rows: number; glyphs: Glyphs }): Line[] {
  const { controller } = snapshot;
  if (controller.kind === 'off') return [line('no controller runs', 'dim')];
  if (controller.kind === 'syncing') return [line('the workers wait until the informer has synced', 'busy')];
  const { dirty, processing, waiting } = controller.queue;
  const keyCols = Math.min(KEY_COLS, Math.max(16, o.cols - 50));
  const context = { ...o, keyCols, now: snapshot.at };
  const working = processing.map((key) => processingLine(key, context));
  const delayed = waiting.map((key) => waitingLines(key, termOf(controller, key.key), context));
  const isTight = o.rows <= 3;
  return [
    dirtyLine(dirty, controller.queue.totals.dirty, context),
    ...(isTight ? working.slice(0, 1) : working),
    ...(working.length === 0 ? [[word('processing'), span('-', 'dim')]] : []),
    ...(isTight ? delayed.slice(0, 1).map(([first]) => first as Line) : delayed.flat()),
    ...(delayed.length === 0 ? [[word('waiting'), span('-', 'dim')]] : []),
    ...missing('processing', controller.queue.totals.processing - working.length),
    ...missing('waiting', controller.queue.totals.waiting - delayed.length),
  ];
}

interface Context {
  readonly cols: number;
  readonly keyCols: number;
  readonly glyphs: Glyphs;
  readonly now: number;
}

const word = (text: string) => span(padEnd(text, WORD_COLS), 'dim');

const missing = (what: string, count: number): Line[] =>
  count > 0 ? [[word(''), span(`${formatCountOf(count, 'more key')} ${what}`, 'dim')]] : [];

/** As many dirty keys as fit, and how many there are. */
function dirtyLine(keys: readonly string[], total: number, { cols, keyCols, glyphs }: Context): Line {
  if (total === 0) return [word('dirty'), span('-', 'dim')];
  const spans: Line[number][] = [word('dirty')];
  let shown = 0;
  for (const key of keys) {
    const text = truncateMiddle(key, keyCols, glyphs.ellipsis);
    // Room for the count of the others.
    if (lineWidth(spans) + textWidth(text) + 2 + (shown + 1 < total ? 12 : 0) > cols) break;
    spans.push(span(`${text}  `));
    shown++;
  }
  if (shown < total) spans.push(span(`+${formatCount(total - shown)}`, 'dim'));
  return spans;
}

function processingLine(
  { key, since, worker, isDirty }: RunningController['queue']['processing'][number],
  { keyCols, glyphs, now }: Context,
): Line {
  return [
    word('processing'),
    span(padEnd(truncateMiddle(key, keyCols, glyphs.ellipsis), keyCols), 'busy'),
    span(`  ${worker}  ${formatMs(now - since)}`),
    ...(isDirty ? [span('  dirty again', 'warn')] : []),
  ];
}

/** A second line has the arithmetic where it does not fit beside the key. */
function waitingLines(
  { key, readyAt, numRequeues }: RunningController['queue']['waiting'][number],
  term: LimiterTerm | undefined,
  { cols, keyCols, glyphs, now }: Context,
): Line[] {
  const head: Line = [
    word('waiting'),
    span(padEnd(truncateMiddle(key, keyCols, glyphs.ellipsis), keyCols)),
    span(`  try ${numRequeues + 1} in ${formatMs(Math.max(0, readyAt - now))}`, 'warn'),
  ];
  if (term === undefined) return [head];
  const then = span(`  then ${limiterText(term, glyphs.arrow)}`, 'dim');
  return lineWidth([...head, then]) <= cols ? [[...head, then]] : [head, [word(''), then]];
}

const termOf = ({ nextDelays }: RunningController, key: string): LimiterTerm | undefined =>
  nextDelays.find((delay) => delay.key === key)?.term;
