const MICROS = 1_000_000;

/** The longest recording in microseconds (about 31 years): times stay exact integers and sums of them too. */
export const LONGEST_MICROS = 1e15;

/** Seconds to whole microseconds; undefined for what is no time. Negative ones are clamped to 0. */
export function microsOf(seconds: unknown): number | undefined {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return undefined;
  const micros = Math.round(seconds * MICROS);
  return micros > LONGEST_MICROS ? undefined : Math.max(0, micros);
}

/** `0.0`, `1.5`, `12.000001`: at most six decimals, trailing zeros cut but one kept. */
export function formatMicros(micros: number): string {
  const whole = Math.floor(micros / MICROS);
  const fraction = String(micros % MICROS).padStart(6, '0');
  return `${whole}.${fraction.replace(/0{1,5}$/, '')}`;
}
