import { forEachPrinted } from './flood.ts';

/** A line is looked at as far back as this: longer than any secret that stands on one line. */
const LONGEST_CARRY = 8 * 1024;

interface Run {
  /** Where the run begins in the text, and in the stream. */
  readonly at: number;
  readonly position: number;
  length: number;
  /** Of whole lines: what they were before colours were left out. */
  readonly source?: string;
}

/**
 * What a stream printed, in the order of printing: escape sequences left out, lines divided by newlines. Terminals wrap
 * long lines, so they are whole here. Holds the current line and what was added since the last `settle`.
 */
export class LinearText {
  /** Joined when it is read: a growing string would be flattened again and again. */
  #parts: string[] = [];
  #length = 0;
  #isAtLineStart = true;
  #runs: Run[] = [];

  get text(): string {
    const text = this.#parts.join('');
    this.#parts = [text];
    return text;
  }

  print(text: string, position: number): void {
    const last = this.#runs.at(-1);
    const goesOn = last !== undefined && last.source === undefined && last.at + last.length === this.#length;
    if (goesOn && last.position + last.length === position) last.length += text.length;
    else this.#runs.push({ at: this.#length, position, length: text.length });
    this.#add(text);
  }

  /**
   * Whole lines, which end with a line end: `printed` of `source`. Their places are looked for only when one is asked for,
   * which spares a flood of them all but being searched.
   */
  lines(printed: string, source: string, position: number): void {
    this.#runs.push({ at: this.#length, position, length: printed.length, source });
    this.#add(printed);
    this.#isAtLineStart = true;
  }

  /** A blank that no character of the stream has drawn. */
  gap(): void {
    this.#add(' ');
  }

  /** What was printed before and what comes now do not belong together. */
  divide(): void {
    if (this.#isAtLineStart) return;
    this.#add('\n');
    this.#isAtLineStart = true;
  }

  /** Visits the positions in the stream of a part of the text. */
  forEachPosition(from: number, to: number, visit: (position: number) => void): void {
    for (let index = this.#firstRun(from); index < this.#runs.length; index++) {
      const run = this.#runs[index] as Run;
      if (run.at >= to) break;
      const first = Math.max(from, run.at);
      const last = Math.min(to, run.at + run.length);
      const { source } = run;
      if (source === undefined) for (let at = first; at < last; at++) visit(run.position + at - run.at);
      else forEachPrinted(source, first - run.at, last - run.at, (at) => visit(run.position + at));
    }
  }

  /** Forgets all but the line that is still being written. */
  settle(): void {
    const { text } = this;
    const lineStart = text.lastIndexOf('\n') + 1;
    const start = Math.max(lineStart, text.length - LONGEST_CARRY);
    if (start === 0) return;
    const kept: Run[] = [];
    for (const run of this.#runs.slice(this.#firstRun(start))) {
      const cut = Math.max(0, start - run.at);
      kept.push({ at: run.at + cut - start, position: run.position + cut, length: run.length - cut });
    }
    this.#runs = kept;
    this.#parts = [text.slice(start)];
    this.#length = text.length - start;
    this.#isAtLineStart = this.#length === 0;
  }

  #add(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    this.#isAtLineStart = false;
  }

  /** Index of the first run that ends after `at`. */
  #firstRun(at: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const run = this.#runs[middle] as Run;
      if (run.at + run.length <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
