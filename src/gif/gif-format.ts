// GIF89a, CompuServe 1990.

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Index 0 is never a colour. */
export const TRANSPARENT = 0;
/** Index of the background of the screen. */
export const BACKGROUND = 1;
export const TABLE_COLORS = 256;
/** Where the global colour table lies in the file. */
export const TABLE_OFFSET = 13;
export const TRAILER = Uint8Array.of(0x3b);

/** Disposal 1: the frame stays under the next one. */
const KEEP = 1 << 2;

/** Signature, screen, an empty table of 256 colours, and how often to repeat: 0 for ever, undefined for once. */
export function encodeHeader(
  size: { readonly width: number; readonly height: number },
  loops: number | undefined,
): Uint8Array {
  const head = new Uint8Array(TABLE_OFFSET + TABLE_COLORS * 3 + (loops === undefined ? 0 : 19));
  head.set(ascii('GIF89a'));
  const view = new DataView(head.buffer);
  view.setUint16(6, size.width, true);
  view.setUint16(8, size.height, true);
  head[10] = 0xf7; // a global table of 256 colours, eight bits each
  head[11] = BACKGROUND;
  if (loops !== undefined) {
    const at = TABLE_OFFSET + TABLE_COLORS * 3;
    head.set([0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1], at);
    view.setUint16(at + 16, loops, true);
  }
  return head;
}

/** Colours 0xRRGGBB as a table of `length` entries. */
export function encodeTable(colors: readonly number[], length: number): Uint8Array {
  const table = new Uint8Array(length * 3);
  for (const [index, color] of colors.entries()) table.set([color >> 16, (color >> 8) & 0xff, color & 0xff], index * 3);
  return table;
}

/** Everything of a frame before its pixels. `delay` in hundredths of a second; `table` has a power of two of colours. */
export function encodeFrameHead(rect: Rect, delay: number, table?: Uint8Array): Uint8Array {
  const head = new Uint8Array(8 + 10 + (table?.length ?? 0));
  const view = new DataView(head.buffer);
  head.set([0x21, 0xf9, 4, KEEP | 1]);
  view.setUint16(4, delay, true);
  head[6] = TRANSPARENT;
  head[8] = 0x2c;
  view.setUint16(9, rect.x, true);
  view.setUint16(11, rect.y, true);
  view.setUint16(13, rect.width, true);
  view.setUint16(15, rect.height, true);
  if (table !== undefined) {
    head[17] = 0x80 | (Math.log2(table.length / 3) - 1);
    head.set(table, 18);
  }
  return head;
}

/** One transparent pixel, to fill a time that is longer than a delay can be. */
export function encodeFiller(delay: number): Uint8Array {
  const head = encodeFrameHead({ x: 0, y: 0, width: 1, height: 1 }, delay);
  // Codes of three bits: clear, index 0, end.
  return Uint8Array.from([...head, 2, 2, 0b01_000_100, 0b1, 0]);
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
