/** What happens in a recording, as the pictures need it. `atMicros`: microseconds since its start, never decreasing. */
export type TimedEvent =
  | { readonly kind: 'output'; readonly atMicros: number; readonly data: string }
  | { readonly kind: 'resize'; readonly atMicros: number; readonly cols: number; readonly rows: number };
