import { formatBytes, formatClock } from '../text/index.ts';

/** What a recording is doing. `seconds` is its length, `bytes` what is or will be in the file. */
export type RecordingState =
  | {
      readonly kind: 'recording' | 'paused' | 'stopped';
      readonly path: string;
      readonly seconds: number;
      readonly bytes: number;
    }
  | {
      readonly kind: 'failed';
      readonly path: string;
      readonly seconds: number;
      readonly bytes: number;
      readonly error: string;
    };

/** How a header shows a running recording: `● 01:23 412K`, `‖` when paused. */
export function recordingChip(state: RecordingState): string {
  const glyph = { recording: '●', paused: '‖', stopped: '', failed: '×' }[state.kind];
  return `${glyph} ${formatClock(state.seconds)} ${formatBytes(state.bytes)}`.trim();
}

/** Why a file can take no more, and what of the recording is safe. */
export function keptSentence(reason: string, kept: { path: string; seconds: number; bytes: number }): string {
  const amount = `${formatClock(kept.seconds)} (${formatBytes(kept.bytes)})`;
  return `${reason}: the recording has ended, ${amount} are kept in ${kept.path}`;
}
