import { DEFAULT_GIF, THEME_NAMES } from '../gif/index.ts';
import { formatBytes, formatClock, formatCount } from '../text/index.ts';
import type { ConvertFormat } from './convert-cast.ts';
import { type GifRequest, type GifSummary, USUAL_IDLE_SECONDS } from './gif-request.ts';
import type { StillRequest } from './still-export.io.ts';
import type { UserPattern } from './user-detectors.io.ts';

/** What can be made of a recording beside a live screen. */
export type ExportRequest =
  | ({ readonly kind: 'gif' } & GifRequest)
  | ({ readonly kind: 'still' } & StillRequest)
  | ({ readonly kind: 'convert' } & ConvertRequest)
  | ({ readonly kind: 'redact' } & RedactRequest)
  | ({ readonly kind: 'cut' } & CutRequest);

/** All of a recording in another form. */
export interface ConvertRequest {
  readonly input: string;
  readonly output: string;
  readonly format: ConvertFormat;
}

/** A recording without its secrets: what is known to be one, and what the patterns of the settings find. */
export interface RedactRequest {
  readonly input: string;
  readonly output: string;
  readonly patterns: readonly UserPattern[];
}

/** A part of a recording as a recording of its own. Undefined places are its start and its end. */
export interface CutRequest {
  readonly input: string;
  readonly output: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** All but this part. */
  readonly isRemoval: boolean;
}

/** What was made. */
export interface ExportSummary {
  readonly output: string;
  readonly bytes: number;
  /** Size, frames, length, ...: whatever can be said of it in few words. */
  readonly facts: readonly string[];
  /** Where secrets were masked: `00:12  row 7  bearer`; the first of them. */
  readonly places?: readonly string[];
  /** What the person should know: a clipped size, a missing character, a recording that was cut off. */
  readonly notes: readonly string[];
  /** Wall clock. */
  readonly elapsedSeconds: number;
}

/** `820x550`, `237 frames`, `00:30`, `41 colours`. */
export function gifFacts(summary: GifSummary): readonly string[] {
  const { width, height, frames, durationSeconds, colors, hasLocalTables } = summary;
  const tables = hasLocalTables ? 'many colours' : `${colors} colours`;
  return [`${width}x${height}`, `${formatCount(frames)} frames`, formatClock(durationSeconds), tables];
}

/** `820x550, 237 frames, 00:30, 41 colours, 476K in 0.9 s`. */
export const summarySentence = ({ facts, bytes, elapsedSeconds }: Omit<ExportSummary, 'output' | 'notes'>): string =>
  `${[...facts, formatBytes(bytes)].join(', ')} in ${elapsedSeconds.toFixed(1)} s`;

/** What a person is offered where a picture is exported: names of themes, and what is usual. */
export const PICTURE_CHOICES = {
  themes: THEME_NAMES,
  usual: DEFAULT_GIF,
  idleLimitSeconds: USUAL_IDLE_SECONDS,
} as const;
