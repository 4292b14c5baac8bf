import { type Pod, podKey } from '../../src/pods/index.ts';
import type { RecordingFile } from '../../src/recorder/index.ts';
import { clean, formatAge, formatBytes, formatClock, formatCount } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';

/** What of a pod is worth a line when it changes. */
export type Seen = Pick<Pod, 'status' | 'ready' | 'total' | 'restarts'>;

export const seenOf = ({ status, ready, total, restarts }: Pod): Seen => ({ status, ready, total, restarts });

/** `10:02:11 pods default/web-1 Running → CrashLoopBackOff (3 restarts)`; undefined when nothing worth a line changed. */
export function changeLine(o: {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  pod: Pod;
  before: Seen | undefined;
  time: string;
  glyphs: Glyphs;
}): string | undefined {
  const { pod, before, time, glyphs } = o;
  const head = `${time} pods ${clean(podKey(pod))}`;
  if (o.type === 'DELETED') return `${head} deleted`;
  if (o.type === 'ADDED' || before === undefined) return `${head} new, ${clean(pod.status)}`;
  const changes = [
    ...(before.status === pod.status ? [] : [`${clean(before.status)} ${glyphs.arrow} ${clean(pod.status)}`]),
    ...(before.ready === pod.ready && before.total === pod.total ? [] : [`ready ${pod.ready}/${pod.total}`]),
  ];
  const restarts =
    before.restarts === pod.restarts ? '' : ` (${pod.restarts} ${pod.restarts === 1 ? 'restart' : 'restarts'})`;
  if (changes.length === 0 && restarts === '') return undefined;
  return `${head} ${changes.join(', ') || 'restarted'}${restarts}`;
}

/** Name, length, size, screen, age, GIF, and what is wrong; `-` is not known. */
export function recordingCells(file: RecordingFile, now: number): string[] {
  const { header, seconds, gifBytes, fault } = file;
  return [
    clean(file.name),
    seconds === undefined ? '-' : formatClock(seconds),
    formatBytes(file.bytes),
    header === undefined ? '-' : `${header.cols}x${header.rows}`,
    formatAge((now - file.modifiedMs) / 1000),
    gifBytes === undefined ? '-' : formatBytes(gifBytes),
    clean(fault?.text ?? ''),
  ];
}

/** What the words at the prompt do. */
export const PLAIN_HELP = [
  'pods               list the pods',
  'faults             list what needs a look',
  'filter TEXT        list what fits: text, !text, /regex/, ~fuzzy, column:value',
  'namespace NS|all   watch one namespace, or all',
  'recordings         list the recordings, newest first',
  'status             what is seen and how old it is',
  'quit               end',
];

export const countLine = (shown: number, total: number): string =>
  `${formatCount(shown)} of ${formatCount(total)} pods`;
