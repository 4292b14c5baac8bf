const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/**
 * An age as kubectl prints it (apimachinery's HumanDuration): `12s` `4m3s` `12m` `5h` `3h20m` `3d4h` `12d` `2y10d`.
 * Negative ages up to a second are `0s`; later ones are not known (`<invalid>`, clocks that disagree).
 */
export function formatAge(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < -1) return '<invalid>';
  if (whole < 0) return '0s';
  if (whole < 2 * MINUTE) return `${whole}s`;
  const minutes = Math.floor(whole / MINUTE);
  if (minutes < 10) return withRest(minutes, 'm', whole % MINUTE, 's');
  if (minutes < 3 * 60) return `${minutes}m`;
  const hours = Math.floor(whole / HOUR);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(whole / DAY);
  if (hours < 192) return withRest(days, 'd', hours % 24, 'h');
  if (days < 365 * 2) return `${days}d`;
  const years = Math.floor(whole / YEAR);
  if (days < 365 * 8) return withRest(years, 'y', days % 365, 'd');
  return `${years}y`;
}

const withRest = (amount: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${amount}${unit}` : `${amount}${unit}${rest}${restUnit}`;

/** Bytes in at most five columns: `0B` `412B` `96K` `1.4M` `12G` (powers of 1024). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'K', 'M', 'G', 'T'];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1023.5 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  const text = unit > 0 && amount < 9.95 ? amount.toFixed(1) : String(Math.round(amount));
  return `${text}${units[unit]}`;
}

/** A count; thousands separators from 10,000. */
export function formatCount(count: number): string {
  const whole = String(Math.round(count));
  return Math.abs(count) < 10_000 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 pod`, `2 pods`; for nouns that take an s. */
export function formatCountOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Events a second: `0/s` `0.4/s` `38/s` `1,200/s`. */
export function formatRate(perSecond: number): string {
  const text = perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1).replace(/\.0$/, '') : formatCount(perSecond);
  return `${text}/s`;
}

/** A length of time on a player or a recording: `01:23`, `1:02:03`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / HOUR);
  const rest = `${two(Math.floor((whole % HOUR) / MINUTE))}:${two(whole % MINUTE)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** Reads `500ms`, `10s`, `1m30s`, `2h`, `1.5` (seconds) as milliseconds; undefined when it is none of these. */
export function parseDurationMs(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const factors: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    total += Number(amount) * (factors[unit as string] as number);
  return total;
}
