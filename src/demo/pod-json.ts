import { timeText } from './api-time.ts';
import type { NodeState } from './node-state.ts';
import { podUid } from './pod-occurrences.ts';
import type { PodState } from './pod-state.ts';
import { statusObject } from './pod-status-object.ts';
import { PodTemplate } from './pod-template.ts';
import type { Revision } from './workload.ts';

/** Lists go through the workloads one after the other, so few templates are needed at a time; each is about 10 KB. */
const KEPT_TEMPLATES = 256;

/** Makes the JSON of pods, 6 to 9 KB each, when it is asked for. */
export class PodJson {
  readonly #nodes: readonly NodeState[];
  readonly #templates = new Map<Revision, PodTemplate>();

  constructor(nodes: readonly NodeState[]) {
    this.#nodes = nodes;
  }

  /** The object from its metadata on, without kind and apiVersion. */
  render(pod: PodState): string {
    const node = this.#nodes[pod.node]?.name ?? '';
    return this.#template(pod).fill({
      name: escaped(pod.name),
      uid: podUid(pod),
      version: String(pod.resourceVersion),
      created: timeText(pod.createdAt),
      node,
      nodeName: node === '' ? '' : `"nodeName":"${node}",`,
      job: pod.job,
      deletion:
        pod.deletedAt === 0
          ? ''
          : `"deletionTimestamp":"${timeText(pod.deletedAt)}","deletionGracePeriodSeconds":${pod.graceSeconds},`,
      status: JSON.stringify(statusObject(pod, this.#nodes)),
    });
  }

  #template(pod: PodState): PodTemplate {
    const kept = this.#templates.get(pod.revision);
    if (kept !== undefined) return kept;
    if (this.#templates.size >= KEPT_TEMPLATES) this.#templates.delete(this.#templates.keys().next().value as Revision);
    const template = new PodTemplate(pod.workload, pod.revision);
    this.#templates.set(pod.revision, template);
    return template;
  }
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
