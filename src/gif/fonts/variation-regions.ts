import type { FontBytes } from './font-bytes.ts';

/**
 * How many regions each of the variation data has, of the store at `offset` in a CFF2 table: as many deltas follow each value
 * (OpenType 1.9, "Item variation store", after a length of two bytes). Throws RangeError when there is no such data.
 */
export function regionCounter(table: FontBytes, offset: number | undefined): (variations: number) => number {
  return (variations) => {
    if (offset === undefined) throw new RangeError('there is no variation store');
    const store = offset + 2;
    const count = table.view(store + 6, 2).getUint16(0);
    if (!(variations >= 0 && variations < count)) throw new RangeError(`no variation data ${variations}`);
    const data = store + table.view(store + 8 + variations * 4, 4).getUint32(0);
    return table.view(data + 4, 2).getUint16(0);
  };
}
