interface Timed {
  /** Microseconds since the start of the pictures, never decreasing. */
  readonly atMicros: number;
  /** Takes effect, but is not shown: it lies outside of what was selected. */
  readonly isHidden?: boolean;
}

/** What happens in a recording, as pictures of it need to know. */
export type TimedEvent =
  | (Timed & { readonly kind: 'output'; readonly data: string })
  | (Timed & { readonly kind: 'resize'; readonly cols: number; readonly rows: number });
