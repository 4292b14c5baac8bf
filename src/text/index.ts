export { emulatorWidths } from './emulator-widths.ts';
export { fuzzyMatch } from './fuzzy.ts';
export { nearestWord } from './nearest.ts';
export { formatRfc3339, parseRfc3339 } from './rfc3339.ts';
export { clean, cleanCodePoint } from './sanitise.ts';
export { padEnd, padStart, sliceCols, truncateEnd, truncateMiddle, wrapWords } from './truncate.ts';
export {
  formatAge,
  formatBytes,
  formatClock,
  formatCount,
  formatCountOf,
  formatRate,
  parseDurationMs,
} from './units.ts';
export { codePointWidth, textWidth } from './width.ts';
