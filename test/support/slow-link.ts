import type { Clock } from '../../src/flow/index.ts';
import type { FrameSink } from '../../src/terminal/screen-output.ts';

export interface SlowLinkOptions {
  readonly clock: Clock;
  readonly bytesPerSecond: number;
  /** One way. */
  readonly delayMs: number;
  /** The terminal's answers arrive here; it answers fences only. */
  answer(bytes: Uint8Array): void;
}

/**
 * A link whose buffers swallow everything at once, as ssh's do: what is written arrives at the terminal at the link's
 * rate and after its delay, and the terminal answers fences when it gets to them.
 */
export class SlowLink implements FrameSink {
  readonly isBusy = false;
  readonly #options: SlowLinkOptions;
  #freeAt = 0;
  /** What the terminal has received. */
  received = '';
  bytes = 0;
  answers = true;

  constructor(options: SlowLinkOptions) {
    this.#options = options;
  }

  write(bytes: Uint8Array): void {
    const { clock, bytesPerSecond, delayMs } = this.#options;
    const now = clock.now();
    this.bytes += bytes.length;
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes.length / bytesPerSecond) * 1000;
    const text = new TextDecoder().decode(bytes);
    clock.after(this.#freeAt - now + delayMs, () => {
      this.received += text;
      const fences = this.answers ? text.split('\x1b[5n').length - 1 : 0;
      for (let count = 0; count < fences; count++) {
        clock.after(delayMs, () => this.#options.answer(new TextEncoder().encode('\x1b[0n')));
      }
    });
  }
}
