import type { CastEvent } from '../asciicast/index.ts';
import type { Recording } from './recording.ts';

/**
 * What stands between a source of text and a recording: nothing, or a redactor that holds events back. Events come out
 * in the order of their coming.
 */
export interface OutputStage {
  /** Output, input, a resize or a marker at its time. False: wait for `whenReady` before the next. */
  push(event: CastEvent): boolean;
  /** Resolves when more may come. */
  whenReady(): Promise<void>;
  /** Lets out all that is held; resolves when it is in the recording. */
  flush(): Promise<void>;
}

/** Writes every event as it comes. */
export class PlainStage implements OutputStage {
  readonly #recording: Recording;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  push(event: CastEvent): boolean {
    return this.#recording.write(event);
  }

  whenReady(): Promise<void> {
    return this.#recording.whenWritable();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }
}
