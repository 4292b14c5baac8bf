import type { Glyphs } from '../glyphs.ts';
import type { Role } from '../theme.ts';
import type { HitRange } from './key-bar.ts';
import { type Line, lineWidth, type Span, span, spread } from './line.ts';

/** From this width on every tab has its name. */
const NAMES_FROM_COLS = 110;

export interface Tab {
  readonly key: string;
  readonly title: string;
  readonly isCurrent: boolean;
  /** Its screen wants to be looked at. */
  readonly attention: boolean;
  readonly action: string;
}

/** A short notice at the right of the first row. The smaller its rank, the longer it stays when room is short. */
export interface Chip {
  readonly text: string;
  readonly role: Role;
  /** Drawn before the text, for example the recording dot. */
  readonly mark?: Span;
  readonly rank: number;
}

/** Row 1: tabs left, chips right. Chips go from the lowest rank on when they do not fit. */
export function tabBar(o: { tabs: readonly Tab[]; chips: readonly Chip[]; cols: number; glyphs: Glyphs }): {
  spans: Line;
  hits: readonly HitRange[];
} {
  const { spans, hits } = tabSpans(o.tabs, { named: o.cols >= NAMES_FROM_COLS, glyphs: o.glyphs });
  const chips = chipSpans(o.chips, o.cols - lineWidth(spans) - 2);
  return { spans: spread(spans, chips, o.cols), hits };
}

function tabSpans(
  tabs: readonly Tab[],
  { named, glyphs }: { named: boolean; glyphs: Glyphs },
): { spans: Span[]; hits: HitRange[] } {
  const spans: Span[] = [];
  const hits: HitRange[] = [];
  let x = 0;
  for (const tab of tabs) {
    const from = x + 1;
    const label = tab.isCurrent || named ? `${tab.key} ${tab.title}` : tab.key;
    const parts = tab.isCurrent
      ? [span(` ${glyphs.tabOpen}`, 'accent'), span(label, 'title'), span(glyphs.tabClose, 'accent')]
      : [span(' '), span(label, 'dim'), ...(tab.attention ? [span('!', 'warn')] : [])];
    spans.push(...parts);
    x += lineWidth(parts);
    hits.push({ from, to: x, action: tab.action });
  }
  return { spans, hits };
}

function chipSpans(chips: readonly Chip[], room: number): Line {
  const width = (chip: Chip): number => lineWidth(spansOfChip(chip)) + 2;
  let kept = [...chips];
  while (kept.length > 0 && kept.reduce((sum, chip) => sum + width(chip), 0) > room) {
    const least = kept.reduce((worst, chip) => (chip.rank > worst.rank ? chip : worst));
    kept = kept.filter((chip) => chip !== least);
  }
  return kept
    .flatMap((chip) => [...spansOfChip(chip), span('  ')])
    .slice(0, -1)
    .concat(kept.length === 0 ? [] : [span(' ')]);
}

const spansOfChip = ({ mark, text, role }: Chip): Line =>
  mark === undefined ? [span(text, role)] : [mark, span(` ${text}`, role)];
