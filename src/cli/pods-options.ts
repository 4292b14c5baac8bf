import type { LowArgs } from '../config/index.ts';
import { EXIT, KpiError } from '../flow/index.ts';
import {
  EVERY_POD,
  POD_COLUMNS,
  type PodColumn,
  type PodFilter,
  type PodOrder,
  parseOrder,
  parsePodFilter,
  podColumn,
} from '../pods/index.ts';
import { nearestWord } from '../text/index.ts';

type PodsForm = 'table' | 'text' | 'json' | 'jsonl';

/** What `kpi-tui pods` was asked for. */
export interface PodsOptions {
  readonly form: PodsForm;
  readonly isWatch: boolean;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly filter: PodFilter;
  readonly order: PodOrder;
  /** undefined: those that fit. */
  readonly columns: readonly PodColumn[] | undefined;
}

/** Reads the flags of `pods`. Throws `USAGE` for what cannot be. */
export function podsOptions(args: LowArgs, isTTY: boolean): PodsOptions {
  const form = (args.text('output') ?? (isTTY ? 'table' : 'text')) as PodsForm;
  const isWatch = args.has('watch');
  if (isWatch && form === 'json')
    throw usage('-o json is one document and never ends with --watch', 'Use -o jsonl, which has one line a change.');
  return {
    form,
    isWatch,
    labelSelector: args.text('selector') ?? '',
    fieldSelector: args.text('field-selector') ?? '',
    filter: filterOf(args.text('filter')),
    order: orderOf(args.text('sort')),
    columns: columnsOf(args.list('columns')),
  };
}

const usage = (message: string, hint: string): KpiError =>
  new KpiError('USAGE', message, { hint, exitCode: EXIT.usage });

function filterOf(text: string | undefined): PodFilter {
  if (text === undefined) return EVERY_POD;
  const filter = parsePodFilter(text);
  if (filter.kind === 'error')
    throw usage(
      `--filter cannot be '${text}': ${filter.message}`,
      'Filters: text !text /regex/ ~fuzzy column:value -l selector faults',
    );
  return filter;
}

function orderOf(text: string | undefined): PodOrder {
  if (text === undefined) return { by: 'namespace', reverse: false };
  const order = parseOrder(text);
  if (order === undefined) throw unknownColumn('--sort', text.replace(/^-/, ''), ['look']);
  return order;
}

function columnsOf(names: readonly string[]): readonly PodColumn[] | undefined {
  if (names.length === 0) return undefined;
  return names.map((name) => {
    const column = podColumn(name);
    if (column === undefined) throw unknownColumn('--columns', name, []);
    return column;
  });
}

function unknownColumn(flag: string, name: string, more: readonly string[]): KpiError {
  const ids: readonly string[] = [...POD_COLUMNS.map(({ id }) => id), ...more];
  const near = nearestWord(name.toLowerCase(), ids);
  const hint = near === undefined ? `Columns: ${ids.join(' ')}` : `Did you mean '${near}'? Columns: ${ids.join(' ')}`;
  return usage(`${flag} names no column '${name}'`, hint);
}
