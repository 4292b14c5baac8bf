import type { Contour } from './font-face.ts';

/** How far, in parts of an em, a quadratic piece may stray from its cubic: a hundredth of a pixel at 100 pixels. */
const TOLERANCE = 1e-4;
/** What TrueType can count; a glyph of more is none. */
const MOST_POINTS = 65_535;
/** Farther out than this lies no letter. */
const FARTHEST = 65_536;

/** Collects straight lines and cubic splines as contours of quadratic ones. Throws RangeError when there is no end of them. */
export class CubicPen {
  readonly contours: Contour[] = [];
  #xs: number[] = [];
  #ys: number[] = [];
  #onCurve: boolean[] = [];
  #points = 0;
  readonly #tolerance: number;

  constructor(unitsPerEm: number) {
    this.#tolerance = unitsPerEm * TOLERANCE;
  }

  moveTo(x: number, y: number): void {
    this.close();
    this.#add(x, y, true);
  }

  lineTo(x: number, y: number): void {
    this.#add(x, y, true);
  }

  /** Points: two controls and the end, from the last point on. */
  cubicTo(x1: number, y1: number, ...[x2, y2, x3, y3]: [x2: number, y2: number, x3: number, y3: number]): void {
    const x0 = this.#xs.at(-1) ?? 0;
    const y0 = this.#ys.at(-1) ?? 0;
    const third = Math.hypot(x3 - 3 * x2 + 3 * x1 - x0, y3 - 3 * y2 + 3 * y1 - y0);
    // A cubic differs from its best quadratic by sqrt(3) / 36 of its third difference, and by an eighth of that in each half.
    const pieces = Math.max(1, Math.ceil(Math.cbrt((third * Math.sqrt(3)) / 36 / this.#tolerance)));
    if (!(pieces <= MOST_POINTS)) throw new RangeError('a curve without an end');
    const xOf = polynomial(x0, x1, x2, x3);
    const yOf = polynomial(y0, y1, y2, y3);
    for (let piece = 0; piece < pieces; piece++) {
      const [from, to] = [piece / pieces, (piece + 1) / pieces];
      this.#add(xOf.control(from, to), yOf.control(from, to), false);
      const isLast = piece === pieces - 1;
      this.#add(isLast ? x3 : xOf.at(to), isLast ? y3 : yOf.at(to), true);
    }
  }

  close(): void {
    if (this.#xs.length > 1) this.contours.push({ xs: this.#xs, ys: this.#ys, onCurve: this.#onCurve });
    this.#xs = [];
    this.#ys = [];
    this.#onCurve = [];
  }

  #add(x: number, y: number, isOnCurve: boolean): void {
    const isPlace = Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST;
    if (!isPlace || ++this.#points > MOST_POINTS) throw new RangeError('an outline without an end');
    this.#xs.push(x);
    this.#ys.push(y);
    this.#onCurve.push(isOnCurve);
  }
}

/** One coordinate of a cubic spline, and the control of the quadratic that stands for its part between two times. */
function polynomial(p0: number, p1: number, ...[p2, p3]: [p2: number, p3: number]) {
  const at = (t: number): number => {
    const s = 1 - t;
    return s * s * s * p0 + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t * t * t * p3;
  };
  const slope = (t: number): number => {
    const s = 1 - t;
    return 3 * (s * s * (p1 - p0) + 2 * s * t * (p2 - p1) + t * t * (p3 - p2));
  };
  const control = (from: number, to: number): number =>
    (at(from) + at(to)) / 2 + ((slope(from) - slope(to)) * (to - from)) / 4;
  return { at, control };
}
