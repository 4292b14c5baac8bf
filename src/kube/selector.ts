/** One requirement of a label selector; all of a selector must hold. */
export type LabelRequirement =
  | { readonly op: 'in' | 'notin'; readonly key: string; readonly values: readonly string[] }
  | { readonly op: 'exists' | 'missing'; readonly key: string }
  | { readonly op: 'gt' | 'lt'; readonly key: string; readonly value: number };

/** `field=value` and `field!=value` of a field selector. */
export interface FieldRequirement {
  readonly field: string;
  readonly op: 'is' | 'isNot';
  readonly value: string;
}

export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  | { readonly kind: 'error'; readonly message: string };

const parsed = <T>(value: T): Parsed<T> => ({ kind: 'parsed', value });
const failed = (message: string): { kind: 'error'; message: string } => ({ kind: 'error', message });

/** Names and values of labels: at most 63 of these, a key with an optional DNS prefix (apimachinery's validation). */
const KEY = /^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** The grammar of `labelSelector` (apimachinery labels.Parse): `a=b, c!=d, e in (f,g), h notin (i), j, !k, l>5`. '' matches all. */
export function parseLabelSelector(text: string): Parsed<readonly LabelRequirement[]> {
  const requirements: LabelRequirement[] = [];
  for (const part of splitOutsideParens(text)) {
    if (part === '' && text.trim() === '') break;
    const requirement = parseRequirement(part);
    if (requirement.kind === 'error') return requirement;
    requirements.push(requirement.value);
  }
  return parsed(requirements);
}

/** Whether labels fulfil all requirements. `!=` and `notin` hold for a label that is not there. */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return requirements.every((requirement) => {
    const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
    switch (requirement.op) {
      case 'in':
        return value !== undefined && requirement.values.includes(value);
      case 'notin':
        return value === undefined || !requirement.values.includes(value);
      case 'exists':
        return value !== undefined;
      case 'missing':
        return value === undefined;
      case 'gt':
        return value !== undefined && /^-?\d+$/.test(value) && Number(value) > requirement.value;
      default:
        return value !== undefined && /^-?\d+$/.test(value) && Number(value) < requirement.value;
    }
  });
}

function parseRequirement(text: string): Parsed<LabelRequirement> {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = '', op = 'in', list = ''] = set;
    return checked({ op: op as 'in' | 'notin', key, values: list.split(',').map((value) => value.trim()) });
  }
  const compared = /^([^=!<>]+)(==|=|!=|>|<)(.*)$/.exec(text);
  if (compared !== null) {
    const [, key = '', op = '=', value = ''] = compared.map((group) => group.trim());
    if (op === '>' || op === '<') {
      if (!/^-?\d+$/.test(value)) return failed(`"${value}" is not a whole number, which ${op} compares with`);
      return checked({ op: op === '>' ? 'gt' : 'lt', key, value: Number(value) });
    }
    return checked({ op: op === '!=' ? 'notin' : 'in', key, values: [value] });
  }
  return text.startsWith('!')
    ? checked({ op: 'missing', key: text.slice(1).trim() })
    : checked({ op: 'exists', key: text });
}

function checked(requirement: LabelRequirement): Parsed<LabelRequirement> {
  if (!KEY.test(requirement.key)) return failed(`"${requirement.key}" is no label key`);
  const wrong = 'values' in requirement ? requirement.values.find((value) => !VALUE.test(value)) : undefined;
  return wrong === undefined ? parsed(requirement) : failed(`"${wrong}" is no label value`);
}

/** Parts between commas that stand outside of parentheses. */
function splitOutsideParens(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}

/** The grammar of `fieldSelector` (apimachinery fields.ParseSelector): `a=b,c!=d`, `\,` `\=` `\\` in values. '' matches all. */
export function parseFieldSelector(text: string): Parsed<readonly FieldRequirement[]> {
  const requirements: FieldRequirement[] = [];
  for (const part of text.match(/(?:\\.|[^,\\])+/gs) ?? []) {
    const terms = /^((?:[^=!\\])+?)\s*(==|=|!=)((?:\\.|[^\\=])*)$/s.exec(part);
    if (terms === null) return failed(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = '', op = '=', value = ''] = terms;
    requirements.push({ field: field.trim(), op: op === '!=' ? 'isNot' : 'is', value: value.replace(/\\(.)/gs, '$1') });
  }
  return parsed(requirements);
}

/** Whether an object's fields fulfil all requirements; a field that is not there is ''. */
export const matchesFields = (requirements: readonly FieldRequirement[], fieldOf: (name: string) => string): boolean =>
  requirements.every(({ field, op, value }) => (fieldOf(field) === value) === (op === 'is'));
