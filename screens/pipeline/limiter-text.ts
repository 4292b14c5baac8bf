import type { LimiterTerm } from '../../src/workqueue/index.ts';

/** What a limiter's next wait is made of, in words: `5ms·2^2=20ms, bucket 0ms → 20ms`. */
export function limiterText(term: LimiterTerm, arrow: string): string {
  switch (term.kind) {
    case 'exponential': {
      const cap = term.isCapped ? ` capped at ${formatWait(term.maxMs)}` : '';
      return `${formatWait(term.baseMs)}·2^${term.failures}${cap}${result(term.ms, '=')}`;
    }
    case 'fast-slow':
      return `try ${term.failures + 1}, ${term.maxFastAttempts} fast${result(term.ms, ' ')}`;
    case 'bucket':
      return `bucket ${Number(term.tokens.toFixed(1))} of ${term.burst}, ${term.qps}/s${result(term.ms, ' ')}`;
    case 'max-of':
      return `${term.of.map((part) => limiterText(part, arrow)).join(', ')}${result(term.ms, ` ${arrow} `)}`;
    case 'max-wait':
      return `${limiterText(term.inner, arrow)}, at most ${formatWait(term.maxMs)}${result(term.ms, ` ${arrow} `)}`;
    case 'unknown':
      return 'a limiter that does not explain itself';
  }
}

const result = (ms: number | undefined, before: string): string =>
  ms === undefined ? '' : `${before}${formatWait(ms)}`;

/** A configured wait, without decimals that nobody wrote: `5ms` `1s` `1000s`. */
const formatWait = (ms: number): string =>
  ms >= 1000 && ms % 1000 === 0
    ? `${ms / 1000}s`
    : ms >= 1000
      ? `${(ms / 1000).toFixed(1)}s`
      : `${Number(ms.toFixed(1))}ms`;
