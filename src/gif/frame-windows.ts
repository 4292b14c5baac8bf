/**
 * Decides when frames are taken. A window opens at a visible change, gathers what follows within one frame's time, and
 * is then shown as it is at its end, stamped with its beginning: no frame is closer to the next than 1/fps, and none is
 * taken for what cannot be seen. Times in microseconds.
 */
export class FrameWindows {
  readonly #lengthMicros: number;
  #openedAt: number | undefined;
  #isFirst = true;

  constructor(fps: number) {
    this.#lengthMicros = 1_000_000 / fps;
  }

  /** No window is open, so a visible change would open one. */
  get isIdle(): boolean {
    return this.#openedAt === undefined;
  }

  /** The first window is stamped 0: a recording begins with what it shows first. */
  open(atMicros: number): void {
    this.#openedAt = atMicros;
  }

  /** The stamp of the frame to take now, if the open window ends before something at `nextMicros`. */
  close(nextMicros: number): number | undefined {
    const openedAt = this.#openedAt;
    if (openedAt === undefined || nextMicros < openedAt + this.#lengthMicros) return undefined;
    this.#openedAt = undefined;
    const stamp = this.#isFirst ? 0 : openedAt;
    this.#isFirst = false;
    return stamp;
  }
}
