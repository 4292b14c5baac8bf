import type { Pen } from './pen.ts';

/** U+2596..259F: quarters of the cell, 1 upper left, 2 upper right, 4 lower left, 8 lower right. */
const QUADRANTS = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14];

/** Draws U+2580..259F without the shades; edges lie on whole pixels, so that neighbours tile. */
export function drawBlockElement(pen: Pen, code: number): boolean {
  const { width, height } = pen;
  const middleX = Math.round(width / 2);
  const middleY = height - Math.round(height / 2);
  if (code === 0x2580) pen.rect(0, 0, width, middleY);
  else if (code >= 0x2581 && code <= 0x2588)
    pen.rect(0, height - Math.round((height * (code - 0x2580)) / 8), width, height);
  else if (code >= 0x2589 && code <= 0x258f) pen.rect(0, 0, Math.round((width * (0x2590 - code)) / 8), height);
  else if (code === 0x2590) pen.rect(middleX, 0, width, height);
  else if (code === 0x2594) pen.rect(0, 0, width, Math.max(1, Math.round(height / 8)));
  else if (code === 0x2595) pen.rect(width - Math.max(1, Math.round(width / 8)), 0, width, height);
  else {
    const quadrants = QUADRANTS[code - 0x2596];
    if (quadrants === undefined) return false;
    drawMosaic(pen, quadrants, { xs: [0, middleX, width], ys: [0, middleY, height] });
  }
  return true;
}

/** U+1FB00..1FB3B: sixths of the cell; the empty, left, right and full one are block elements and have no code point here. */
export function drawSextant(pen: Pen, code: number): boolean {
  const order = code - 0x1fb00;
  if (order < 0 || order > 0x3b) return false;
  const { width, height } = pen;
  const bits = order + 1 + Number(order >= 20) + Number(order >= 40);
  const ys = [0, Math.round(height / 3), Math.round((2 * height) / 3), height];
  drawMosaic(pen, bits, { xs: [0, Math.round(width / 2), width], ys });
  return true;
}

/** U+2800..28FF: the first six dots go down the left column, then the right one; 7 and 8 are below. */
export function drawBraille(pen: Pen, code: number): boolean {
  if (code < 0x2800 || code > 0x28ff) return false;
  const { width, height } = pen;
  const size = Math.max(1, Math.round(width / 5));
  for (let bit = 0; bit < 8; bit++) {
    if (((code >> bit) & 1) === 0) continue;
    const column = bit < 6 ? Math.floor(bit / 3) : bit - 6;
    const row = bit < 6 ? bit % 3 : 3;
    const left = Math.round((width * (2 * column + 1)) / 4 - size / 2);
    const top = Math.round((height * (2 * row + 1)) / 8 - size / 2);
    drawDot(pen, { left, top, size });
  }
  return true;
}

/** Bits of a grid two cells wide, row by row from the upper left. */
export function drawMosaic(pen: Pen, bits: number, grid: { xs: number[]; ys: number[] }): void {
  for (let bit = 0; bit < (grid.ys.length - 1) * 2; bit++) {
    if (((bits >> bit) & 1) === 0) continue;
    const x = bit & 1;
    const y = bit >> 1;
    pen.rect(...([grid.xs[x], grid.ys[y], grid.xs[x + 1], grid.ys[y + 1]] as [number, number, number, number]));
  }
}

/** Small dots are squares: a circle of two pixels is a grey smudge. */
function drawDot(pen: Pen, { left, top, size }: { left: number; top: number; size: number }): void {
  if (size < 4) {
    pen.rect(left, top, left + size, top + size);
    return;
  }
  pen.polygon(
    ellipse({ x: left + size / 2, y: top + size / 2, rx: size / 2, ry: size / 2, from: 0, to: -2 * Math.PI }),
  );
}

/** Points of a part of an ellipse, angles in radians from the right, clockwise on the screen. */
export function ellipse(arc: {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  readonly from: number;
  readonly to: number;
}): [number, number][] {
  const steps = 32;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = arc.from + ((arc.to - arc.from) * step) / steps;
    return [arc.x + arc.rx * Math.cos(angle), arc.y + arc.ry * Math.sin(angle)];
  });
}
