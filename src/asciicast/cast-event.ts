/** Versions of the asciicast format: 1 is only read. */
export type CastVersion = 1 | 2 | 3;
/** The versions that are written. */
export type WrittenCastVersion = 2 | 3;

/** One thing that happened. `atMicros`: whole microseconds since the start of the recording, never decreasing. */
export type CastEvent =
  | { readonly kind: 'output'; readonly atMicros: number; readonly data: string }
  | { readonly kind: 'input'; readonly atMicros: number; readonly data: string }
  | { readonly kind: 'resize'; readonly atMicros: number; readonly cols: number; readonly rows: number }
  | { readonly kind: 'marker'; readonly atMicros: number; readonly label: string }
  /** The child's exit status as text; the last event of a recording. */
  | { readonly kind: 'exit'; readonly atMicros: number; readonly status: string }
  /** A code that this program does not know; kept when a file is converted to its own version. */
  | { readonly kind: 'other'; readonly atMicros: number; readonly code: string; readonly data: unknown };

/** Colours of the terminal that was recorded, as they stand in the header: `#rrggbb`, the palette joined by colons. */
export interface CastTheme {
  readonly fg: string;
  readonly bg: string;
  readonly palette: string;
}

/** What a header says; keys that are absent or of a wrong type in the file are absent here. */
export interface CastHeader {
  readonly version: CastVersion;
  readonly cols: number;
  readonly rows: number;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
  readonly durationSeconds?: number;
  readonly idleLimitSeconds?: number;
  readonly command?: string;
  readonly title?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly theme?: CastTheme;
  /** `$TERM`, version 3 only; version 2 has it in `env`. */
  readonly termType?: string;
  /** The terminal's answer to XTVERSION; version 3 only. */
  readonly termVersion?: string;
  readonly tags?: readonly string[];
}

/** What a decoder finds, in the order of the file. */
export type CastItem =
  | { readonly kind: 'header'; readonly header: CastHeader }
  | CastEvent
  | { readonly kind: 'comment'; readonly text: string }
  /** A line that is no event; it is skipped and counted. `line` counts from 1. */
  | { readonly kind: 'bad-line'; readonly line: number; readonly reason: string };

/** The largest terminal a recording may have in either direction; beyond it a size is a mistake or an attack. */
export const LARGEST_SIZE = 1000;

/** True for a whole number of columns or rows that a recording may have. */
export function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LARGEST_SIZE;
}
