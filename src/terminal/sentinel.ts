import type { StyleId } from './cell-region.ts';
import { DEFAULT_COLOR } from './color.ts';
import { backgroundOf, flagsOf, foregroundOf, styleOf } from './styles.ts';

/** Region n has the background SENTINEL + n; no theme may use these colours. */
const SENTINEL = 0x01fe00;
/** Regions are numbered 0 to 255. */
const REGION_LIMIT = 256;
const OPAQUE = 0x01fd00;

/**
 * The background of a dialog: hides what is under it and shows as the terminal's own. Without a background Ink leaves
 * the inside of a box unwritten, and the region below would shine through.
 */
export const OPAQUE_BACKGROUND = '#01fd00';

/** The background colour of the Box that reserves the place of a region. */
export function regionBackground(id: number): string {
  if (!Number.isInteger(id) || id < 0 || id >= REGION_LIMIT) {
    throw new TypeError(`region: expected a whole number from 0 to ${REGION_LIMIT - 1}, received ${id}`);
  }
  return `#${(SENTINEL + id).toString(16).padStart(6, '0')}`;
}

/** The same for chrome painted without Ink. */
export const regionStyle = (id: number): StyleId =>
  styleOf(DEFAULT_COLOR, Number.parseInt(regionBackground(id).slice(1), 16));

/** What the background of a chrome cell says: a region's number, or one of these two. */
export const CHROME = -1;
export const OVERLAY = -2;

export function ownerOf(style: StyleId): number {
  const background = backgroundOf(style);
  if (background === OPAQUE) return OVERLAY;
  return background >= SENTINEL && background < SENTINEL + REGION_LIMIT ? background - SENTINEL : CHROME;
}

/** The style without the sentinel. */
export function withoutBackground(style: StyleId): StyleId {
  return styleOf(foregroundOf(style), DEFAULT_COLOR, flagsOf(style));
}
