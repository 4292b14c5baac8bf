import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { statusOfBody } from '../../../src/kube/body-collector.ts';
import type { WatchEvent, WireSchema } from '../../../src/kube/index.ts';
import { JsonListReader } from '../../../src/kube/json-list-reader.ts';
import { JsonWatchReader } from '../../../src/kube/json-watch-reader.ts';
import { Projector } from '../../../src/kube/list-reader.ts';
import { ProtobufListReader } from '../../../src/kube/protobuf-list-reader.ts';
import { ProtobufWatchReader } from '../../../src/kube/protobuf-watch-reader.ts';

const sample = (name: string): Buffer => readFileSync(new URL(`../../samples/kube/${name}`, import.meta.url));

/** Much more of a pod than a row needs: a bit of every type, from the generated.proto of k8s.io/api core/v1. */
const POD = {
  metadata: {
    number: 1,
    type: {
      name: { number: 1, type: 'string' },
      generateName: { number: 2, type: 'string' },
      namespace: { number: 3, type: 'string' },
      uid: { number: 5, type: 'string' },
      resourceVersion: { number: 6, type: 'string' },
      generation: { number: 7, type: 'int' },
      creationTimestamp: { number: 8, type: 'time' },
      deletionTimestamp: { number: 9, type: 'time' },
      deletionGracePeriodSeconds: { number: 10, type: 'int' },
      labels: { number: 11, type: 'stringMap' },
      annotations: { number: 12, type: 'stringMap' },
      finalizers: { number: 14, type: 'string', repeated: true },
    },
  },
  spec: {
    number: 2,
    type: {
      containers: {
        number: 2,
        type: {
          name: { number: 1, type: 'string' },
          image: { number: 2, type: 'string' },
          resources: {
            number: 8,
            type: { limits: { number: 1, type: 'quantityMap' }, requests: { number: 2, type: 'quantityMap' } },
          },
          imagePullPolicy: { number: 14, type: 'string' },
        },
        repeated: true,
      },
      restartPolicy: { number: 3, type: 'string' },
      terminationGracePeriodSeconds: { number: 4, type: 'int' },
      nodeName: { number: 10, type: 'string' },
      tolerations: {
        number: 22,
        type: {
          key: { number: 1, type: 'string' },
          operator: { number: 2, type: 'string' },
          effect: { number: 4, type: 'string' },
          tolerationSeconds: { number: 5, type: 'int' },
        },
        repeated: true,
      },
      priority: { number: 25, type: 'int' },
      enableServiceLinks: { number: 30, type: 'bool' },
    },
  },
  status: {
    number: 3,
    type: {
      phase: { number: 1, type: 'string' },
      conditions: {
        number: 2,
        type: {
          type: { number: 1, type: 'string' },
          status: { number: 2, type: 'string' },
          lastTransitionTime: { number: 4, type: 'time' },
          reason: { number: 5, type: 'string' },
          message: { number: 6, type: 'string' },
        },
        repeated: true,
      },
      podIP: { number: 6, type: 'string' },
      startTime: { number: 7, type: 'time' },
      containerStatuses: {
        number: 8,
        type: {
          name: { number: 1, type: 'string' },
          state: {
            number: 2,
            type: {
              waiting: {
                number: 1,
                type: { reason: { number: 1, type: 'string' }, message: { number: 2, type: 'string' } },
              },
              running: { number: 2, type: { startedAt: { number: 1, type: 'time' } } },
              terminated: {
                number: 3,
                type: {
                  exitCode: { number: 1, type: 'int' },
                  signal: { number: 2, type: 'int' },
                  reason: { number: 3, type: 'string' },
                  finishedAt: { number: 6, type: 'time' },
                },
              },
            },
          },
          ready: { number: 4, type: 'bool' },
          restartCount: { number: 5, type: 'int' },
          imageID: { number: 7, type: 'string' },
          started: { number: 9, type: 'bool' },
        },
        repeated: true,
      },
      qosClass: { number: 9, type: 'string' },
    },
  },
} as const satisfies WireSchema;

const NODE = {
  metadata: {
    number: 1,
    type: { name: { number: 1, type: 'string' }, creationTimestamp: { number: 8, type: 'time' } },
  },
  spec: { number: 2, type: { unschedulable: { number: 4, type: 'bool' } } },
} as const satisfies WireSchema;

const projector = (kind: string, schema: WireSchema) =>
  new Projector<unknown>({ kind, apiVersion: 'v1', schema, fromWire: (wire: unknown) => wire } as never);

function list(file: string, kind: string, schema: WireSchema) {
  const reader = file.endsWith('.pb')
    ? new ProtobufListReader(projector(kind, schema))
    : new JsonListReader(projector(kind, schema));
  reader.push(sample(file));
  reader.end();
  return reader.page;
}

function watch(file: string): WatchEvent[] {
  const events: WatchEvent[] = [];
  const onEvent = (event: WatchEvent) => events.push(event);
  const reader = file.endsWith('.pb')
    ? new ProtobufWatchReader(projector('Pod', POD), onEvent)
    : new JsonWatchReader(projector('Pod', POD), onEvent, (reason) => expect.unreachable(reason));
  reader.push(sample(file));
  reader.end();
  return events;
}

/** The first events of a watch come in no order. */
const byName = (events: readonly WatchEvent[]): WatchEvent[] =>
  events.filter(({ type }) => type === 'ADDED').toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
const nameOf = ({ object }: WatchEvent): string => (object as { metadata: { name: string } }).metadata.name;

describe('what a kube-apiserver v1.27.2 sent', () => {
  test.each([
    { name: 'pods', kind: 'Pod', schema: POD as WireSchema, items: 14 },
    { name: 'page', kind: 'Pod', schema: POD as WireSchema, items: 2 },
    { name: 'nodes', kind: 'Node', schema: NODE as WireSchema, items: 3 },
  ])('is the same list of $name in protobuf and in JSON', ({ name, kind, schema, items }) => {
    const protobuf = list(`${name}.pb`, kind, schema);
    expect(protobuf.items).toHaveLength(items);
    expect(protobuf.kind).toBe(`${kind}List`);
    // The lists were made one after the other, and their tokens have in them what was asked for.
    const { resourceVersion, continue: token, ...json } = list(`${name}.json`, kind, schema);
    expect(protobuf).toEqual({
      ...json,
      resourceVersion: expect.stringMatching(/^\d+$/),
      continue: token === '' ? '' : expect.stringMatching(/^ey/),
    });
    expect(resourceVersion).toMatch(/^\d+$/);
  });

  test('is the same watch in protobuf and in JSON', () => {
    const protobuf = watch('watch.pb');
    expect(protobuf.map(({ type }) => type)).toEqual([...Array.from({ length: 14 }, () => 'ADDED'), 'BOOKMARK']);
    expect(byName(protobuf)).toEqual(byName(watch('watch.json')));
    expect(protobuf.at(-1)).toMatchObject({
      object: { kind: 'Pod', metadata: { resourceVersion: expect.stringMatching(/^\d+$/) } },
    });
  });

  test('a time, a quantity, a map and a zero are read from it', () => {
    const pods = list('pods.pb', 'Pod', POD).items as {
      metadata: Record<string, unknown>;
      status: Record<string, unknown>;
      spec: { tolerations: unknown[] };
    }[];
    const pod = pods[0];
    expect(pod?.metadata.creationTimestamp).toBeGreaterThan(Date.UTC(2023, 4, 17));
    expect(pod?.metadata.labels).toMatchObject({ 'example.com/tier': 'a-b', team: 'naive' });
    expect(pod?.metadata.annotations).toEqual({ note: '漢字 "quoted" \u2028' });
    expect(pod?.metadata.generateName).toBeUndefined();
    expect(pod?.spec.tolerations[0]).toMatchObject({ tolerationSeconds: 300 });
  });

  test.each([
    {
      name: 'too-large',
      status: 504,
      reason: 'Timeout',
      details: {
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        retryAfterSeconds: 1,
      },
    },
    { name: 'not-found', status: 404, reason: 'NotFound', details: undefined },
  ])('is the same Status of $name in protobuf and in JSON', ({ name, status, reason, details }) => {
    const head = { status, retryAfterSeconds: 0 };
    const protobuf = statusOfBody(
      { ...head, contentType: 'application/vnd.kubernetes.protobuf' },
      sample(`${name}.pb`),
    );
    const json = statusOfBody({ ...head, contentType: 'application/json' }, sample(`${name}.json`));
    expect(protobuf).toMatchObject({ code: status, reason });
    expect(protobuf.details).toEqual(details);
    expect({ ...protobuf, message: '' }).toEqual({ ...json, message: '' });
    // Two answers of one server, some writes apart.
    expect(protobuf.message.replace(/\d+$/, '')).toBe(json.message.replace(/\d+$/, ''));
  });
});
