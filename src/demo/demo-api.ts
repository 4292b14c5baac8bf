import {
  type ApiStatus,
  conflict,
  METHOD_NOT_ALLOWED,
  NO_SUCH_RESOURCE,
  NOT_ACCEPTABLE,
  notFound,
  statusJson,
  UNSUPPORTED_MEDIA_TYPE,
} from './api-statuses.ts';
import type { DemoCluster } from './demo-cluster.ts';
import type { Encoding, Piece } from './encoding.ts';
import { JSON_TYPE, jsonEncoding } from './json-encoding.ts';
import { answerList, type Question } from './list-answer.ts';
import { type ListOptions, parseListOptions } from './list-options.ts';
import type { StoredObject } from './object-store.ts';
import { podUid } from './pod-occurrences.ts';
import { type DemoResources, demoResources, type ResourceKind } from './resource-kind.ts';
import { WatchFeed } from './watch-feed.ts';

export interface DemoRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly accept: string;
  readonly contentType: string;
  readonly body: string;
}

export type DemoAnswer =
  | { readonly kind: 'body'; readonly code: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'list'; readonly contentType: string; readonly pieces: Iterable<Piece> }
  | {
      readonly kind: 'watch';
      readonly contentType: string;
      readonly feed: WatchFeed<never>;
      readonly options: ListOptions;
    }
  /** To be asked again after some time, which may bring what was asked for. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly again: () => DemoAnswer };

/** How long a server waits for a resourceVersion that is still to come. */
const TOO_EARLY_MS = 3_000;

const json = (code: number, body: string): DemoAnswer => ({
  kind: 'body',
  code,
  contentType: 'application/json',
  body: `${body}\n`,
});
const text = (code: number, body: string): DemoAnswer => ({
  kind: 'body',
  code,
  contentType: 'text/plain; charset=utf-8',
  body,
});
const refuse = (status: ApiStatus): DemoAnswer => json(status.code, statusJson(status));

/** The API of the demo cluster: what a request is answered with. Knows no socket. */
export class DemoApi {
  readonly cluster: DemoCluster;
  readonly #resources: DemoResources;

  constructor(cluster: DemoCluster) {
    this.cluster = cluster;
    this.#resources = demoResources(cluster.world);
  }

  /** `now` in ms since the epoch: when a deletion begins. */
  answer(request: DemoRequest, now: number): DemoAnswer {
    const url = new URL(request.url, 'http://demo');
    const parts = url.pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decode);
    if (parts[0] !== 'api' || parts.length < 3) return this.#answerAbout(url.pathname);
    if (!/application\/json|application\/\*|\*\/\*|^$/.test(request.accept)) return refuse(NOT_ACCEPTABLE);
    const target = this.#target(parts.slice(2));
    if (parts[1] !== 'v1' || target === undefined) return refuse(NO_SUCH_RESOURCE);
    const { kind, namespace, name } = target;
    if (name === '')
      return request.method === 'GET'
        ? this.#answerCollection({ kind, namespace }, url.searchParams, request.accept)
        : refuse(METHOD_NOT_ALLOWED);
    const object = kind.store.get(kind.isNamespaced ? `${namespace}/${name}` : name);
    if (request.method === 'DELETE' && kind.plural === 'pods')
      return this.#delete(`${namespace}/${name}`, request, { now, query: url.searchParams });
    if (request.method !== 'GET') return refuse(METHOD_NOT_ALLOWED);
    return object === undefined ? refuse(notFound(kind.plural, name)) : json(200, whole(kind, object));
  }

  /** `pods`, `pods/NAME` of a thing without namespace, `namespaces/NS/pods`, `namespaces/NS/pods/NAME`. */
  #target(parts: readonly string[]): { kind: ResourceKind<StoredObject>; namespace: string; name: string } | undefined {
    const [first = '', namespace = '', plural = ''] = parts;
    const isInNamespace = first === 'namespaces' && parts.length > 2;
    const found = (this.#resources as unknown as Record<string, ResourceKind<StoredObject>>)[
      isInNamespace ? plural : first
    ];
    if (found === undefined || !Object.hasOwn(this.#resources, found.plural)) return undefined;
    if (isInNamespace)
      return found.isNamespaced && parts.length <= 4 ? { kind: found, namespace, name: parts[3] ?? '' } : undefined;
    if (parts.length > 2 || (parts.length === 2 && found.isNamespaced)) return undefined;
    return { kind: found, namespace: '', name: parts[1] ?? '' };
  }

  #answerCollection(
    target: Pick<Question<StoredObject>, 'kind' | 'namespace'>,
    query: URLSearchParams,
    accept: string,
  ): DemoAnswer {
    const parsed = parseListOptions(query, target.kind);
    if (parsed.kind === 'refused') return refuse(parsed.status);
    const question: Question<StoredObject> = {
      ...target,
      options: parsed.options,
      encoding: encodingFor(target.kind, accept),
    };
    const { options, encoding } = question;
    if (options.isWatch) {
      const feed = new WatchFeed(question, this.cluster.world.version) as unknown as WatchFeed<never>;
      return { kind: 'watch', contentType: encoding.watchType, feed, options };
    }
    const answered = answerList(question, this.cluster.world.version);
    if (answered.kind === 'list') return answered;
    if (answered.kind === 'refused') return refuse(answered.status);
    const again = (): DemoAnswer => {
      const second = answerList(question, this.cluster.world.version);
      return second.kind === 'list' ? second : refuse(second.status);
    };
    return { kind: 'later', afterMs: TOO_EARLY_MS, again };
  }

  #delete(key: string, request: DemoRequest, { now, query }: { now: number; query: URLSearchParams }): DemoAnswer {
    const options = deleteOptions(request);
    if ('code' in options) return refuse(options);
    const { pods } = this.#resources;
    const pod = pods.store.get(key);
    if (pod === undefined) return refuse(notFound('pods', key.slice(key.indexOf('/') + 1)));
    const asked = options.preconditions?.uid;
    if (asked !== undefined && asked !== podUid(pod))
      return refuse(conflict('Pod', pod.name, { asked, found: podUid(pod) }));
    const grace = Number(query.get('gracePeriodSeconds') ?? options.gracePeriodSeconds ?? pod.graceSeconds);
    return json(200, whole(pods, this.cluster.deletePod(pod, Math.max(0, grace), now)));
  }

  #answerAbout(path: string): DemoAnswer {
    switch (path) {
      case '/version':
        return json(200, JSON.stringify(VERSION));
      case '/readyz':
      case '/livez':
      case '/healthz':
        return text(200, 'ok');
      case '/api':
        return json(200, JSON.stringify({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }));
      case '/api/v1':
        return json(
          200,
          JSON.stringify({
            kind: 'APIResourceList',
            groupVersion: 'v1',
            resources: Object.values(this.#resources).map(discovered),
          }),
        );
      case '/apis':
        return json(200, JSON.stringify({ kind: 'APIGroupList', apiVersion: 'v1', groups: [] }));
      default:
        return text(404, '404 page not found\n');
    }
  }
}

const VERSION = {
  major: '1',
  minor: '27',
  gitVersion: 'v1.27.2+kpi-tui-demo',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/arm64',
};

const whole = <S extends StoredObject>(kind: ResourceKind<S>, object: S): string =>
  `{"kind":"${kind.kind}","apiVersion":"v1",${kind.render(object).slice(1)}`;

const discovered = ({ plural, kind, isNamespaced, verbs, shortNames }: ResourceKind<never>): object => ({
  name: plural,
  singularName: kind.toLowerCase(),
  namespaced: isNamespaced,
  kind,
  verbs,
  shortNames,
});

/** The first media type of an Accept header that a resource has; JSON for all others. */
function encodingFor<S extends StoredObject>(kind: ResourceKind<S>, accept: string): Encoding<S> {
  for (const asked of accept.split(',')) {
    const type = asked.split(';', 1)[0]?.trim() ?? '';
    const encoding = Object.hasOwn(kind.encodings, type) ? kind.encodings[type] : undefined;
    if (encoding !== undefined) return encoding;
    if (type === JSON_TYPE) break;
  }
  return jsonEncoding(kind);
}

interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string };
}

function deleteOptions({ body, contentType }: DemoRequest): DeleteOptions | ApiStatus {
  if (body === '') return {};
  if (!contentType.startsWith('application/json')) return UNSUPPORTED_MEDIA_TYPE;
  try {
    const options: unknown = JSON.parse(body);
    return typeof options === 'object' && options !== null ? (options as DeleteOptions) : {};
  } catch (cause) {
    return {
      code: 500,
      message: `couldn't get version/kind; json parse error: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
