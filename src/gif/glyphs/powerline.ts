import { ellipse } from './block-elements.ts';
import type { Pen } from './pen.ts';

type Point = readonly [x: number, y: number];

/** Draws U+E0B0..E0BF, the separators of powerline, over the whole cell; even ones are solid, odd ones their edge. */
export function drawPowerline(pen: Pen, code: number, lineWidth: number): boolean {
  const { width: w, height: h } = pen;
  const shapes: Record<number, readonly Point[]> = {
    0: [
      [0, 0],
      [w, h / 2],
      [0, h],
    ],
    2: [
      [w, 0],
      [0, h / 2],
      [w, h],
    ],
    4: halfDisc(w, h, 1),
    6: halfDisc(w, h, -1),
    8: [
      [0, 0],
      [w, h],
      [0, h],
    ],
    10: [
      [w, 0],
      [w, h],
      [0, h],
    ],
    12: [
      [0, h],
      [0, 0],
      [w, 0],
    ],
    14: [
      [0, 0],
      [w, 0],
      [w, h],
    ],
  };
  const edges: Record<number, readonly Point[]> = {
    9: [
      [0, 0],
      [w, h],
    ],
    11: [
      [0, h],
      [w, 0],
    ],
    13: [
      [0, h],
      [w, 0],
    ],
    15: [
      [0, 0],
      [w, h],
    ],
  };
  const order = code - 0xe0b0;
  const solid = shapes[order];
  if (solid !== undefined) {
    pen.polygon(solid);
    return true;
  }
  const edge = edges[order] ?? shapes[order - 1];
  if (edge === undefined || order < 0) return false;
  pen.stroke(edge, lineWidth);
  return true;
}

/** A half ellipse whose flat side is the left (1) or right (-1) edge of the cell. */
function halfDisc(w: number, h: number, side: 1 | -1): Point[] {
  const arc = { x: side === 1 ? 0 : w, y: h / 2, rx: w * side, ry: h / 2 };
  return ellipse({ ...arc, from: -Math.PI / 2, to: Math.PI / 2 });
}
