import { describe, expect, test } from 'vitest';
import { paintBar } from '../../../src/cli/play-view.ts';
import { Grid } from '../../../src/terminal/index.ts';

const BAR = {
  kind: 'playing',
  seconds: 15,
  totalSeconds: 30,
  isComplete: true,
  speed: 1,
  markers: [],
  note: '',
  ascii: false,
} as const;
const bar = (cols: number, change: object = {}) => {
  const grid = new Grid(cols, 1);
  paintBar(grid.pen(), { ...BAR, ...change });
  return grid.rowText(0).trimEnd();
};

describe('the bar below a recording', () => {
  test.each([
    ['half way', 60, {}, ' ► 00:15 ────────●─────── 00:30  Space . , ←→ [ ] + - / m q'],
    ['at the end', 60, { kind: 'ended', seconds: 30 }, ' ■ 00:30 ───────────────● 00:30  Space . , ←→ [ ] + - / m q'],
    ['speed', 40, { speed: 2 }, ' ► 00:15 ────●─── 00:30 2x  Space . , …'],
    ['still being read', 40, { isComplete: false }, ' ► 00:15 ────●─── 00:30+  Space . , ←→…'],
    [
      'markers',
      60,
      { markers: [0, 0.99], kind: 'paused' },
      ' ‖ 00:15 ▲───────●──────▲ 00:30  Space . , ←→ [ ] + - / m q',
    ],
    ['a note', 60, { note: '/needle' }, ' ► 00:15 ─────────────────●───────────────── 00:30  /needle'],
    ['ASCII', 60, { ascii: true, markers: [0] }, ' > 00:15 ^=====o------ 00:30  Space . , <- -> [ ] + - / m q'],
    [
      'nothing to play',
      60,
      { seconds: 0, totalSeconds: 0 },
      ' ► 00:00 ●─────────────── 00:00  Space . , ←→ [ ] + - / m q',
    ],
    ['no room for a track', 14, {}, ' ► 00:15  00:3'],
  ])('%s', (_name, cols, change, expected) => {
    expect(bar(cols, change)).toBe(expected);
  });

  test('never writes beyond its row, at any width', () => {
    for (let cols = 1; cols < 120; cols++)
      expect(bar(cols, { markers: [0, 0.5, 1], note: 'a note that is long' }).length).toBeLessThanOrEqual(cols);
  });
});
