// The fixed table of colours that emoji are drawn in: few enough that a screen of emoji leaves room for text in a GIF.
const TABLE_SIZE = 48;
const ROUNDS = 20;

/** The colours that stand for all layer colours with the least error, by k-means over how many shapes use each. */
export function chooseColors(shapes) {
  const uses = new Map();
  for (const { layers } of shapes)
    for (const { color } of layers) uses.set(color ?? 0, (uses.get(color ?? 0) ?? 0) + 1);
  const points = [...uses]
    .map(([color, count]) => ({ color, count }))
    .sort((one, other) => other.count - one.count || one.color - other.color);
  let table = points.slice(0, TABLE_SIZE).map(({ color }) => color);
  for (let round = 0; round < ROUNDS; round++) {
    const sums = table.map(() => [0, 0, 0, 0]);
    for (const { color, count } of points) {
      const sum = sums[table.indexOf(nearestColor(table, color))];
      const weight = Math.sqrt(count);
      for (const [index, channel] of channelsOf(color).entries()) sum[index] += channel * weight;
      sum[3] += weight;
    }
    table = sums.map((sum, index) =>
      sum[3] === 0 ? table[index] : join(sum.slice(0, 3).map((each) => Math.round(each / sum[3]))),
    );
  }
  return [...new Set(table)].sort((one, other) => one - other);
}

export function nearestColor(table, color) {
  let best = table[0];
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of table) {
    const distance = channelsOf(candidate).reduce(
      (sum, channel, index) => sum + (channel - channelsOf(color)[index]) ** 2,
      0,
    );
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

const channelsOf = (color) => [color >> 16, (color >> 8) & 0xff, color & 0xff];
const join = ([red, green, blue]) => (red << 16) | (green << 8) | blue;
