import { readFileSync } from 'node:fs';
import { CastDecoder, type CastItem } from '../../../src/asciicast/index.ts';
import { loadPtyScreen, type PtyScreen } from '../../../src/pty/index.ts';
import { styleOfCell } from '../../../src/recorder/index.ts';
import { Grid } from '../../../src/terminal/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';

export function readItems(path: string): CastItem[] {
  const decoder = new CastDecoder();
  const items = [...decoder.decode(readFileSync(path)), ...decoder.end()];
  if (decoder.badLines > 0 || decoder.isTruncated) throw new Error(`not whole: ${path}`);
  return items;
}

/** Feeds a recording, up to a time, to an emulator. */
export async function replay(path: string, untilMicros = Number.POSITIVE_INFINITY): Promise<PtyScreen> {
  const { PtyScreen } = await loadPtyScreen();
  let screen: PtyScreen | undefined;
  for (const item of readItems(path)) {
    if (item.kind === 'header') screen = new PtyScreen({ ...item.header, scrollback: 0, clock: new ManualClock() });
    if ('atMicros' in item && item.atMicros > untilMicros) break;
    if (item.kind === 'output') screen?.write(item.data);
    if (item.kind === 'resize') {
      await screen?.whenParsed();
      screen?.resize(item.cols, item.rows);
    }
  }
  await screen?.whenParsed();
  return screen as PtyScreen;
}

/** The emulator's screen as cells of the compositor. */
export function gridOf(screen: PtyScreen): Grid {
  const grid = new Grid(screen.cols, screen.rows);
  const pen = grid.pen();
  screen.forEachCell((x, y, cell) => {
    if (cell.width !== 0) pen.cell(x, y, cell.text, cell.width, styleOfCell(cell));
  });
  return grid;
}
