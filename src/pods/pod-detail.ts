import { formatAge, parseRfc3339 } from '../text/index.ts';
import { agoText, type ContainerDetail, containerDetails } from './container-detail.ts';
import { type JsonRecord, number, record, records, text, texts } from './json-value.ts';
import { ownerText, type Pod } from './pod.ts';
import { ageText, whyText } from './pod-columns.ts';
import { roleAt, type StatusRole } from './pod-look.ts';

/** A line of a detail pane: a label, and what it says. Texts are untrusted. */
export interface DetailLine {
  readonly label: string;
  /** The glyph and colour before the text; undefined: plain. */
  readonly role: StatusRole | undefined;
  readonly text: string;
}

export interface DetailSection {
  readonly title: string;
  readonly lines: readonly DetailLine[];
}

/** What a server answers for a pod and for its events: JSON as it came, of any shape. */
export interface PodDocuments {
  readonly pod: unknown;
  /** An EventList, or undefined while it is not there. */
  readonly events?: unknown;
}

const line = (label: string, value: string, role?: StatusRole): DetailLine => ({ label, role, text: value });

/** Events shown under a pod. */
const NEWEST_EVENTS = 20;

/**
 * The few lines under the table for the selected pod. Without documents it says what the row knows; with them also its
 * containers, limits and newest event. `now` in ms since the epoch.
 */
export function podSummary(pod: Pod, documents: PodDocuments | undefined, now: number): DetailLine[] {
  const object = record(documents?.pod);
  const containers = containerDetails(object, now);
  const place = [pod.node, pod.ip, pod.qos, ownerText(pod)].filter((part) => part !== '').join(' · ');
  const why = whyLine(pod, containers, now);
  return [
    ...(why === '' ? [] : [line('why', why, roleAt(pod, now))]),
    line('node', place === '' ? 'not on a node yet' : place),
    ...containers.map((container) => line(container.name, containerText(container), container.role)),
    ...eventLines(documents?.events, now).slice(0, 1),
  ];
}

/** `OOMKilled, exit 137, 2m10s ago; limit 256Mi; waits 2m40s to restart`. */
function whyLine(pod: Pod, containers: readonly ContainerDetail[], now: number): string {
  const killed = containers.find(({ last, state }) => /^OOMKilled/.test(last) || /^OOMKilled/.test(state));
  const limit = killed === undefined || killed.memoryLimit === '' ? '' : `limit ${killed.memoryLimit}`;
  const waits =
    pod.restartAt === undefined || pod.restartAt <= now
      ? ''
      : `waits ${formatAge((pod.restartAt - now) / 1000)} to restart`;
  return [whyText(pod, now), limit, waits].filter((part) => part !== '').join('; ');
}

const containerText = ({ state, restarts, kind }: ContainerDetail): string =>
  `${state}  ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}${kind === 'container' ? '' : `  ${kind}`}`;

/** The whole of a pod in sections, as `d` describes it. */
export function podDetail(pod: Pod, documents: PodDocuments, now: number): DetailSection[] {
  const object = record(documents.pod);
  const sections: DetailSection[] = [
    { title: 'pod', lines: podLines(pod, object, now) },
    ...containerDetails(object, now).map((container) => ({
      title: `${container.kind} ${container.name}`,
      lines: containerLines(container),
    })),
    { title: 'conditions', lines: conditionLines(object, now) },
    { title: 'volumes', lines: records(record(object.spec).volumes).map(volumeLine) },
    { title: 'labels', lines: texts(record(object.metadata).labels).map(([name, value]) => line(name, value)) },
    {
      title: 'annotations',
      lines: texts(record(object.metadata).annotations).map(([name, value]) => line(name, value)),
    },
    {
      title: 'events',
      lines: documents.events === undefined ? [line('', 'asking for events')] : eventLines(documents.events, now),
    },
  ];
  return sections.filter(({ lines, title }) => lines.length > 0 || title === 'events');
}

function podLines(pod: Pod, object: JsonRecord, now: number): DetailLine[] {
  const spec = record(object.spec);
  const known = (label: string, value: string) => (value === '' ? [] : [line(label, value)]);
  const age = ageText(pod, now);
  return [
    line('status', `${pod.status}  ${pod.ready}/${pod.total} ready`, roleAt(pod, now)),
    ...known('why', whyText(pod, now)),
    ...known('node', pod.node),
    ...known('address', pod.ip),
    ...known('owner', ownerText(pod)),
    ...known('quality', pod.qos),
    ...known('account', text(spec.serviceAccountName)),
    ...known('priority', text(spec.priorityClassName)),
    ...known('age', age === '' ? '' : `${age}, since ${text(record(object.metadata).creationTimestamp)}`),
    ...known('uid', pod.metadata.uid),
  ];
}

function containerLines(container: ContainerDetail): DetailLine[] {
  const known = (label: string, value: string) => (value === '' ? [] : [line(label, value)]);
  return [
    line('state', container.state, container.role),
    ...known('last', container.last),
    line('restarts', String(container.restarts)),
    ...known('image', container.image),
    ...known('ports', container.ports),
    ...known('requests', container.requests),
    ...known('limits', container.limits),
    ...known('probes', container.probes),
  ];
}

function conditionLines(object: JsonRecord, now: number): DetailLine[] {
  return records(record(object.status).conditions).map(({ type, status, reason, message, lastTransitionTime }) => {
    const age = agoText(lastTransitionTime, now);
    const parts = [text(status).toLowerCase(), age === '' ? '' : `for ${age}`, text(reason), text(message)];
    return line(text(type), parts.filter((part) => part !== '').join('  '), status === 'True' ? 'ok' : 'warn');
  });
}

/** A volume is named by its kind: the one member beside its name. */
function volumeLine(volume: JsonRecord): DetailLine {
  const kind = Object.keys(volume).find((name) => name !== 'name') ?? '';
  const source = record(volume[kind]);
  const of = text(source.name) || text(source.secretName) || text(source.claimName) || text(source.path);
  return line(text(volume.name), of === '' ? kind : `${kind} ${of}`);
}

/** Newest first: `2m  Back-off restarting failed container app (x31)`. */
function eventLines(events: unknown, now: number): DetailLine[] {
  const sorted = records(record(events).items)
    .map((event) => ({ event, at: eventTime(event) }))
    .sort((a, b) => b.at - a.at);
  return sorted.slice(0, NEWEST_EVENTS).map(({ event, at }) => {
    const count = number(event.count) ?? number(record(event.series).count) ?? 1;
    const age = at === 0 ? '' : `${formatAge(Math.max(0, now - at) / 1000)}  `;
    const message = text(event.message) || text(event.reason);
    return line(
      'event',
      `${age}${message}${count > 1 ? ` (x${count})` : ''}`,
      event.type === 'Warning' ? 'warn' : undefined,
    );
  });
}

const eventTime = (event: JsonRecord): number => {
  const { lastTimestamp, eventTime: first } = event;
  const of = (value: unknown) => parseRfc3339(text(value)) ?? 0;
  return Math.max(
    of(lastTimestamp),
    of(first),
    of(record(event.series).lastObservedTime),
    of(record(event.metadata).creationTimestamp),
  );
};
