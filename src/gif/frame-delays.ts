/** Browsers show a frame of less than this as if it had ten hundredths. */
const SHORTEST_DELAY = 2;
/** A delay is a 16-bit number. */
export const LONGEST_DELAY = 65_535;

/** Turns times of frames into delays in hundredths of a second; what rounding takes from one frame it gives to the next. */
export class FrameDelays {
  #sent = 0;

  /** How long the frame before `nextSeconds` is shown. */
  until(nextSeconds: number): number {
    const delay = Math.max(SHORTEST_DELAY, Math.round(nextSeconds * 100) - this.#sent);
    this.#sent += delay;
    return delay;
  }

  /** How long the last frame is shown. */
  last(seconds: number): number {
    return Math.max(SHORTEST_DELAY, Math.round(seconds * 100));
  }
}

/** A delay as parts that fit into a GIF: the frame's own, then those of fillers that show nothing new. */
export function splitDelay(delay: number): number[] {
  const parts: number[] = [];
  let rest = delay;
  for (; rest > LONGEST_DELAY; rest -= LONGEST_DELAY) parts.push(LONGEST_DELAY);
  // A rest too short to be shown is taken from the part before.
  const last = parts.length - 1;
  if (rest < SHORTEST_DELAY && last >= 0) {
    parts[last] = LONGEST_DELAY - SHORTEST_DELAY;
    rest += SHORTEST_DELAY;
  }
  parts.push(rest);
  return parts;
}
