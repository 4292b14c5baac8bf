import { ColorCenters, type Triple } from './color-centers.ts';
import type { ColorCounts } from './color-counts.ts';

/** Rounds of moving each chosen colour to the mean of those it stands for. More gain hundredths of a decibel. */
const REFINEMENTS = 2;

/** Chosen colours (0xRRGGBB), and for each counted colour, by its index, the place of the chosen one. */
export interface Quantised {
  readonly chosen: readonly number[];
  readonly placeOf: Uint8Array;
}

/** A group of counted colours: a stretch of `order`, its mean, and what standing for all of it by the mean costs. */
interface Box {
  readonly start: number;
  readonly end: number;
  readonly mean: readonly [number, number, number];
  /** Sum of squared distances to the mean, weighted. */
  readonly error: number;
  /** Direction of the greatest spread. */
  readonly axis: readonly [number, number, number];
}

/**
 * Chooses at most `most` colours for many: splits the group with the greatest error across its principal axis until there
 * are enough, then moves the chosen ones to where they serve best (Lloyd).
 */
export function quantise(counts: ColorCounts, most: number): Quantised {
  const order = Int32Array.from({ length: counts.size }, (_, index) => index);
  const boxes = [measure(counts, order, 0, counts.size)];
  while (boxes.length < most) {
    let worst = 0;
    for (let at = 1; at < boxes.length; at++) if ((boxes[at] as Box).error > (boxes[worst] as Box).error) worst = at;
    const box = boxes[worst] as Box;
    if (box.error <= 0) break;
    const middle = partition(counts, order, box);
    if (middle === box.start || middle === box.end) break;
    boxes[worst] = measure(counts, order, box.start, middle);
    boxes.push(measure(counts, order, middle, box.end));
  }
  let centers = new ColorCenters(boxes.map((box) => box.mean));
  for (let round = 0; round < REFINEMENTS; round++) centers = refined(counts, centers);
  const placeOf = new Uint8Array(counts.size);
  for (let index = 0; index < counts.size; index++) placeOf[index] = centers.nearest(counts.colors[index] as number);
  return { chosen: centers.rounded(), placeOf };
}

function measure(counts: ColorCounts, order: Int32Array, ...[start, end]: [start: number, end: number]): Box {
  let weight = 0;
  let r = 0;
  let g = 0;
  let b = 0;
  let rr = 0;
  let gg = 0;
  let bb = 0;
  let rg = 0;
  let rb = 0;
  let gb = 0;
  for (let at = start; at < end; at++) {
    const index = order[at] as number;
    const color = counts.colors[index] as number;
    const count = counts.counts[index] as number;
    const red = color >> 16;
    const green = (color >> 8) & 0xff;
    const blue = color & 0xff;
    weight += count;
    r += count * red;
    g += count * green;
    b += count * blue;
    rr += count * red * red;
    gg += count * green * green;
    bb += count * blue * blue;
    rg += count * red * green;
    rb += count * red * blue;
    gb += count * green * blue;
  }
  const mean = [r / weight, g / weight, b / weight] as const;
  const spread = [rr - r * mean[0], gg - g * mean[1], bb - b * mean[2]] as const;
  const mixed = [rg - r * mean[1], rb - r * mean[2], gb - g * mean[2]] as const;
  const error = end - start < 2 ? 0 : spread[0] + spread[1] + spread[2];
  return { start, end, mean, error, axis: principalAxis(spread, mixed) };
}

/** The direction that the covariance stretches most, by a few multiplications from its longest side. */
function principalAxis([xx, yy, zz]: Triple, [xy, xz, yz]: Triple): Triple {
  let x = xx;
  let y = xy;
  let z = xz;
  if (yy > xx && yy >= zz) {
    x = xy;
    y = yy;
    z = yz;
  } else if (zz > xx) {
    x = xz;
    y = yz;
    z = zz;
  }
  for (let round = 0; round < 4; round++) {
    const nextX = xx * x + xy * y + xz * z;
    const nextY = xy * x + yy * y + yz * z;
    const nextZ = xz * x + yz * y + zz * z;
    const length = Math.hypot(nextX, nextY, nextZ);
    if (length === 0) break;
    x = nextX / length;
    y = nextY / length;
    z = nextZ / length;
  }
  return [x, y, z];
}

/** Moves the colours on the near side of the mean before the others; returns where these begin. */
function partition({ colors }: ColorCounts, order: Int32Array, box: Box): number {
  const [x, y, z] = box.axis;
  const threshold = x * box.mean[0] + y * box.mean[1] + z * box.mean[2];
  let low = box.start;
  let high = box.end - 1;
  while (low <= high) {
    const index = order[low] as number;
    const color = colors[index] as number;
    if (x * (color >> 16) + y * ((color >> 8) & 0xff) + z * (color & 0xff) <= threshold) low++;
    else {
      order[low] = order[high] as number;
      order[high--] = index;
    }
  }
  return low;
}

function refined(counts: ColorCounts, centers: ColorCenters): ColorCenters {
  const sums = new Float64Array(centers.size * 4);
  for (let index = 0; index < counts.size; index++) {
    const color = counts.colors[index] as number;
    const count = counts.counts[index] as number;
    const at = centers.nearest(color) * 4;
    sums[at] = (sums[at] as number) + count * (color >> 16);
    sums[at + 1] = (sums[at + 1] as number) + count * ((color >> 8) & 0xff);
    sums[at + 2] = (sums[at + 2] as number) + count * (color & 0xff);
    sums[at + 3] = (sums[at + 3] as number) + count;
  }
  const means: Triple[] = [];
  for (let place = 0; place < centers.size; place++) {
    const weight = sums[place * 4 + 3] as number;
    if (weight === 0) means.push(centers.at(place));
    else means.push([0, 1, 2].map((channel) => (sums[place * 4 + channel] as number) / weight) as unknown as Triple);
  }
  return new ColorCenters(means);
}
