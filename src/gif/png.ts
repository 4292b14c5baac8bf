import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Of IHDR (PNG, third edition, 11.2.1). */
const RGB = 2;
const INDEXED = 3;

/** A picture as colours 0xRRGGBB, row by row. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Int32Array;
}

/** A PNG file: with a table of colours when 256 are enough, else with three bytes a pixel. */
export function encodePng(image: RgbImage): Uint8Array {
  const table = tableOf(image.pixels);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, image.width);
  header.setUint32(4, image.height);
  header.setUint8(8, 8);
  header.setUint8(9, table === undefined ? RGB : INDEXED);
  const colors = table === undefined ? [] : [chunk('PLTE', Uint8Array.from([...table.keys()].flatMap(channelsOf)))];
  const data = deflateSync(table === undefined ? rgbRows(image) : indexedRows(image, table), { level: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...colors,
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function tableOf(pixels: Int32Array): Map<number, number> | undefined {
  const table = new Map<number, number>();
  for (const color of pixels) {
    if (table.has(color)) continue;
    if (table.size === 256) return undefined;
    table.set(color, table.size);
  }
  return table;
}

/** Each row begins with the number of its filter; 0 is none, which suits flat colours best. */
function indexedRows({ width, height, pixels }: RgbImage, table: ReadonlyMap<number, number>): Uint8Array {
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = table.get(pixels[y * width + x] as number) as number;
  }
  return rows;
}

function rgbRows({ width, height, pixels }: RgbImage): Uint8Array {
  const rows = new Uint8Array((width * 3 + 1) * height);
  for (let y = 0, to = 0; y < height; y++) {
    rows[to++] = 0;
    for (let x = 0; x < width; x++)
      for (const channel of channelsOf(pixels[y * width + x] as number)) rows[to++] = channel;
  }
  return rows;
}

const channelsOf = (color: number): number[] => [color >> 16, (color >> 8) & 0xff, color & 0xff];

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at++) bytes[4 + at] = type.charCodeAt(at);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
