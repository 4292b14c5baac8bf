export { CELL, type CellColor, NO_COLOR, PALETTE_COLOR, type ScreenCell, UNDERLINE_SHIFT } from './cell.ts';
export { childEnvironment } from './child-environment.ts';
export { connectScreen } from './connect-screen.ts';
export type { EmulatorLine } from './emulator.ts';
export { encodeFocus, encodeKey, encodeMouse, encodePaste, type PtyMouseEvent } from './encode-input.ts';
export type { LossWatcher } from './loss-watch.ts';
export type { MouseTracking, PtyModes, ScreenCursor } from './pty-modes.ts';
export type { PtyScreen, PtyScreenOptions } from './pty-screen.ts';
export { closeAllPtys, killAllPtys, openPty } from './pty-session.io.ts';
export type { PtyExit, PtyOptions, PtySession } from './pty-session.ts';
export { screenReset } from './screen-reset.ts';
export { ShellSession, type ShellSessionOptions, type ShellState } from './shell-session.ts';
export { Watermark } from './watermark.ts';
export { clampWinsize, type Winsize } from './winsize.ts';

/** The emulator costs start-up time, so it is loaded by those who open a screen: `const { PtyScreen } = await loadPtyScreen()`. */
export const loadPtyScreen = (): Promise<typeof import('./pty-screen.ts')> => import('./pty-screen.ts');
