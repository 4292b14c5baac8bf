/** The largest size of a terminal in either direction; more is a mistake and costs memory by its square. */
const LARGEST = 1000;

export interface Winsize {
  readonly cols: number;
  readonly rows: number;
}

/** A size that a pty and an emulator accept: whole numbers within 1..1000. */
export function clampWinsize(cols: number, rows: number): Winsize {
  return { cols: clamp(cols), rows: clamp(rows) };
}

const clamp = (size: number): number => (Number.isFinite(size) ? Math.min(LARGEST, Math.max(1, Math.floor(size))) : 1);
