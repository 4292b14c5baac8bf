import { KpiError } from '../../flow/index.ts';

/** Reads numbers of seven bits a byte, the lowest first; a set eighth bit says that more follow. Throws KpiError `FONT_PACK`. */
export class VarintReader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  next(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw brokenPack();
      value += (byte & 0x7f) * factor;
      if (byte < 128) return value;
    }
  }

  signed(): number {
    const value = this.next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Passes over so many numbers. */
  skip(count: number): void {
    for (let left = count; left > 0; this.at++) if ((this.bytes[this.at] ?? 0) < 128) left--;
  }

  part(): VarintReader {
    const length = this.next();
    this.at += length;
    return new VarintReader(this.bytes.subarray(this.at - length, this.at));
  }
}

export const brokenPack = (): KpiError =>
  new KpiError('FONT_PACK', 'a built-in font file is damaged', { hint: 'Install kpi-tui again.' });
