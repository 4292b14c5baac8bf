import { type Script as CompiledScript, createContext, Script } from 'node:vm';
import { KpiError, messageOf } from '../flow/index.ts';
import { DETECTORS, type Detector, type Span } from './redaction/detectors.ts';

/** A pattern of the settings: its whole match is masked, or only the group named `secret`. */
export interface UserPattern {
  readonly name: string;
  /** A JavaScript regular expression. */
  readonly pattern: string;
}

/** What a line may cost. */
const LINE_MS = 5;
/** A pattern is given up only when a line is too slow so often in a row: the machine may have been busy. */
const TRIES = 3;

/** Runs where it can be stopped: a backtracking pattern may take hours for a line. */
const FIND = `(text, pattern) => {
  const spans = [];
  for (const match of text.matchAll(pattern)) spans.push(match.indices.groups?.secret ?? match.indices[0]);
  return spans;
}`;

/**
 * The detectors of this program and those of the settings. `disabled` is told once of each pattern that needs more than
 * 5 ms for a line; it is not used any more. Throws KpiError `REDACT_PATTERN` for one that is no regular expression.
 */
export function detectorsWith(patterns: readonly UserPattern[], disabled: (name: string) => void): readonly Detector[] {
  return [...DETECTORS, ...patterns.map((pattern) => userDetector(pattern, disabled))];
}

function userDetector({ name, pattern }: UserPattern, disabled: (name: string) => void): Detector {
  let search: TimedSearch | undefined = new TimedSearch(compiled(name, pattern));
  const find = (text: string): readonly Span[] => {
    const spans = search?.find(text) ?? [];
    if (spans !== 'too-slow') return spans;
    search = undefined;
    disabled(name);
    return [];
  };
  return { name, patterns: [], find };
}

function compiled(name: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'gd');
  } catch (cause) {
    throw new KpiError('REDACT_PATTERN', `the pattern '${name}' cannot be used: ${messageOf(cause)}`, {
      cause,
      hint: "It is a JavaScript regular expression under 'redact' in the settings.",
    });
  }
}

/** Searches with a time limit. */
class TimedSearch {
  readonly #context: { text?: string };
  readonly #script: CompiledScript;

  constructor(pattern: RegExp) {
    this.#context = createContext({ text: '', pattern });
    this.#script = new Script(`(${FIND})(text, pattern)`);
  }

  /** All lines at once if that is fast enough, else one by one. */
  find(text: string): readonly Span[] | 'too-slow' {
    const whole = this.#try(text);
    if (whole !== undefined) return whole;
    const spans: Span[] = [];
    let start = 0;
    for (const line of text.split('\n')) {
      const found = this.#tryOften(line);
      if (found === undefined) return 'too-slow';
      for (const { from, to } of found) spans.push({ from: from + start, to: to + start });
      start += line.length + 1;
    }
    return spans;
  }

  #tryOften(line: string): readonly Span[] | undefined {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const spans = this.#try(line);
      if (spans !== undefined) return spans;
    }
    return undefined;
  }

  /** Undefined when it took too long. */
  #try(text: string): readonly Span[] | undefined {
    this.#context.text = text;
    try {
      const spans = this.#script.runInContext(this.#context, { timeout: LINE_MS }) as [number, number][];
      return spans.map(([from, to]) => ({ from, to }));
    } catch (cause) {
      if ((cause as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
      throw cause;
    }
  }
}
