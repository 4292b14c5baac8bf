import { expect, test } from 'vitest';
import { glyphsOf } from '../../../screens/glyphs.ts';
import { exportLines } from '../../../screens/recorder/export-rows.ts';
import type { ExportRequest, ExportState } from '../../../src/recorder/index.ts';

const request = { kind: 'gif', input: '/r/a.cast', output: '/r/a.gif' } as ExportRequest;
const running: ExportState = {
  kind: 'running',
  request,
  progress: { fraction: 0.435, frames: 12_345, bytes: 7 * 1024 * 1024, etaSeconds: 7.2 },
  startedMs: 10_000,
  isCancelling: false,
};
const shown = (state: ExportState, cols: number, ascii = false): string[] =>
  exportLines(state, { cols, now: 75_000, glyphs: glyphsOf(ascii) }).map((spans) =>
    spans.map(({ text }) => text).join(''),
  );

test.each<[name: string, state: ExportState, cols: number, expected: readonly string[]]>([
  [
    'how far it is, what it has made, how long it takes',
    running,
    56,
    [
      'to        /r/a.gif',
      'read      ████████████················  43 %  ~8s left',
      'made      12,345 frames, 7.0M',
      'for       01:05',
    ],
  ],
  [
    'nothing that is not known',
    { ...running, progress: undefined },
    56,
    ['to        /r/a.gif', 'read      ····························   0 %', 'made      -', 'for       01:05'],
  ],
  [
    'that it is being cancelled',
    { ...running, isCancelling: true },
    34,
    ['to        /r/a.gif', 'ending    ███·····  43 %  ~8s left', 'made      12,345 frames, 7.0M', 'for       01:05'],
  ],
  [
    'what is not a GIF has no frames',
    { ...running, request: { kind: 'redact', input: '/r/a.cast', output: '/r/b.cast', patterns: [] } },
    56,
    ['to        /r/b.cast', 'read      ████████████················  43 %  ~8s left', 'for       01:05'],
  ],
])('an export that runs shows %s', (_name, state, cols, expected) => {
  expect(shown(state, cols)).toEqual(expected);
});

test('in ASCII too', () => {
  expect(shown(running, 200, true).join('\n')).toMatch(/^[ -~\n]*$/);
});
