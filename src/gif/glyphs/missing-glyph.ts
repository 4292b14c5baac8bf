import type { Geometry } from '../geometry.ts';

/** Hexadecimal digits of 3 x 5 pixels, rows from the top, three bits each. */
const DIGITS = [
  0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111, 0b101_101_111_001_001,
  0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_001_010_010, 0b111_101_111_101_111, 0b111_101_111_001_111,
  0b111_101_111_101_101, 0b110_101_110_101_110, 0b111_100_100_100_111, 0b110_101_101_101_110, 0b111_100_111_100_111,
  0b111_100_111_100_100,
];

/** A frame with the number of a character that no font has, two digits a row, as far as they fit. */
export function drawMissing(code: number, width: number, geometry: Geometry): Float32Array {
  const height = geometry.cellHeight;
  const covered = new Float32Array(width * height);
  const set = (x: number, y: number) => {
    if (x >= 0 && x < width && y >= 0 && y < height) covered[y * width + x] = 1;
  };
  const top = 1;
  const bottom = height - 2;
  for (let x = 0; x < width; x++) {
    set(x, top);
    set(x, bottom);
  }
  for (let y = top; y <= bottom; y++) {
    set(0, y);
    set(width - 1, y);
  }
  const pixel = Math.max(1, Math.floor(geometry.cellWidth / 10));
  const digits = code.toString(16).padStart(4, '0');
  const left = Math.floor((width - 7 * pixel) / 2);
  for (const [index, digit] of Array.from(digits).entries()) {
    const y = top + 2 * pixel + (index >> 1) * 6 * pixel;
    if (y + 5 * pixel > bottom || width < 9 * pixel) break;
    drawDigit(Number.parseInt(digit, 16), { x: left + (index & 1) * 4 * pixel, y, pixel, set });
  }
  return covered;
}

function drawDigit(
  digit: number,
  { x, y, pixel, set }: { x: number; y: number; pixel: number; set: (x: number, y: number) => void },
): void {
  const bits = DIGITS[digit] as number;
  for (let at = 0; at < 15 * pixel * pixel; at++) {
    const px = at % (3 * pixel);
    const py = Math.floor(at / (3 * pixel));
    const bit = 14 - (Math.floor(py / pixel) * 3 + Math.floor(px / pixel));
    if ((bits >> bit) & 1) set(x + px, y + py);
  }
}
