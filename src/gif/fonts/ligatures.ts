/** Ligatures by their first glyph; the longest first, as the lookup must try them. */
export type LigatureTree = ReadonlyMap<number, readonly Ligature[]>;

export interface Ligature {
  /** The glyphs after the first one. */
  readonly rest: readonly number[];
  readonly glyph: number;
}

const LIGATURE_SUBSTITUTION = 4;
const EXTENSION = 7;
/** Entries of all tables together; the largest of known fonts have twenty thousand. Tables that overlap could make billions. */
const MOST_ENTRIES = 500_000;

/** How many entries may still be read. */
interface Budget {
  left: number;
}

/**
 * Reads every ligature of a GSUB table, whatever feature it belongs to (OpenType 1.9, 'GSUB' lookup types 4 and 7). Throws
 * RangeError when the table is damaged.
 */
export function readLigatures(gsub: DataView | undefined): LigatureTree {
  const tree = new Map<number, Ligature[]>();
  const budget = { left: MOST_ENTRIES };
  if (gsub === undefined || gsub.byteLength < 10) return tree;
  const list = gsub.getUint16(8);
  const count = gsub.getUint16(list);
  for (let index = 0; index < count; index++) {
    const lookup = list + gsub.getUint16(list + 2 + index * 2);
    const type = gsub.getUint16(lookup);
    const subtables = gsub.getUint16(lookup + 4);
    for (let sub = 0; sub < subtables; sub++) {
      spend(budget, 1);
      const at = lookup + gsub.getUint16(lookup + 6 + sub * 2);
      if (type === LIGATURE_SUBSTITUTION) readSubtable(gsub, at, { tree, budget });
      else if (type === EXTENSION && gsub.getUint16(at + 2) === LIGATURE_SUBSTITUTION) {
        readSubtable(gsub, at + gsub.getUint32(at + 4), { tree, budget });
      }
    }
  }
  for (const ligatures of tree.values()) ligatures.sort((one, other) => other.rest.length - one.rest.length);
  return tree;
}

/** The one glyph that stands for the whole sequence, if the font has it. */
export function ligate(tree: LigatureTree, ids: readonly number[]): number | undefined {
  const ligatures = tree.get(ids[0] as number) ?? [];
  return ligatures.find(
    (ligature) => ligature.rest.length === ids.length - 1 && ligature.rest.every((id, index) => id === ids[index + 1]),
  )?.glyph;
}

function spend(budget: Budget, entries: number): void {
  budget.left -= entries;
  if (budget.left < 0) throw new RangeError('ligatures without an end');
}

function readSubtable(
  gsub: DataView,
  at: number,
  { tree, budget }: { readonly tree: Map<number, Ligature[]>; readonly budget: Budget },
): void {
  const firsts = readCoverage(gsub, at + gsub.getUint16(at + 2), budget);
  const setCount = gsub.getUint16(at + 4);
  for (let index = 0; index < setCount; index++) {
    const first = firsts[index];
    if (first === undefined) return;
    const set = at + gsub.getUint16(at + 6 + index * 2);
    const ligatures = tree.get(first) ?? [];
    tree.set(first, ligatures);
    const count = gsub.getUint16(set);
    spend(budget, 1 + count);
    for (let entry = 0; entry < count; entry++) {
      const ligature = set + gsub.getUint16(set + 2 + entry * 2);
      const parts = gsub.getUint16(ligature + 2);
      spend(budget, parts);
      const rest = Array.from({ length: parts - 1 }, (_, part) => gsub.getUint16(ligature + 4 + part * 2));
      ligatures.push({ rest, glyph: gsub.getUint16(ligature) });
    }
  }
}

function readCoverage(view: DataView, at: number, budget: Budget): number[] {
  const count = view.getUint16(at + 2);
  spend(budget, count);
  if (view.getUint16(at) === 1) return Array.from({ length: count }, (_, index) => view.getUint16(at + 4 + index * 2));
  const ids: number[] = [];
  for (let range = 0; range < count; range++) {
    const from = view.getUint16(at + 4 + range * 6);
    const to = view.getUint16(at + 6 + range * 6);
    spend(budget, Math.max(0, to - from));
    for (let id = from; id <= to; id++) ids.push(id);
  }
  return ids;
}
