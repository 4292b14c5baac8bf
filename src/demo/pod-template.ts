import { digest, hashName, uidOf } from './demo-names.ts';
import { fieldsOf } from './field-ownership.ts';
import type { ContainerPlan, Revision, Workload, WorkloadPlan } from './workload.ts';

/** What differs between the pods of one revision; `''` stands for a part that such a pod has not. */
export interface PodHoles {
  readonly name: string;
  readonly uid: string;
  readonly version: string;
  readonly created: string;
  readonly node: string;
  /** A whole member of the spec, with a comma behind it. */
  readonly nodeName: string;
  readonly token: string;
  readonly job: string;
  /** Whole members of the metadata, with a comma behind them. */
  readonly deletion: string;
  /** The status, as JSON. */
  readonly status: string;
}

type Hole = keyof PodHoles;

const MARK = '@@';
const hole = (name: Hole): string => `${MARK}${name}${MARK}`;

/**
 * The JSON of a revision's pods, cut where they differ: putting one together is then a matter of microseconds, which is
 * what lets a list of 50,000 pods be made while it is sent.
 */
export class PodTemplate {
  readonly #parts: readonly string[];
  readonly #holes: readonly Hole[];

  constructor(workload: Workload, revision: Revision) {
    const pieces = JSON.stringify(podObject(workload, revision))
      .replace('"managedFields":""', () => `"managedFields":${managedFieldsOf(workload, revision)}`)
      .replace(`"deletion":"${hole('deletion')}",`, hole('deletion'))
      .replace(`"nodeName":"${hole('nodeName')}",`, hole('nodeName'))
      .replace(`"${hole('status')}"`, hole('status'))
      .split(MARK);
    this.#parts = pieces.filter((_, index) => index % 2 === 0);
    this.#holes = pieces.filter((_, index) => index % 2 === 1) as Hole[];
  }

  /** The object from its metadata on, without kind and apiVersion, as it stands in a list. */
  fill(holes: PodHoles): string {
    let text = this.#parts[0] as string;
    for (let index = 0; index < this.#holes.length; index++)
      text += holes[this.#holes[index] as Hole] + (this.#parts[index + 1] as string);
    return text;
  }
}

/** Who owns which field is the same for all workloads that are built alike, and most of the work. */
const managedBy = new WeakMap<readonly ContainerPlan[], string>();

function podObject(workload: Workload, revision: Revision): object {
  return { metadata: metadataOf(workload, revision), spec: specOf(workload.plan, revision), status: hole('status') };
}

/** The JSON of `managedFields`. */
function managedFieldsOf(workload: Workload, revision: Revision): string {
  const kept = managedBy.get(workload.plan.containers);
  if (kept !== undefined) return kept;
  const { labels, annotations } = metadataOf(workload, revision);
  const owned = {
    'f:metadata': fieldsOf({ generateName: '', labels, annotations, ownerReferences: '' }),
    'f:spec': fieldsOf(specOf(workload.plan, revision)),
  };
  const conditions = CONDITION_TYPES.map((type) => ({ type, status: '', lastProbeTime: '', lastTransitionTime: '' }));
  const status = fieldsOf({
    conditions,
    containerStatuses: '',
    hostIP: '',
    phase: '',
    podIP: '',
    podIPs: '',
    startTime: '',
  });
  const entry = (manager: string, fieldsV1: object) => ({
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: hole('created'),
    fieldsType: 'FieldsV1',
    fieldsV1,
  });
  const json = JSON.stringify([
    entry('kube-controller-manager', owned),
    { ...entry('kubelet', { 'f:status': status }), subresource: 'status' },
  ]);
  managedBy.set(workload.plan.containers, json);
  return json;
}

export const CONDITION_TYPES = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'] as const;

interface PodMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ownerReferences: readonly object[];
}

function metadataOf(workload: Workload, revision: Revision): PodMetadata & Record<string, unknown> {
  const { plan } = workload;
  return {
    name: hole('name'),
    generateName:
      plan.kind === 'StatefulSet' ? `${plan.name}-` : ownerName(plan, revision) + (plan.kind === 'CronJob' ? '' : '-'),
    namespace: plan.namespace,
    uid: hole('uid'),
    resourceVersion: hole('version'),
    creationTimestamp: hole('created'),
    deletion: hole('deletion'),
    labels: labelsOf(workload, revision, { name: hole('name'), job: hole('job') }),
    annotations: {
      'checksum/config': digest(`${plan.namespace}/${plan.name}/config`),
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': String(plan.containers[0]?.port ?? 8080),
    },
    ownerReferences: [
      {
        apiVersion: apiVersionOf(plan),
        kind: ownerKind(plan),
        name: ownerName(plan, revision),
        uid: uidOf(`owner/${plan.namespace}/${plan.name}/${revision.hash}`),
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: '',
  };
}

/** The labels of a pod of a revision. */
export function labelsOf(
  { plan, labels }: Workload,
  revision: Revision,
  pod: { name: string; job: string },
): Readonly<Record<string, string>> {
  switch (plan.kind) {
    case 'CronJob':
      return { ...labels, 'job-name': pod.job, 'batch.kubernetes.io/job-name': pod.job };
    case 'Deployment':
      return { ...labels, 'pod-template-hash': revision.hash };
    case 'StatefulSet':
      return { ...labels, 'controller-revision-hash': revision.hash, 'statefulset.kubernetes.io/pod-name': pod.name };
    default:
      return { ...labels, 'controller-revision-hash': revision.hash };
  }
}

const ownerKind = ({ kind }: WorkloadPlan): string =>
  ({ Deployment: 'ReplicaSet', CronJob: 'Job', Static: 'Node', StatefulSet: 'StatefulSet', DaemonSet: 'DaemonSet' })[
    kind
  ];
const apiVersionOf = ({ kind }: WorkloadPlan): string =>
  kind === 'CronJob' ? 'batch/v1' : kind === 'Static' ? 'v1' : 'apps/v1';

function ownerName(plan: WorkloadPlan, revision: Revision): string {
  if (plan.kind === 'Deployment') return `${plan.name}-${revision.hash}`;
  if (plan.kind === 'CronJob') return hole('job');
  return plan.kind === 'Static' ? hole('node') : plan.name;
}

function specOf(plan: WorkloadPlan, revision: Revision): object {
  const token = `kube-api-access-${hole('token')}`;
  const containers = plan.containers.map((container) => containerOf(plan, container, { revision, token }));
  const init = [
    ...(plan.init ?? []).map((container) => containerOf(plan, container, { revision, token })),
    ...(plan.sidecars ?? []).map((container) => ({
      ...containerOf(plan, container, { revision, token }),
      restartPolicy: 'Always',
    })),
  ];
  return {
    volumes: [
      { name: 'config', configMap: { name: `${plan.name}-config`, defaultMode: 420 } },
      {
        name: 'data',
        ...(plan.kind === 'StatefulSet'
          ? { persistentVolumeClaim: { claimName: `data-${hole('name')}` } }
          : { emptyDir: {} }),
      },
      {
        name: token,
        projected: {
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            {
              downwardAPI: {
                items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
              },
            },
          ],
          defaultMode: 420,
        },
      },
    ],
    ...(init.length > 0 ? { initContainers: init } : {}),
    containers,
    restartPolicy: plan.kind === 'CronJob' ? 'Never' : 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    serviceAccountName: plan.name,
    serviceAccount: plan.name,
    nodeName: hole('nodeName'),
    ...(plan.hostNetwork ? { hostNetwork: true } : {}),
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    schedulerName: 'default-scheduler',
    tolerations: ['not-ready', 'unreachable'].map((what) => ({
      key: `node.kubernetes.io/${what}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

function containerOf(
  plan: WorkloadPlan,
  container: ContainerPlan,
  more: { revision: Revision; token: string },
): object {
  const probe = (path: string, periodSeconds: number) => ({
    httpGet: { path, port: container.port ?? 8080, scheme: 'HTTP' },
    timeoutSeconds: 2,
    periodSeconds,
    successThreshold: 1,
    failureThreshold: 3,
  });
  const variables = {
    LOG_LEVEL: 'info',
    REGION: 'home',
    DB_HOST: `postgres.${plan.namespace}.svc`,
    GOMEMLIMIT: container.memory,
  };
  return {
    name: container.name,
    image: `${container.image}:${more.revision.tag}`,
    args: ['--config=/etc/app/config.yaml', `--listen=:${container.port ?? 8080}`],
    ports: [{ name: 'http', containerPort: container.port ?? 8080, protocol: 'TCP' }],
    env: [
      ...Object.entries(variables).map(([name, value]) => ({ name, value })),
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      {
        name: 'API_KEY',
        valueFrom: { secretKeyRef: { name: `${plan.name}-${hashName(plan.name, 5)}`, key: 'api-key' } },
      },
    ],
    resources: { limits: { memory: container.memory }, requests: { cpu: container.cpu, memory: container.memory } },
    volumeMounts: [
      { name: 'config', readOnly: true, mountPath: '/etc/app' },
      { name: 'data', mountPath: '/data' },
      { name: more.token, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ],
    ...(plan.kind === 'CronJob' ? {} : { livenessProbe: probe('/healthz', 10), readinessProbe: probe('/ready', 5) }),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
  };
}
