/** Bytes that are not what they should be: a length beyond its message, a frame too long, an end in the middle. */
export class StreamError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StreamError';
  }
}

/** The longest single object, line or frame; etcd itself refuses objects beyond 1.5 MiB, a watch event has two envelopes. */
export const LONGEST_OBJECT_BYTES = 16 * 1024 * 1024;
