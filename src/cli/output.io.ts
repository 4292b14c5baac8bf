import type { WriteStream } from 'node:tty';
import type { Output } from './command.ts';

/** Ends the program quietly when the reader of a stream has gone: `kpi-tui pods | head` is no failure. */
function endOnBrokenPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') process.exit(0);
    throw cause;
  });
}

/** A process stream as an Output: a write resolves when the stream has taken it. */
export function outputOf(stream: NodeJS.WriteStream): Output {
  endOnBrokenPipe(stream);
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return (stream as Partial<WriteStream>).columns ?? 100;
    },
    write: (data) =>
      new Promise((resolve) => {
        stream.write(data, () => resolve());
      }),
  };
}
