import { formatMs, type PipelineSnapshot, STEP_NAMES, type StepState } from '../../src/pipeline/index.ts';
import {
  formatCount,
  formatCountOf,
  formatRate,
  padEnd,
  padStart,
  textWidth,
  truncateEnd,
  truncateMiddle,
} from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Line, lineWidth, type Span, shortenLine, span } from '../ui/line.ts';
import { sparkline } from '../ui/sparkline.ts';
import { serverLines } from './server-lines.ts';

/** A step is lit for so long after an event: half a second is seen, and ends with the work. */
const LIT_MS = 500;
/** A handler that has had one notification for longer is named. */
const LONG_MS = 100;
/** The columns of the API server, of a step's number and name, of its rate and its latency. */
const SERVER_COLS = 26;
const NAME_COLS = 13;
const RATE_COLS = 8;
const LATENCY_COLS = 8;
/** From so many columns on each step has its sparkline, its figures and its key beside each other. */
const WIDE_FROM = 110;
const DETAIL_COLS = 22;

/** The nine steps, and the API server beside them: a head and nine rows. */
export function stepRows(snapshot: PipelineSnapshot, o: { cols: number; glyphs: Glyphs; focused: boolean }): Line[] {
  const server = serverLines(snapshot, 9);
  const steps = snapshot.steps.map((step) => stepLine(step, snapshot, o));
  return [
    headLine(o),
    ...steps.map((spans, index) => {
      const left = shortenLine(server[index] ?? [], SERVER_COLS - 3, o.glyphs.ellipsis);
      return [span('  '), ...left, span(' '.repeat(Math.max(1, SERVER_COLS - 1 - lineWidth(left)))), ...spans];
    }),
  ];
}

/** `─ API server ───── client-go ───── your controller ────`. */
function headLine({ cols, glyphs, focused }: { cols: number; glyphs: Glyphs; focused: boolean }): Line {
  const spans = [span(`${glyphs.line} `, 'dim'), span('API server', focused ? 'title' : 'dim')];
  const places: readonly [string, number][] = [
    ['client-go', SERVER_COLS + 3],
    ['your controller', SERVER_COLS + 3 + Math.min(28, Math.max(22, cols >> 2))],
  ];
  for (const [title, at] of places) {
    spans.push(span(` ${glyphs.line.repeat(Math.max(1, at - lineWidth(spans) - 2))} `, 'dim'));
    spans.push(span(title, focused ? 'title' : 'dim'));
  }
  spans.push(span(` ${glyphs.line.repeat(Math.max(0, cols - lineWidth(spans) - 1))}`, 'dim'));
  return spans;
}

function stepLine(step: StepState, snapshot: PipelineSnapshot, o: { cols: number; glyphs: Glyphs }): Line {
  const { cols, glyphs } = o;
  const isOff = step.step >= 7 && snapshot.controller.kind === 'off';
  const isWide = cols >= WIDE_FROM;
  const isLit = step.lastAt !== undefined && snapshot.at - step.lastAt < LIT_MS;
  const role = isOff ? 'idle' : isLit ? 'accent' : 'text';
  const name = step.step === 2 && snapshot.fifo.kind === 'real' ? 'RealFIFO' : STEP_NAMES[step.step];
  const head: Line = [
    span(`${step.step} ${padEnd(name, NAME_COLS)}`, role),
    span(padStart(isOff ? '-' : formatRate(step.perSecond), RATE_COLS), isLit ? 'text' : 'dim'),
    // Step 1 is where the time begins; the rest of its row is for the key.
    span(step.step === 1 && !isWide ? '' : padStart(latencyText(step), LATENCY_COLS), 'dim'),
    span('  '),
  ];
  const room = cols - SERVER_COLS - 1 - lineWidth(head);
  const detail = detailText(step, snapshot);
  const detailRole = step.step === 6 && listenerTrouble(snapshot) !== undefined ? 'warn' : 'text';
  if (!isWide) {
    const spark = step.step === 1 ? `${sparkline(step.slots, 8, glyphs)}  ` : '';
    const text = step.step === 1 ? step.lastKey : detail;
    return [
      ...head,
      span(spark, 'accent'),
      ...endSpans(span(text, detailRole), step, { room: room - spark.length, glyphs }),
    ];
  }
  const sparkCols = Math.min(30, Math.max(12, (room - DETAIL_COLS) >> 1));
  return [
    ...head,
    span(sparkline(step.slots, sparkCols, glyphs), isLit ? 'accent' : 'dim'),
    span('  '),
    span(padEnd(detail, DETAIL_COLS), detailRole),
    span(truncateMiddle(step.lastKey, Math.max(0, room - sparkCols - 2 - DETAIL_COLS - 1), glyphs.ellipsis), role),
  ];
}

/** The figures, and the last key right of them when there is room. */
function endSpans({ text, role }: Span, step: StepState, { room, glyphs }: { room: number; glyphs: Glyphs }): Line {
  const shorten = step.step === 1 ? truncateMiddle : truncateEnd;
  const shown = shorten(text, Math.max(0, room), glyphs.ellipsis);
  if (shown === '') return [span(truncateMiddle(step.lastKey, Math.max(0, room), glyphs.ellipsis), 'dim')];
  const left = room - textWidth(shown) - 2;
  if (step.step === 1 || left < 12 || step.lastKey === '') return [span(shown, role)];
  return [span(`${shown}  `, role), span(truncateMiddle(step.lastKey, left, glyphs.ellipsis), 'dim')];
}

/** From the step before: of a hundred changes all but one were quicker. */
const latencyText = ({ latency }: StepState): string => (latency === undefined ? '-' : formatMs(latency.p99Ms));

/** The handler that one should know of: it threw, cannot keep up, or has had one notification for long. */
function listenerTrouble({ listeners, at }: PipelineSnapshot): string | undefined {
  for (const { name, threw, isOverloaded, busySince, pending } of listeners) {
    if (isOverloaded) return `${name} overloaded, ${formatCount(pending)}`;
    if (threw > 0) return `${name} threw ${formatCount(threw)}`;
    if (busySince !== undefined && at - busySince > LONG_MS) return `${name} takes ${formatMs(at - busySince)}`;
  }
  return undefined;
}

/** What one looks for at a step. */
function detailText({ step }: StepState, snapshot: PipelineSnapshot): string {
  const { fifo, indexer, listeners, controller, at } = snapshot;
  const since = (moment: number | undefined): string => (moment === undefined ? '-' : formatMs(at - moment));
  switch (step) {
    case 1:
      return snapshot.hasSynced ? 'synced' : 'first list';
    case 2:
      return `${formatCountOf(fifo.depth, fifo.kind === 'delta' ? 'key' : 'delta')}, oldest ${since(fifo.oldestSince)}`;
    case 3:
      return snapshot.isPopPaused ? 'held' : '';
    case 4: {
      const { add, update, delete: removed } = indexer.operations;
      const rate = ({ perSecond }: { perSecond: number }): string => formatRate(perSecond).replace('/s', '');
      return `+${rate(add)} ~${rate(update)} -${rate(removed)}`;
    }
    case 5:
      return `${formatCountOf(indexer.objects, 'object')}, ${indexer.indexes.length} ${indexer.indexes.length === 1 ? 'index' : 'indices'}`;
    case 6:
      return (
        listenerTrouble(snapshot) ??
        `${listeners.length} told, pending ${listeners.map(({ pending }) => formatCount(pending)).join(' ')}`
      );
    case 7:
      return controller.kind === 'off' ? 'no controller' : `${formatCount(controller.collapsed)} collapsed`;
    case 8:
      return controller.kind === 'off'
        ? ''
        : `${formatCountOf(controller.workers, 'worker')}, ${controller.isPaused ? 'paused' : `busy ${controller.busy}`}`;
    case 9:
      return controller.kind === 'off' ? '' : `${formatCount(controller.notFound)} not found`;
  }
}
