/** A line is looked at as far back as this: longer than any secret that stands on one line. */
const LONGEST_CARRY = 8 * 1024;

interface Run {
  /** Where the run begins in the text, and in the stream. */
  readonly at: number;
  readonly position: number;
  readonly length: number;
}

/**
 * What a stream printed, in the order of printing: escape sequences left out, lines divided by newlines. Terminals wrap
 * long lines, so they are whole here. Holds the current line and what was added since the last `settle`.
 */
export class LinearText {
  #text = '';
  #runs: Run[] = [];

  get text(): string {
    return this.#text;
  }

  print(text: string, position: number): void {
    this.#runs.push({ at: this.#text.length, position, length: text.length });
    this.#text += text;
  }

  /** A blank that no character of the stream has drawn. */
  gap(): void {
    this.#text += ' ';
  }

  /** What was printed before and what comes now do not belong together. */
  divide(): void {
    if (this.#text !== '' && !this.#text.endsWith('\n')) this.#text += '\n';
  }

  /** Visits the positions in the stream of a part of the text. */
  forEachPosition(from: number, to: number, visit: (position: number) => void): void {
    for (const run of this.#runs.slice(this.#firstRun(from))) {
      if (run.at >= to) break;
      const first = Math.max(from, run.at);
      const last = Math.min(to, run.at + run.length);
      for (let at = first; at < last; at++) visit(run.position + at - run.at);
    }
  }

  /** Forgets all but the line that is still being written. */
  settle(): void {
    const lineStart = this.#text.lastIndexOf('\n') + 1;
    const start = Math.max(lineStart, this.#text.length - LONGEST_CARRY);
    if (start === 0) return;
    const kept: Run[] = [];
    for (const run of this.#runs) {
      const cut = Math.max(0, start - run.at);
      if (cut < run.length)
        kept.push({ at: run.at + cut - start, position: run.position + cut, length: run.length - cut });
    }
    this.#runs = kept;
    this.#text = this.#text.slice(start);
  }

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
