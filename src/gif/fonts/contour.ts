import type { Contour } from './font-face.ts';

/** A contour moved by a matrix: `a * x + c * y + e`, `b * x + d * y + f`. */
export function transformed(contour: Contour, matrix: readonly number[]): Contour {
  const [a, b, c, d, e, f] = matrix as [number, number, number, number, number, number];
  const { xs, ys } = contour;
  return {
    xs: xs.map((x, index) => a * x + c * (ys[index] as number) + e),
    ys: xs.map((x, index) => b * x + d * (ys[index] as number) + f),
    onCurve: contour.onCurve,
  };
}
