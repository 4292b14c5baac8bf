import type { ScreenCell } from '../pty/index.ts';
import { type StyleId, styleOf } from '../terminal/index.ts';

/** Colours and flags are the same numbers in both layers. */
export const styleOfCell = ({ fg, bg, flags }: ScreenCell): StyleId => styleOf(fg, bg, flags);
