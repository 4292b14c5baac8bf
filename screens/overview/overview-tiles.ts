import type { KpiError } from '../../src/flow/index.ts';
import type { PodSession } from '../../src/pods/index.ts';
import { roleAt, whyText } from '../../src/pods/index.ts';
import type { ShellState } from '../../src/pty/index.ts';
import type { RecordingFile, RecordingState } from '../../src/recorder/index.ts';
import type { LinkStatus } from '../../src/terminal/index.ts';
import {
  clean,
  formatAge,
  formatBytes,
  formatClock,
  formatCount,
  formatCountOf,
  padEnd,
  truncateMiddle,
} from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import type { Role } from '../theme.ts';
import { type Line, line, span } from '../ui/line.ts';
import type { Tile } from './overview-rows.ts';

const UNKNOWN = { text: '-', role: 'dim' } as const;
/** The most lines of a tile that any screen has room for. */
const TILE_LINES = 12;

/** What the pods tile is made from. */
export interface PodsTileSource {
  readonly pods: PodSession | undefined;
  readonly isOpening: boolean;
  readonly failure: KpiError | undefined;
  readonly freshness: Line | undefined;
  readonly glyphs: Glyphs;
  readonly now: number;
}

/** Columns of a pod's name in a tile; the rest of the line says what is wrong with it. */
const NAME_COLS = 20;

/** Counts by state and the worst three; without a cluster what is needed for one. */
export function podsTile(source: PodsTileSource): Tile {
  const { pods, failure, isOpening, glyphs, now } = source;
  const snapshot = pods?.view.getSnapshot();
  const base = { title: 'pods', key: '2', screen: 'pods' as const };
  if (pods === undefined || snapshot === undefined || (!snapshot.hasSynced && failure !== undefined)) {
    const why =
      failure === undefined
        ? [line(isOpening ? 'opening the cluster' : 'no cluster is open', 'busy')]
        : failureLines(failure);
    return { ...base, age: failure === undefined ? UNKNOWN : { text: failure.code, role: 'warn' }, lines: why };
  }
  const { counts, looking } = snapshot;
  const numbers: Line = [
    span(`${glyphs.ok} `, 'ok'),
    span(`${formatCount(counts.ok)} running`),
    ...(looking === 0 ? [] : [span('  '), span(`${glyphs.warn} ${formatCount(looking)} need a look`, 'warn')]),
  ];
  const worst = pods.table.worst(TILE_LINES - 1).map((pod): Line => {
    const name = truncateMiddle(clean(pod.metadata.name), NAME_COLS, glyphs.ellipsis);
    return [
      span(padEnd(name, NAME_COLS + 1)),
      span(pod.status, roleAt(pod, now)),
      span(pod.why === '' ? '' : `  ${whyText(pod, now)}`, 'dim'),
    ];
  });
  const calm = worst.length === 0 && snapshot.hasSynced ? [line('nothing needs a look', 'dim')] : [];
  return { ...base, age: ageOf(source.freshness), lines: [numbers, ...worst, ...calm] };
}

const ageOf = (freshness: Line | undefined): { text: string; role: Role } => freshness?.[0] ?? UNKNOWN;

const failureLines = (failure: KpiError): Line[] => [
  line(failure.message),
  ...(failure.hint === undefined ? [] : [line(failure.hint, 'dim')]),
];

/** The newest recordings. */
export function recordingsTile(
  files: readonly RecordingFile[],
  running: RecordingState | undefined,
  now: number,
): Tile {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = files.slice(0, TILE_LINES).map((file): Line => {
    const length = file.seconds === undefined ? '' : `  ${formatClock(file.seconds)}`;
    return [
      span(file.name),
      span(`${length}  ${formatBytes(file.bytes)}  ${formatAge((now - file.modifiedMs) / 1000)} ago`, 'dim'),
    ];
  });
  const empty: Line[] = [
    line('no recordings yet'),
    [span('R', 'accent'), span(' records this screen, ', 'dim'), span('R', 'accent'), span(' again ends it', 'dim')],
  ];
  const age =
    running === undefined
      ? {
          text: files.length === 0 ? '-' : `${formatCountOf(files.length, 'file')}, ${formatBytes(total)}`,
          role: 'dim' as const,
        }
      : { text: `recording ${formatClock(running.seconds)}`, role: 'danger' as const };
  return { title: 'recorder', key: '5', screen: 'recorder', age, lines: lines.length === 0 ? empty : lines };
}

export function shellTile(state: ShellState): Tile {
  const base = { title: 'shell', key: '!', screen: 'shell' as const };
  switch (state.kind) {
    case 'running':
      return {
        ...base,
        age: { text: 'running', role: 'ok' },
        lines: [
          line(state.screen.title || 'a shell'),
          line(`pid ${state.session.pid}, ${state.screen.scroll.rows} lines back`, 'dim'),
        ],
      };
    case 'ended':
      return {
        ...base,
        age: { text: 'ended', role: 'idle' },
        lines: [line('the shell has ended'), line('its last screen is kept', 'dim')],
      };
    case 'failed':
      return { ...base, age: { text: state.error.code, role: 'danger' }, lines: failureLines(state.error) };
    case 'starting':
      return { ...base, age: { text: 'starting', role: 'busy' }, lines: [] };
    case 'none':
      return {
        ...base,
        age: UNKNOWN,
        lines: [
          line('an embedded terminal that survives screen changes'),
          [span('!', 'accent'), span(' opens it', 'dim')],
        ],
      };
  }
}

/** What this terminal and its link can take. */
export function terminalTile(
  link: LinkStatus,
  o: { cols: number; rows: number; depth: string; isRemote: boolean; mouse: boolean },
): Tile {
  const fence = link.fenceMs === undefined ? 'not measured' : `${Math.round(link.fenceMs)} ms behind`;
  return {
    title: 'terminal',
    key: '',
    screen: undefined,
    age: { text: link.reduced ? 'slow link' : `${link.fps} fps`, role: link.reduced ? 'warn' : 'ok' },
    lines: [
      line(`${o.cols}x${o.rows}, ${o.depth} colours, mouse ${o.mouse ? 'on' : 'off'}`),
      line(`${o.isRemote ? 'over SSH' : 'local'}, ${fence}`),
      line(
        `${formatBytes(link.bytesPerSecond)}/s now, ${formatBytes(link.totalBytes)} in ${formatCountOf(link.frames, 'frame')}`,
        'dim',
      ),
    ],
  };
}

export interface ClusterTileSource {
  readonly context: string;
  readonly server: string | undefined;
  readonly source: string | undefined;
  readonly requests: number;
  readonly malformed: number;
  readonly resourceVersion: string;
  readonly isDemo: boolean;
}

/** Who is asked, and how often it was. */
export function clusterTile(source: ClusterTileSource): Tile {
  const age = { text: source.context === '' ? '-' : source.context, role: 'strong' as const };
  if (source.server === undefined) {
    return {
      title: 'cluster',
      key: '',
      screen: undefined,
      age,
      lines: [line('not open'), line('needs a kubeconfig, or --demo', 'dim')],
    };
  }
  const lost = source.malformed === 0 ? [] : [line(`${formatCount(source.malformed)} lines could not be read`, 'warn')];
  return {
    title: 'cluster',
    key: '',
    screen: undefined,
    age,
    lines: [
      line(source.server),
      line(`from ${source.source}`, 'dim'),
      line(`${formatCountOf(source.requests, 'request')}, rv ${source.resourceVersion || '-'}`, 'dim'),
      ...lost,
    ],
  };
}
