export type { CellGrid, CellPen, CellRegion, CursorShape, Rect, StyleId } from './cell-region.ts';
export { ChromeInput, ChromeOutput } from './chrome-stream.ts';
export { type Copy, copySequence } from './clipboard.ts';
export { type Color, type ColorDepth, DEFAULT_COLOR, PALETTE, rgbOf } from './color.ts';
export { colorDepthOf, type Environment, isPlain, prepareChromeEnvironment } from './color-choice.ts';
export { type Cursor, type Difference, encodeDifference } from './encoder.ts';
export { Grid } from './grid.ts';
export { InputDecoder } from './input-decoder.ts';
export type { DecodedInput, FocusInput, KeyInput, MouseInput, PasteInput, TerminalInput } from './input-event.ts';
export { pasteForPrompt, pasteForPty } from './paste.ts';
export type { Scroll } from './scroll.ts';
export { OPAQUE_BACKGROUND, regionBackground, regionStyle } from './sentinel.ts';
export { applySgr } from './sgr.ts';
export { paintSgr, type SgrLine } from './sgr-text.ts';
export {
  BLINK,
  BOLD,
  DIM,
  HIDDEN,
  INVERSE,
  ITALIC,
  OVERLINE,
  PLAIN,
  SECRET,
  STRIKE,
  styleOf,
  styleParts,
  UNDERLINE,
  UNDERLINE_CURLY,
  UNDERLINE_DASHED,
  UNDERLINE_DOTTED,
  UNDERLINE_DOUBLE,
  UNDERLINE_MASK,
} from './styles.ts';
export { openTerminal, type TerminalOptions } from './terminal.io.ts';
export type { LinkStatus, Tap, TapFrame, Terminal } from './terminal.ts';
