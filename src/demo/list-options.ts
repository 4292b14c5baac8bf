import {
  type FieldRequirement,
  type LabelRequirement,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from '../kube/index.ts';
import { type ApiStatus, badRequest, invalidOption } from './api-statuses.ts';
import type { StoredObject } from './object-store.ts';
import type { ResourceKind } from './resource-kind.ts';

/** What a list or a watch was asked for with, checked. */
export interface ListOptions {
  readonly isWatch: boolean;
  readonly labels: readonly LabelRequirement[];
  readonly fields: readonly FieldRequirement[];
  /** undefined: not given. */
  readonly resourceVersion: number | undefined;
  readonly match: '' | 'Exact' | 'NotOlderThan';
  /** 0: all. */
  readonly limit: number;
  readonly continueToken: string;
  /** 0: the server's choice. */
  readonly timeoutSeconds: number;
  readonly allowBookmarks: boolean;
  readonly sendInitialEvents: boolean;
}

export type ListOptionsResult =
  | { readonly kind: 'options'; readonly options: ListOptions }
  | { readonly kind: 'refused'; readonly status: ApiStatus };

const refused = (status: ApiStatus): ListOptionsResult => ({ kind: 'refused', status });
const isTrue = (value: string | null): boolean => value === '1' || value === 'true';

export function parseListOptions(query: URLSearchParams, kind: Pick<ResourceKind<never>, 'fields'>): ListOptionsResult {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  if (labels.kind === 'error') return refused(badRequest(labels.message));
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  if (fields.kind === 'error') return refused(badRequest(fields.message));
  const unknown = fields.value.find(({ field }) => !COMMON_FIELDS.has(field) && !Object.hasOwn(kind.fields, field));
  if (unknown !== undefined) return refused(badRequest(`field label not supported: ${unknown.field}`));
  for (const name of ['limit', 'timeoutSeconds']) {
    const value = query.get(name) ?? '';
    if (value !== '' && !/^-?\d+$/.test(value))
      return refused(badRequest(`strconv.ParseInt: parsing "${value}": invalid syntax`));
  }
  const version = query.get('resourceVersion') ?? '';
  if (version !== '' && !/^\d+$/.test(version)) {
    return refused({
      code: 500,
      message: `resourceVersion: Invalid value: "${version}": strconv.ParseUint: parsing "${version}": invalid syntax`,
    });
  }
  const options: ListOptions = {
    isWatch: isTrue(query.get('watch')),
    labels: labels.value,
    fields: fields.value,
    resourceVersion: version === '' ? undefined : Number(version),
    match: (query.get('resourceVersionMatch') ?? '') as ListOptions['match'],
    limit: Math.max(0, Number(query.get('limit') ?? 0)),
    continueToken: query.get('continue') ?? '',
    timeoutSeconds: Math.max(0, Number(query.get('timeoutSeconds') ?? 0)),
    allowBookmarks: isTrue(query.get('allowWatchBookmarks')),
    sendInitialEvents: isTrue(query.get('sendInitialEvents')),
  };
  const contradiction = contradictionIn(options);
  return contradiction === undefined ? { kind: 'options', options } : refused(contradiction);
}

const COMMON_FIELDS = new Set(['metadata.name', 'metadata.namespace']);

function contradictionIn({
  isWatch,
  match,
  resourceVersion,
  sendInitialEvents,
  continueToken,
}: ListOptions): ApiStatus | undefined {
  if (isWatch) {
    if (sendInitialEvents && match !== 'NotOlderThan')
      return invalidOption('Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
    if (!sendInitialEvents && match !== '')
      return invalidOption(
        'Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      );
    return undefined;
  }
  if (continueToken !== '' && (resourceVersion ?? 0) !== 0)
    return badRequest('specifying resource version is not allowed when using continue');
  if (match === '') return undefined;
  if (resourceVersion === undefined)
    return invalidOption('Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan')
    return invalidOption(`Unsupported value: "${match as string}": supported values: "Exact", "NotOlderThan", ""`);
  if (match === 'Exact' && resourceVersion === 0)
    return invalidOption('Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  return undefined;
}

/** Whether an object is in a namespace ('' = any) and fulfils the selectors. */
export function selects<S extends StoredObject>(
  kind: ResourceKind<S>,
  namespace: string,
  options: Pick<ListOptions, 'labels' | 'fields'>,
): (object: S) => boolean {
  const { labels, fields } = options;
  const fieldOf = (object: S) => (name: string) => {
    if (name === 'metadata.name') return object.name;
    return name === 'metadata.namespace' ? object.namespace : (kind.fields[name]?.(object) ?? '');
  };
  return (object) =>
    (namespace === '' || object.namespace === namespace) &&
    (labels.length === 0 || matchesLabels(labels, kind.labelsOf(object))) &&
    (fields.length === 0 || matchesFields(fields, fieldOf(object)));
}
