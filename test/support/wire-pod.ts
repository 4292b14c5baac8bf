import { type Pod, podFromWire, type WirePod } from '../../src/pods/index.ts';
import { parseRfc3339 } from '../../src/text/index.ts';

const TIMES = /(?:Timestamp|At|Time)$/;

/** A pod's JSON as the readers hand it on: times in milliseconds, null and zeroes absent. */
export function wirePod(json: unknown): WirePod {
  return JSON.parse(JSON.stringify(json), (name, value: unknown) => {
    if (value === null || value === '' || value === 0 || value === false) return undefined;
    return typeof value === 'string' && TIMES.test(name) ? parseRfc3339(value) : value;
  }) as WirePod;
}

type Loose = Record<string, unknown>;

/** A pod with one running and ready container `app`; parts of metadata, spec and status can be put in their place. */
export function madePod(parts: { metadata?: Loose; spec?: Loose; status?: Loose } = {}): Pod {
  return podFromWire({
    metadata: {
      namespace: 'shop',
      name: 'web-1',
      uid: 'u1',
      resourceVersion: '1',
      creationTimestamp: 1_000_000,
      ...parts.metadata,
    },
    spec: { nodeName: 'pi-1', containers: [{ name: 'app' }], ...parts.spec },
    status: {
      phase: 'Running',
      podIP: '10.244.0.9',
      qosClass: 'Burstable',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'app', ready: true, started: true, state: { running: {} } }],
      ...parts.status,
    },
  } as WirePod);
}
