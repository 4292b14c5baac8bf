/** Draws closed outlines of straight lines and quadratic splines in a box of `width` x `height`, y downwards. */
export abstract class Pen {
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  abstract moveTo(x: number, y: number): void;
  abstract lineTo(x: number, y: number): void;
  abstract quadTo(controlX: number, controlY: number, ...end: [x: number, y: number]): void;
  /** Ends the outline where it began. */
  abstract close(): void;

  polygon(points: readonly (readonly [x: number, y: number])[]): void {
    for (const [index, [x, y]] of points.entries()) {
      if (index === 0) this.moveTo(x, y);
      else this.lineTo(x, y);
    }
    this.close();
  }

  rect(left: number, top: number, ...[right, bottom]: [right: number, bottom: number]): void {
    this.polygon([
      [left, top],
      [left, bottom],
      [right, bottom],
      [right, top],
    ]);
  }

  /** Straight pieces of a line of this thickness; each runs half of it beyond its ends, so that they join. */
  stroke(points: readonly (readonly [x: number, y: number])[], thickness: number): void {
    for (let index = 1; index < points.length; index++) {
      const [x0, y0] = points[index - 1] as readonly [number, number];
      const [x1, y1] = points[index] as readonly [number, number];
      const scale = thickness / 2 / Math.hypot(x1 - x0, y1 - y0);
      const ex = (x1 - x0) * scale;
      const ey = (y1 - y0) * scale;
      this.polygon([
        [x0 - ex + ey, y0 - ey - ex],
        [x0 - ex - ey, y0 - ey + ex],
        [x1 + ex - ey, y1 + ey + ex],
        [x1 + ex + ey, y1 + ey - ex],
      ]);
    }
  }
}
