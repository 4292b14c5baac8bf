import { digest } from './demo-names.ts';
import { fieldsOf } from './field-ownership.ts';
import { hole, MARK, type PodHoles } from './pod-holes.ts';
import { CONDITION_TYPES, labelsOf, ownerOf } from './pod-metadata.ts';
import { specObject } from './pod-spec-object.ts';
import type { ContainerPlan, Revision, Workload } from './workload.ts';

/**
 * The JSON of a revision's pods, cut where they differ: putting one together is then a matter of microseconds, which is
 * what lets a list of 50,000 pods be made while it is sent.
 */
export class PodTemplate {
  readonly #parts: readonly string[];
  readonly #holes: readonly (keyof PodHoles)[];

  constructor(workload: Workload, revision: Revision) {
    const pieces = JSON.stringify(podObject(workload, revision))
      .replace('"managedFields":""', () => `"managedFields":${managedFieldsOf(workload, revision)}`)
      .replace(`"deletion":"${hole('deletion')}",`, hole('deletion'))
      .replace(`"nodeName":"${hole('nodeName')}",`, hole('nodeName'))
      .replace(`"${hole('status')}"`, hole('status'))
      .split(MARK);
    this.#parts = pieces.filter((_, index) => index % 2 === 0);
    this.#holes = pieces.filter((_, index) => index % 2 === 1) as (keyof PodHoles)[];
  }

  /** The object from its metadata on, without kind and apiVersion, as it stands in a list. */
  fill(holes: PodHoles): string {
    let text = this.#parts[0] as string;
    for (let index = 0; index < this.#holes.length; index++)
      text += holes[this.#holes[index] as keyof PodHoles] + (this.#parts[index + 1] as string);
    return text;
  }
}

/** Who owns which field is the same for all workloads that are built alike, and most of the work. */
const managedBy = new WeakMap<readonly ContainerPlan[], string>();

function podObject(workload: Workload, revision: Revision): object {
  return {
    metadata: metadataOf(workload, revision),
    spec: specObject(workload.plan, revision),
    status: hole('status'),
  };
}

/** The JSON of `managedFields`. */
function managedFieldsOf(workload: Workload, revision: Revision): string {
  const kept = managedBy.get(workload.plan.containers);
  if (kept !== undefined) return kept;
  const { labels, annotations } = metadataOf(workload, revision);
  const owned = {
    'f:metadata': fieldsOf({ generateName: '', labels, annotations, ownerReferences: '' }),
    'f:spec': fieldsOf(specObject(workload.plan, revision)),
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

interface PodMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ownerReferences: readonly object[];
}

function metadataOf(workload: Workload, revision: Revision): PodMetadata & Record<string, unknown> {
  const { plan } = workload;
  const owner = ownerOf(workload, revision, { job: hole('job'), node: hole('node') });
  return {
    name: hole('name'),
    generateName: plan.kind === 'CronJob' ? owner.name : `${plan.kind === 'StatefulSet' ? plan.name : owner.name}-`,
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
    ownerReferences: [owner],
    managedFields: '',
  };
}
