import type { Projection, Wire, WireSchema } from '../src/kube/index.ts';

/** What `clientgo-informer -trim row` keeps of a pod, for a comparison of like with like. */
const ROW = {
  metadata: {
    number: 1,
    type: {
      name: { number: 1, type: 'string' },
      namespace: { number: 3, type: 'string' },
      uid: { number: 5, type: 'string' },
      resourceVersion: { number: 6, type: 'string' },
      creationTimestamp: { number: 8, type: 'time' },
    },
  },
  spec: { number: 2, type: { nodeName: { number: 10, type: 'string' } } },
  status: {
    number: 3,
    type: {
      phase: { number: 1, type: 'string' },
      podIP: { number: 6, type: 'string' },
      containerStatuses: {
        number: 8,
        type: {
          name: { number: 1, type: 'string' },
          ready: { number: 4, type: 'bool' },
          restartCount: { number: 5, type: 'int' },
        },
        repeated: true,
      },
    },
  },
} as const satisfies WireSchema;

export interface Row {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  readonly createdAt: number;
  readonly node: string;
  readonly phase: string;
  readonly ip: string;
  readonly containers: readonly { readonly name: string; readonly ready: boolean; readonly restarts: number }[];
}

export const rowProjection: Projection<Row> = {
  kind: 'Pod',
  apiVersion: 'v1',
  schema: ROW,
  fromWire: ({ metadata, spec, status }: Wire<typeof ROW>): Row => ({
    metadata: {
      name: metadata?.name ?? '',
      namespace: metadata?.namespace ?? '',
      uid: metadata?.uid ?? '',
      resourceVersion: metadata?.resourceVersion ?? '',
    },
    createdAt: metadata?.creationTimestamp ?? 0,
    node: spec?.nodeName ?? '',
    phase: status?.phase ?? '',
    ip: status?.podIP ?? '',
    containers: (status?.containerStatuses ?? []).map(({ name, ready, restartCount }) => ({
      name: name ?? '',
      ready: ready ?? false,
      restarts: restartCount ?? 0,
    })),
  }),
};
