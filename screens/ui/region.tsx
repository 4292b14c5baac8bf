import { Box } from 'ink';
import { regionBackground } from '../../src/terminal/index.ts';

/** Reserves a rectangle that a CellRegion paints. So Ink does the layout, and no coordinates pass through React. */
export function Region({ id, height }: { id: number; height: number }) {
  return <Box height={height} flexShrink={0} backgroundColor={regionBackground(id)} />;
}
