import { type LabelRequirement, matchesLabels, parseLabelSelector } from '../kube/index.ts';
import { fuzzyMatch, nearestWord, parseDurationMs } from '../text/index.ts';
import type { Pod } from './pod.ts';
import { POD_COLUMNS, type PodColumn, podColumn } from './pod-columns.ts';
import { needsLook } from './pod-look.ts';

/**
 * What a typed filter means. Terms are separated by blanks and must all hold: a substring (any case) of namespace/name,
 * status, reason, node or address; `/regex/`; `~fuzzy` of the name; `column:value`, `restarts:>3`, `age:<10m`;
 * `-l selector`; `faults`; and `!` before any of them for its opposite.
 */
export interface PodFilter {
  readonly kind: 'filter';
  readonly text: string;
  /** `now` in ms since the epoch. */
  readonly matches: (pod: Pod, now: number) => boolean;
  /** A pod may begin or cease to match while nothing but time changes. */
  readonly isTimed: boolean;
}

/** A filter that cannot be used yet, with what is wrong in one sentence. */
export interface PodFilterError {
  readonly kind: 'error';
  readonly text: string;
  readonly message: string;
}

type Term = { readonly matches: PodFilter['matches']; readonly isTimed?: boolean };
type TermResult = Term | { readonly message: string };

export const EVERY_POD: PodFilter = { kind: 'filter', text: '', matches: () => true, isTimed: false };

/** Never throws: what cannot be understood is an error value, for the prompt to show while one types. */
export function parsePodFilter(text: string): PodFilter | PodFilterError {
  const terms: Term[] = [];
  for (const word of words(text)) {
    const term = parseTerm(word);
    if ('message' in term) return { kind: 'error', text, message: term.message };
    terms.push(term);
  }
  if (terms.length === 0) return { ...EVERY_POD, text };
  const [only] = terms;
  const matches =
    terms.length === 1 && only
      ? only.matches
      : (pod: Pod, now: number) => terms.every((term) => term.matches(pod, now));
  return { kind: 'filter', text, matches, isTimed: terms.some(({ isTimed }) => isTimed === true) };
}

/** Blanks separate words, but not within `/.../`, within parentheses, or after `-l`. */
function words(text: string): string[] {
  return text.match(/!*-l\s+(?:\S+\s+(?:in|notin)\s*\([^)]*\)\S*|\S+)|!*\/(?:\\.|[^/\\])*\/?(?=\s|$)|\S+/g) ?? [];
}

function parseTerm(word: string): TermResult {
  if (word.startsWith('!') && word.length > 1) {
    const inner = parseTerm(word.slice(1));
    return 'message' in inner ? inner : { ...inner, matches: (pod, now) => !inner.matches(pod, now) };
  }
  // A lone `!` or `~` is the beginning of a term.
  if (word === '!' || word === '~') return EVERY_POD;
  if (word.startsWith('/')) return regexTerm(word.slice(1));
  if (word.startsWith('~')) return fuzzyTerm(word.slice(1));
  if (word === '-l') return { message: 'a label selector follows -l: app=web' };
  if (/^-l\s/.test(word)) return labelTerm(word.slice(2).trim());
  if (word.toLowerCase() === 'faults') return { matches: needsLook };
  const column = /^([A-Za-z]+):(.*)$/s.exec(word);
  return column === null ? substringTerm(word) : columnTerm(column[1] as string, column[2] as string);
}

function substringTerm(word: string): Term {
  const wanted = word.toLowerCase();
  const isIn = (text: string) => text.toLowerCase().includes(wanted);
  return {
    matches: ({ metadata, status, why, node, ip }) =>
      isIn(`${metadata.namespace}/${metadata.name}`) || isIn(status) || isIn(why) || isIn(node) || isIn(ip),
  };
}

function fuzzyTerm(query: string): Term {
  return { matches: ({ metadata }) => fuzzyMatch(query, `${metadata.namespace}/${metadata.name}`) !== undefined };
}

function regexTerm(rest: string): TermResult {
  const source = rest.endsWith('/') && !rest.endsWith('\\/') ? rest.slice(0, -1) : rest;
  try {
    const regex = new RegExp(source, 'i');
    return {
      matches: ({ metadata, status, why, node, ip }) =>
        regex.test(`${metadata.namespace}/${metadata.name}`) ||
        [status, why, node, ip].some((text) => regex.test(text)),
    };
  } catch (cause) {
    return { message: cause instanceof Error ? cause.message : String(cause) };
  }
}

function labelTerm(selector: string): TermResult {
  const result = parseLabelSelector(selector);
  if (result.kind === 'error') return { message: result.message };
  const requirements: readonly LabelRequirement[] = result.value;
  return { matches: ({ labels }) => matchesLabels(requirements, labels) };
}

function columnTerm(name: string, value: string): TermResult {
  const column = podColumn(name);
  if (column === undefined) return { message: unknownColumn(name) };
  if (value === '') return EVERY_POD;
  if (column.id === 'age') return ageTerm(value);
  const compared = column.id === 'restarts' ? /^([<>]=?|=)?(\d+)$/.exec(value) : null;
  if (compared !== null) return numberTerm((pod) => pod.restarts, compared[1] ?? '=', Number(compared[2]));
  if (column.id === 'restarts') return { message: `restarts:${value}: write a number, as restarts:>3` };
  return textTerm(column, value);
}

function textTerm(column: PodColumn, value: string): Term {
  const wanted = value.toLowerCase();
  // The text of these columns does not depend on the time, but for WHY, whose reason alone is searched.
  const textOf = column.id === 'why' ? (pod: Pod) => pod.why : (pod: Pod) => column.text(pod, 0);
  return { matches: (pod) => textOf(pod).toLowerCase().includes(wanted) };
}

function ageTerm(value: string): TermResult {
  const [, op = '=', amount = ''] = /^([<>]=?)(.*)$/.exec(value) ?? [];
  const limitMs = parseDurationMs(amount);
  if (op === '=' || limitMs === undefined) return { message: `age:${value}: write < or > and a time, as age:<10m` };
  return { ...numberTerm(({ createdAt }, now) => now - createdAt, op, limitMs), isTimed: true };
}

function numberTerm(of: (pod: Pod, now: number) => number, op: string, limit: number): Term {
  const holds: Record<string, (value: number) => boolean> = {
    '<': (value) => value < limit,
    '<=': (value) => value <= limit,
    '>': (value) => value > limit,
    '>=': (value) => value >= limit,
    '=': (value) => value === limit,
  };
  const compare = holds[op] as (value: number) => boolean;
  return { matches: (pod, now) => compare(of(pod, now)) };
}

function unknownColumn(name: string): string {
  const ids = POD_COLUMNS.map(({ id }) => id);
  const near = nearestWord(name.toLowerCase(), ids);
  return near === undefined
    ? `there is no column ${name}; there are ${ids.join(' ')}`
    : `there is no column ${name}; did you mean ${near}?`;
}
