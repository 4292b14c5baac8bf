import { Pen } from './pen.ts';

/**
 * A grey image of `width` x `height` into which closed outlines are drawn: after `finish`, each number is the part of its
 * pixel that is covered, 0..1. Edges are accumulated as signed areas, so the cost is that of the edges alone; outlines that
 * overlap in the same direction count once.
 */
export class Coverage extends Pen {
  readonly #stride: number;
  readonly #areas: Float32Array;
  #startX = 0;
  #startY = 0;
  #x = 0;
  #y = 0;

  constructor(width: number, height: number) {
    super(width, height);
    // An edge right of the image leaves its area in the two columns that nobody reads.
    this.#stride = width + 2;
    this.#areas = new Float32Array(this.#stride * height);
  }

  override moveTo(x: number, y: number): void {
    this.close();
    this.#startX = this.#x = x;
    this.#startY = this.#y = y;
  }

  override lineTo(x: number, y: number): void {
    this.#edge(this.#x, this.#y, x, y);
    this.#x = x;
    this.#y = y;
  }

  /** A quadratic spline, as straight pieces that stray less than a hundredth of a pixel at any size a cell has. */
  override quadTo(controlX: number, controlY: number, ...[x, y]: [x: number, y: number]): void {
    const fromX = this.#x;
    const fromY = this.#y;
    const bend = Math.hypot(fromX - 2 * controlX + x, fromY - 2 * controlY + y);
    const pieces = Math.max(1, Math.ceil(Math.sqrt(bend * 12.5)));
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      const s = 1 - t;
      this.lineTo(s * s * fromX + 2 * s * t * controlX + t * t * x, s * s * fromY + 2 * s * t * controlY + t * t * y);
    }
  }

  override close(): void {
    if (this.#x !== this.#startX || this.#y !== this.#startY) this.lineTo(this.#startX, this.#startY);
  }

  /** The covered part of each pixel, row by row. */
  finish(): Float32Array {
    this.close();
    const covered = new Float32Array(this.width * this.height);
    for (let y = 0; y < this.height; y++) {
      let sum = 0;
      for (let x = 0; x < this.width; x++) {
        sum += this.#areas[y * this.#stride + x] as number;
        covered[y * this.width + x] = Math.min(1, Math.abs(sum));
      }
    }
    return covered;
  }

  #edge(x0: number, y0: number, ...[x1, y1]: [x1: number, y1: number]): void {
    if (y0 === y1) return;
    const direction = y0 < y1 ? 1 : -1;
    const topX = y0 < y1 ? x0 : x1;
    const top = Math.min(y0, y1);
    const bottom = Math.min(Math.max(y0, y1), this.height);
    const slope = (x1 - x0) / (y1 - y0);
    for (let y = Math.max(0, Math.floor(top)); y < bottom; y++) {
      const from = Math.max(y, top);
      const to = Math.min(y + 1, bottom);
      if (to <= from) continue;
      this.#span(y, topX + (from - top) * slope, topX + (to - top) * slope, (to - from) * direction);
    }
  }

  /** The part of an edge within one row: everything right of it is covered by `area` more. */
  #span(y: number, xa: number, ...[xb, area]: [xb: number, area: number]): void {
    const left = clamp(Math.min(xa, xb), this.width);
    const right = clamp(Math.max(xa, xb), this.width);
    const row = y * this.#stride;
    const first = Math.floor(left);
    const last = Math.ceil(right);
    const areas = this.#areas;
    // Within each pixel that the edge crosses, what lies right of it is a trapezoid; the buffer holds differences.
    let before = 0;
    for (let x = first; x < last; x++) {
      const a = Math.max(x, left);
      const b = Math.min(x + 1, right);
      const share = right > left ? (b - a) / (right - left) : 1;
      const passed = right > left ? (a - left) / (right - left) : 0;
      const covered = area * (passed + share * (x + 1 - (a + b) / 2));
      areas[row + x] = (areas[row + x] as number) + covered - before;
      before = covered;
    }
    areas[row + last] = (areas[row + last] as number) + area - before;
  }
}

const clamp = (x: number, width: number): number => Math.min(Math.max(x, 0), width);
