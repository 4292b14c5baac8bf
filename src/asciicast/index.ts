export { BytesToText } from './bytes-to-text.ts';
export {
  type CastEvent,
  type CastHeader,
  type CastItem,
  type CastTheme,
  type CastVersion,
  isSize,
  LARGEST_SIZE,
  type WrittenCastVersion,
} from './cast-event.ts';
export { CastConverter } from './convert.ts';
export { CastDecoder, type CastPoint } from './decode.ts';
export { CastEncoder, encodeHeader } from './encode.ts';
export { formatMicros } from './micros.ts';
export { type ThemeColors, themeColors } from './theme-colors.ts';
export { Timeline, type TimelineOptions } from './timeline.ts';
