import { loadPtyScreen, type PtyScreen } from '../../../src/pty/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** Everything that can be seen of a screen, as one value. */
export function seen(screen: PtyScreen): object {
  const rows: string[][] = [];
  for (let y = 0; y < screen.rows; y++) {
    const row: string[] = [];
    screen.readRow(y, (_x, { text, width, fg, bg, flags }) => row.push(`${text}|${width}|${fg}|${bg}|${flags}`));
    rows.push(row);
  }
  // The row above the first one is not on the screen, so whether it goes on there is not seen.
  const wrapped = rows.map((_row, y) => y > 0 && screen.isWrapped(y));
  return { rows, wrapped, cursor: screen.cursor, modes: screen.modes, title: screen.title };
}

/** A screen that was fed `text`, all of it parsed. */
export async function screenOf(
  text: string | Uint8Array,
  options: { cols?: number; rows?: number; scrollback?: number } = {},
): Promise<PtyScreen> {
  const { PtyScreen } = await loadPtyScreen();
  const screen = new PtyScreen({ cols: 20, rows: 6, scrollback: 0, clock: new ManualClock(), ...options });
  screen.write(text);
  await screen.whenParsed();
  return screen;
}
