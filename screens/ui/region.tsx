import { Box } from 'ink';

/** The first sentinel background; the compositor gives cells of `#01fe00 + id` to region `id`. */
const SENTINEL = 0x01fe00;

interface RegionProps {
  readonly id: number;
  readonly width?: number;
  readonly height?: number;
  readonly grow?: boolean;
}

/** Reserves a rectangle that a CellRegion paints. So Ink does the layout, and no coordinates pass through React. */
export function Region({ id, width, height, grow }: RegionProps) {
  const background = `#${(SENTINEL + id).toString(16).padStart(6, '0')}`;
  const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
  return <Box {...size} flexGrow={grow === true ? 1 : 0} flexShrink={0} backgroundColor={background} />;
}
