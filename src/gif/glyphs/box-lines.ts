import type { Pen } from './pen.ts';

/** A stretch of pixels across an axis, end not included. */
interface Band {
  readonly start: number;
  readonly end: number;
}

/** Where lines of each weight run along one axis of a cell. */
interface Bands {
  readonly light: Band;
  readonly heavy: Band;
  /** The two rails of a double line, one line width off the light one. */
  readonly low: Band;
  readonly high: Band;
  readonly size: number;
}

const NONE = 0;
const LIGHT = 1;
const HEAVY = 2;
const DOUBLE = 3;

/** U+2500..257F: weights of the arms up, right, down, left; `----` is drawn otherwise. */
const ARMS = (
  '0101 0202 1010 2020 ---- ---- ---- ---- ---- ---- ---- ---- 0110 0210 0120 0220 ' +
  '0011 0012 0021 0022 1100 1200 2100 2200 1001 1002 2001 2002 1110 1210 2110 1120 ' +
  '2120 2210 1220 2220 1011 1012 2011 1021 2021 2012 1022 2022 0111 0112 0211 0212 ' +
  '0121 0122 0221 0222 1101 1102 1201 1202 2101 2102 2201 2202 1111 1112 1211 1212 ' +
  '2111 1121 2121 2112 2211 1122 1221 2212 1222 2122 2221 2222 ---- ---- ---- ---- ' +
  '0303 3030 0310 0130 0330 0013 0031 0033 1300 3100 3300 1003 3001 3003 1310 3130 ' +
  '3330 1013 3031 3033 0313 0131 0333 1303 3101 3303 1313 3131 3333 ---- ---- ---- ' +
  '---- ---- ---- ---- 0001 1000 0100 0010 0002 2000 0200 0020 0201 1020 0102 2010'
).split(' ');

/** Draws U+2500..257F, except the arcs, so that lines of neighbouring cells meet. False for other code points. */
export function drawBoxLines(pen: Pen, code: number, lineWidth: number): boolean {
  const arms = ARMS[code - 0x2500];
  if (arms === undefined) return false;
  const across = bandsOf(pen.width, lineWidth);
  const down = bandsOf(pen.height, lineWidth);
  if (arms !== '----') drawArms(pen, Array.from(arms, Number), { across, down });
  else if (code >= 0x2571 && code <= 0x2573) drawDiagonals(pen, code, lineWidth);
  else return drawDashes(pen, code, { across, down });
  return true;
}

/** Where a light line runs across `size` pixels: arcs join it. */
export const lightBand = (size: number, lineWidth: number): Band => bandsOf(size, lineWidth).light;

function bandsOf(size: number, lineWidth: number): Bands {
  const middle = (size - lineWidth) >> 1;
  const heavy = (size - 2 * lineWidth) >> 1;
  const band = (start: number, width: number): Band => ({ start, end: start + width });
  return {
    light: band(middle, lineWidth),
    heavy: band(heavy, 2 * lineWidth),
    low: band(middle - lineWidth, lineWidth),
    high: band(middle + lineWidth, lineWidth),
    size,
  };
}

function drawArms(pen: Pen, arms: number[], bands: { across: Bands; down: Bands }): void {
  const [up, right, down, left] = arms as [number, number, number, number];
  const { across, down: along } = bands;
  const horizontal = (from: number, to: number, band: Band) => pen.rect(from, band.start, to, band.end);
  const vertical = (from: number, to: number, band: Band) => pen.rect(band.start, from, band.end, to);
  drawArm(
    { self: right, opposite: left, low: up, high: down },
    { crossed: across, own: along, isHigh: true, draw: horizontal },
  );
  drawArm(
    { self: left, opposite: right, low: up, high: down },
    { crossed: across, own: along, isHigh: false, draw: horizontal },
  );
  drawArm(
    { self: down, opposite: up, low: left, high: right },
    { crossed: along, own: across, isHigh: true, draw: vertical },
  );
  drawArm(
    { self: up, opposite: down, low: left, high: right },
    { crossed: along, own: across, isHigh: false, draw: vertical },
  );
}

/** The weights around an arm: of itself, of the arm opposite, and of those at its lower and higher coordinate. */
interface Around {
  readonly self: number;
  readonly opposite: number;
  readonly low: number;
  readonly high: number;
}

interface ArmPlace {
  /** Bands of the lines that this arm meets, and its own. */
  readonly crossed: Bands;
  readonly own: Bands;
  /** The arm runs to the high end of its axis. */
  readonly isHigh: boolean;
  readonly draw: (from: number, to: number, band: Band) => void;
}

function drawArm(around: Around, place: ArmPlace): void {
  const { self, low, high } = around;
  if (self === NONE) return;
  const strike = (inner: Band, band: Band) => {
    if (place.isHigh) place.draw(inner.start, place.crossed.size, band);
    else place.draw(0, inner.end, band);
  };
  if (self === DOUBLE) {
    strike(railReach(around, place, low, high), place.own.low);
    strike(railReach(around, place, high, low), place.own.high);
    return;
  }
  strike(lineReach(around, place), self === HEAVY ? place.own.heavy : place.own.light);
}

/** How far inward a single line runs: to the far edge of the line it meets, so that corners are filled. */
function lineReach({ opposite, low, high, self }: Around, { crossed, isHigh }: ArmPlace): Band {
  const near = isHigh ? crossed.high : crossed.low;
  const far = isHigh ? crossed.low : crossed.high;
  if (low === DOUBLE && high === DOUBLE) return opposite === NONE ? near : crossed.light;
  if (low === DOUBLE || high === DOUBLE) return opposite === NONE ? far : crossed.light;
  const isHeavy =
    low === HEAVY || high === HEAVY || (low === NONE && high === NONE && Math.max(self, opposite) === HEAVY);
  return isHeavy ? crossed.heavy : crossed.light;
}

/** How far inward one rail of a double line runs. `beside`: the arm on the rail's own side; `beyond`: the one across. */
function railReach({ opposite }: Around, { crossed, isHigh }: ArmPlace, ...[beside, beyond]: [number, number]): Band {
  const near = isHigh ? crossed.high : crossed.low;
  const far = isHigh ? crossed.low : crossed.high;
  if (beside === DOUBLE) return near;
  if (beside === LIGHT || opposite === DOUBLE) return crossed.light;
  return beyond === DOUBLE ? far : crossed.light;
}

/** U+2504..250B and 254C..254F: dashes per cell. */
function drawDashes(pen: Pen, code: number, bands: { across: Bands; down: Bands }): boolean {
  const count = code >= 0x254c ? 2 : code >= 0x2508 ? 4 : 3;
  const isDash = (code >= 0x2504 && code <= 0x250b) || (code >= 0x254c && code <= 0x254f);
  if (!isDash) return false;
  const isVertical = (code & 2) !== 0;
  const { size } = isVertical ? bands.down : bands.across;
  const crossing = isVertical ? bands.across : bands.down;
  const band = code & 1 ? crossing.heavy : crossing.light;
  const gap = Math.max(1, Math.round(size / count / 3));
  for (let dash = 0; dash < count; dash++) {
    const from = Math.round((dash * size) / count) + (gap >> 1);
    const to = Math.round(((dash + 1) * size) / count) - gap + (gap >> 1);
    if (isVertical) pen.rect(band.start, from, band.end, Math.max(from + 1, to));
    else pen.rect(from, band.start, Math.max(from + 1, to), band.end);
  }
  return true;
}

function drawDiagonals(pen: Pen, code: number, lineWidth: number): void {
  const { width, height } = pen;
  if (code !== 0x2572)
    pen.stroke(
      [
        [0, height],
        [width, 0],
      ],
      lineWidth,
    );
  if (code !== 0x2571)
    pen.stroke(
      [
        [0, 0],
        [width, height],
      ],
      lineWidth,
    );
}
