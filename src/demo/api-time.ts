import { formatRfc3339 } from '../text/index.ts';

/** A time of the API, in whole seconds. Becomes text only where it is written as JSON. */
export class ApiTime {
  /** Since the epoch. */
  readonly seconds: number;

  constructor(ms: number) {
    this.seconds = Math.floor(ms / 1000);
  }

  toJSON(): string {
    return formatRfc3339(this.seconds * 1000);
  }
}

/** `ms` since the epoch as the API writes it. */
export const timeText = (ms: number): string => new ApiTime(ms).toJSON();
