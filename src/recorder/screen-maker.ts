import type { Clock } from '../flow/index.ts';
import { loadPtyScreen } from '../pty/index.ts';
import type { ScreenMaker } from './playing/player.ts';

/** How screens of recordings are made: without scrollback, and without answers to what a recording asks. Loads the emulator. */
export async function loadScreenMaker(clock: Clock): Promise<ScreenMaker> {
  const { PtyScreen } = await loadPtyScreen();
  return ({ cols, rows }) => new PtyScreen({ cols, rows, scrollback: 0, clock });
}
