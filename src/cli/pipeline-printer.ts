import { RingBuffer } from '../flow/index.ts';
import type { PipelineEvent } from '../informer/index.ts';
import { noteText, STEP_NAMES, stepText } from '../pipeline/index.ts';
import { clean, formatRfc3339, padEnd } from '../text/index.ts';
import type { Output } from './command.ts';
import { safeJson } from './pods-text.ts';

/** The first list of 20,000 pods, with all its steps, for a reader that needs a moment. */
const CAPACITY = 200_000;
/** Lines that are written at a time. */
const BATCH = 2_000;
const KEY_COLS = 48;

interface Waiting {
  readonly event: PipelineEvent;
  readonly informer: string;
}

/** Steps and notes on their way to a reader that may be slow: bounded, and what had to go is counted. */
export class PipelinePrinter {
  readonly #stdout: Pick<Output, 'write'>;
  readonly #form: 'text' | 'jsonl';
  readonly #startedAt: number;
  #waiting = new RingBuffer<Waiting>(CAPACITY);
  #lost = 0;

  constructor(stdout: Pick<Output, 'write'>, form: 'text' | 'jsonl', startedAt: number) {
    this.#stdout = stdout;
    this.#form = form;
    this.#startedAt = startedAt;
  }

  /** Events that the reader was too slow for. */
  get lost(): number {
    return this.#lost + this.#waiting.dropped;
  }

  take(event: PipelineEvent, informer: string): void {
    this.#waiting.push({ event, informer });
  }

  /** Writes what waits now. */
  async print(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#lost += waiting.dropped;
    this.#waiting = new RingBuffer(CAPACITY);
    const line = this.#form === 'jsonl' ? jsonLine : textLine;
    for (let from = 0; from < waiting.length; from += BATCH) {
      const lines: string[] = [];
      for (let at = from; at < Math.min(waiting.length, from + BATCH); at++)
        lines.push(line(waiting.at(at) as Waiting, this.#startedAt));
      await this.#stdout.write(lines.join(''));
    }
  }
}

function jsonLine({ event, informer }: Waiting, startedAt: number): string {
  const { at, ...rest } = event;
  const fields = { ...rest, ...(informer !== '' && { informer }), at: formatRfc3339(at), elapsedMs: at - startedAt };
  return `${safeJson(Object.fromEntries(Object.entries(fields).map(rounded)))}\n`;
}

/** Times to the microsecond: the clock knows no more. */
const rounded = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
];

/** `    +1.204  1 Reflector    shop/web-1   rv 48211  watch MODIFIED`, the time in seconds since the start. */
function textLine({ event }: Waiting, startedAt: number): string {
  const time = `+${((event.at - startedAt) / 1000).toFixed(3)}`.padStart(10);
  if ('note' in event) return `${time}  - ${padEnd(event.note, 12)} ${clean(noteText(event))}\n`;
  const version = 'resourceVersion' in event ? `rv ${clean(event.resourceVersion)}  ` : '';
  const name = padEnd(STEP_NAMES[event.step], 12);
  return `${time}  ${event.step} ${name} ${padEnd(clean(event.key), KEY_COLS)}  ${version}${clean(stepText(event))}\n`;
}
