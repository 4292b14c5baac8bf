import { writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { EXIT, KpiError } from '../flow/index.ts';
import type { Output } from './command.ts';
import { errorText } from './report-error.ts';

/**
 * Ends the program when a stream takes no more: quietly when its reader has gone, as `kpi-tui pods | head` is no failure;
 * with a sentence when the disk behind it is full.
 */
function endOnFailure(stream: NodeJS.WriteStream, gone: () => void): void {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') return gone();
    if (stream === process.stdout) sayNow(errorText(outputError(cause)));
    process.exit(EXIT.failed);
  });
}

const outputError = (cause: NodeJS.ErrnoException): KpiError =>
  new KpiError('OUTPUT_WRITE', `cannot write to standard output: ${cause.message}`, {
    cause,
    hint: cause.code === 'ENOSPC' ? 'The disk is full.' : 'Look where it goes to.',
  });

/** Nothing is waited for: the program ends with this. */
function sayNow(text: string): void {
  try {
    writeSync(process.stderr.fd, text);
  } catch {
    // Both are full: the exit code says it.
  }
}

/**
 * A process stream as an Output: a write resolves when the stream has taken it. The stream is opened at its first use, as
 * that costs milliseconds of the start of a command that says nothing.
 */
export function outputOf(streamOf: () => NodeJS.WriteStream): Output {
  let gone = (): void => process.exit(EXIT.ok);
  let opened: NodeJS.WriteStream | undefined;
  const stream = (): NodeJS.WriteStream => {
    if (opened !== undefined) return opened;
    opened = streamOf();
    endOnFailure(opened, () => gone());
    return opened;
  };
  return {
    whenGone: (listener) => {
      gone = listener;
    },
    get isTTY() {
      return stream().isTTY === true;
    },
    get columns() {
      return (stream() as Partial<WriteStream>).columns ?? 100;
    },
    write: (data) =>
      new Promise((resolve) => {
        stream().write(data, () => resolve());
      }),
  };
}
