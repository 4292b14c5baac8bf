/** Operands by operator; an operator of two bytes 12, n is numbered 1200 + n. */
export type CffDict = ReadonlyMap<number, readonly number[]>;

const ESCAPE = 12;
const NIBBLES = '0123456789.EE -';

/** Reads a DICT (Adobe TN 5176, section 4). Throws RangeError when it is cut off or holds a code that means nothing. */
export function readDict(data: DataView): CffDict {
  const dict = new Map<number, readonly number[]>();
  let operands: number[] = [];
  let at = 0;
  while (at < data.byteLength) {
    const byte = data.getUint8(at);
    if (byte > 24) {
      const { value, length } = operandAt(data, at);
      operands.push(value);
      at += length;
      continue;
    }
    at += byte === ESCAPE ? 2 : 1;
    dict.set(byte === ESCAPE ? 1200 + data.getUint8(at - 1) : byte, operands);
    operands = [];
  }
  return dict;
}

function operandAt(data: DataView, at: number): { value: number; length: number } {
  const byte = data.getUint8(at);
  if (byte === 28) return { value: data.getInt16(at + 1), length: 3 };
  if (byte === 29) return { value: data.getInt32(at + 1), length: 5 };
  if (byte === 30) return realAt(data, at);
  if (byte >= 32 && byte <= 246) return { value: byte - 139, length: 1 };
  if (byte >= 247 && byte <= 250) return { value: (byte - 247) * 256 + data.getUint8(at + 1) + 108, length: 2 };
  if (byte >= 251 && byte <= 254) return { value: (251 - byte) * 256 - data.getUint8(at + 1) - 108, length: 2 };
  throw new RangeError(`code ${byte} in a DICT`);
}

/** Packed decimal digits, two a byte, up to the nibble 15; 12 is an exponent with a minus. */
function realAt(data: DataView, start: number): { value: number; length: number } {
  let text = '';
  for (let at = start + 1; ; at++) {
    const byte = data.getUint8(at);
    for (const nibble of [byte >> 4, byte & 15]) {
      if (nibble === 15) return { value: Number(text), length: at + 1 - start };
      text += nibble === 12 ? 'E-' : NIBBLES[nibble];
    }
  }
}
