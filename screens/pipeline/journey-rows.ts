import type { StepEvent } from '../../src/informer/index.ts';
import { formatMs, type PipelineSnapshot, STEP_NAMES, stepText } from '../../src/pipeline/index.ts';
import { formatCount } from '../../src/text/index.ts';
import { type Line, line, lineWidth, span } from '../ui/line.ts';
import { formatMoment } from './moment.ts';

/** `journey of shop/web-1  rv 48211  ms since 10:02:11`. */
export function journeyTitle({ journey, followedKey }: PipelineSnapshot): string {
  if (followedKey === undefined) return 'journey';
  if (journey === undefined) return `journey of ${followedKey}`;
  return `journey of ${followedKey}  rv ${versionOf(journey.steps)}  ms since ${formatMoment(journey.startedAt)}`;
}

/** Where there is one row, the steps with their times; where there are more, a row a step with what it did. */
export function journeyRows(snapshot: PipelineSnapshot, { cols, rows }: { cols: number; rows: number }): Line[] {
  const { journey, followedKey } = snapshot;
  if (followedKey === undefined) return [line('J follows a key: each step of it with its time', 'dim')];
  if (journey === undefined) return [line('nothing of it has been seen yet; the next change is', 'dim')];
  const { steps, startedAt } = journey;
  return rows < 4 ? inOneRow(steps, startedAt, cols) : steps.map((step) => stepLine(step, startedAt));
}

/** Of several listeners the last one that was told; nine steps and their times fit into 76 columns. */
function inOneRow(steps: readonly StepEvent[], startedAt: number, cols: number): Line[] {
  const spans: Line[number][] = [];
  steps.forEach((step, index) => {
    if (step.step === 6 && steps[index + 1]?.step === 6) return;
    const part: Line = [span(`${step.step} `, 'accent'), span(`+${milliseconds(step.at - startedAt)} `)];
    if (lineWidth(spans) + lineWidth(part) <= cols) spans.push(...part);
  });
  return [spans];
}

/** In four columns up to ten seconds. */
const milliseconds = (ms: number): string =>
  ms < 9.995 ? ms.toFixed(2) : ms < 99.95 ? ms.toFixed(1) : formatCount(Math.round(ms));

const stepLine = (step: StepEvent, startedAt: number): Line => [
  span(`${step.step}  `, 'accent'),
  span(`+${formatMs(step.at - startedAt)}`.padEnd(11)),
  span(STEP_NAMES[step.step].padEnd(14)),
  span(stepText(step), step.step === 9 && !step.found ? 'warn' : 'dim'),
];

const versionOf = (steps: readonly StepEvent[]): string => {
  const step = steps.find((event) => event.step <= 6);
  return step !== undefined && 'resourceVersion' in step ? step.resourceVersion : '-';
};
