import type { Contour } from '../fonts/font-face.ts';
import type { Pen } from './pen.ts';

/** From font units to pixels: `x * scale + left`, `baseline - y * scale`. `slant`: pixels to the right a pixel up. */
export interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly baseline: number;
  readonly slant?: number;
  /** Heights above the baseline that are not just scaled. */
  readonly heightOf?: ((units: number) => number) | undefined;
}

export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Draws contours with TrueType's implied points: between two off-curve points lies an on-curve one. */
export function drawContours(pen: Pen, contours: readonly Contour[], placement: Placement): void {
  for (const contour of contours) drawContour(pen, contour, placement);
}

function drawContour(pen: Pen, contour: Contour, place: Placement): void {
  const { xs, ys, onCurve } = contour;
  const count = xs.length;
  if (count < 2) return;
  const slant = place.slant ?? 0;
  const px = (index: number) => {
    const at = index % count;
    return (xs[at] as number) * place.scale + place.left + slant * (ys[at] as number) * place.scale;
  };
  const heightOf = place.heightOf ?? ((units: number) => units * place.scale);
  const py = (index: number) => place.baseline - heightOf(ys[index % count] as number);
  // Begins at an on-curve point, or halfway between two off-curve ones when there is none.
  const start = Math.max(0, onCurve.indexOf(true));
  const isOn = (index: number) => onCurve[index % count] as boolean;
  const beginX = isOn(start) ? px(start) : (px(start) + px(start + count - 1)) / 2;
  const beginY = isOn(start) ? py(start) : (py(start) + py(start + count - 1)) / 2;
  pen.moveTo(beginX, beginY);
  const first = isOn(start) ? 1 : 0;
  for (let step = first; step < count; step++) {
    const at = start + step;
    if (isOn(at)) {
      pen.lineTo(px(at), py(at));
      continue;
    }
    const isLast = step === count - 1;
    const next = at + 1;
    if (isLast) pen.quadTo(px(at), py(at), beginX, beginY);
    else if (isOn(next)) {
      pen.quadTo(px(at), py(at), px(next), py(next));
      step++;
    } else pen.quadTo(px(at), py(at), (px(at) + px(next)) / 2, (py(at) + py(next)) / 2);
  }
  pen.close();
}

/** The box of all points, in font units; undefined when there is nothing to draw. */
export function boundsOf(contours: readonly Contour[]): Bounds | undefined {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.POSITIVE_INFINITY;
  let top = Number.NEGATIVE_INFINITY;
  for (const { xs, ys } of contours) {
    for (const x of xs) {
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    for (const y of ys) {
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
    }
  }
  return left <= right ? { left, right, bottom, top } : undefined;
}
