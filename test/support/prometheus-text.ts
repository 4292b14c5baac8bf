export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusText {
  readonly types: ReadonlyMap<string, string>;
  readonly help: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
  /** The value of the one series with these labels and no others. */
  get(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

/** A strict reader of the text format 0.0.4, written from its description and not from our writer: throws on any fault. */
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
export function parsePrometheusText(text: string): PrometheusText {
  const types = new Map<string, string>();
  const help = new Map<string, string>();
  const samples: Sample[] = [];
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no end');
  let family = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const [, comment, name = '', rest = ''] = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/s.exec(line) ?? [];
    if (comment === 'HELP') setOnce(help, name, unescaped(rest));
    else if (comment === 'TYPE') setOnce(types, name, rest);
    else {
      const sample = parseSample(line);
      const base = types.get(family) === 'histogram' ? sample.name.replace(/_(bucket|sum|count)$/, '') : sample.name;
      if (base !== family) throw new Error(`${sample.name} is not below its own TYPE`);
      samples.push(sample);
    }
    if (comment !== undefined) family = name;
  }
  const key = (name: string, labels: object): string => JSON.stringify([name, Object.entries(labels).sort()]);
  const byKey = new Map<string, number>();
  for (const { name, labels, value } of samples) setOnce(byKey, key(name, labels), value);
  return { types, help, samples, get: (name, labels = {}) => byKey.get(key(name, labels)) };
}

function parseSample(line: string): Sample {
  const [, name = '', braces, value = ''] =
    /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[^"\\]|\\.|"(?:[^"\\]|\\.)*")*)\})? (\S+)$/s.exec(line) ?? [];
  const labels: Record<string, string> = {};
  let rest = braces ?? '';
  while (rest !== '') {
    const [all = '', label = '', quoted = ''] =
      /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(?:,|$)/.exec(rest) ?? [];
    if (all === '' || label in labels) throw new Error(`no labels: ${line}`);
    labels[label] = unescaped(quoted);
    rest = rest.slice(all.length);
  }
  if (!/^([+-]?\d+(\.\d+)?(e[+-]\d+)?|[+-]Inf|NaN)$/.test(value)) throw new Error(`no sample: ${line}`);
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) };
}

const unescaped = (text: string): string => text.replace(/\\(.)/gs, (_, char) => (char === 'n' ? '\n' : char));

function setOnce<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.has(key)) throw new Error(`${key} is there twice`);
  map.set(key, value);
}
