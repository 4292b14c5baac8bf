import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { Clock } from '../flow/index.ts';
import { ReadPace } from './read-pace.ts';

/** One TLS record; a plain socket gets by with it too. */
const READ_BUFFER_BYTES = 16 * 1024;

/**
 * Connections whose bytes are parsed where the kernel, or OpenSSL, put them: one buffer a socket, used again for each read.
 *
 * A list of 10,000 pods comes in 4,000 reads. By way of the stream each is a new buffer of 16 KB, an event and a turn of the
 * queue, which costs more than reading the pods does, and leaves 40 MB to collect. Invariant: a piece that the parser does
 * not take at once is copied before the buffer is used again, and nothing more is read until it has been taken.
 *
 * Between small pieces in quick succession the socket rests (ReadPace): the kernel is not asked, nothing wakes up.
 */
export function directConnector(options: buildConnector.BuildOptions, clock: Clock): buildConnector.connector {
  return (target, callback) => {
    const reading = new DirectReading(clock);
    const onread = { buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES), callback: reading.onRead };
    const connect = buildConnector({ ...options, onread } as buildConnector.BuildOptions);
    connect(target, (...result) => {
      if (result[0] === null && result[1]) reading.attach(result[1]);
      callback(...result);
    });
  };
}

type Read = (size?: number) => Buffer | null;

class DirectReading {
  #socket: Socket | undefined;
  #streamRead: Read | undefined;
  /** What has just been read, in the buffer that is used again. */
  #fresh: Buffer | undefined;
  /** What the parser left, copied. */
  #held: Buffer | undefined;
  readonly #clock: Clock;
  readonly #pace = new ReadPace();
  #turnBytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  attach(socket: Socket): void {
    this.#socket = socket;
    this.#streamRead = socket.read.bind(socket) as Read;
    // What undici uses of a readable stream; its end and its errors stay the stream's own.
    socket.read = this.#read as Socket['read'];
    socket.unshift = this.#unshift as Socket['unshift'];
  }

  /** False: no more, until the stream is read to its end. */
  readonly onRead = (count: number, buffer: Uint8Array): boolean => {
    // OpenSSL gives all records of one reading of the kernel in one turn.
    if (this.#turnBytes === 0) setImmediate(this.#endTurn);
    this.#turnBytes += count;
    this.#fresh = (buffer as Buffer).subarray(0, count);
    this.#socket?.emit('readable');
    if (this.#fresh !== undefined) {
      this.#hold(this.#fresh);
      this.#fresh = undefined;
    }
    return this.#held === undefined;
  };

  readonly #endTurn = (): void => {
    const rest = this.#pace.restAfter(this.#clock.now(), this.#turnBytes);
    this.#turnBytes = 0;
    const socket = this.#socket;
    if (rest === 0 || socket === undefined || this.#held !== undefined) return;
    socket.pause();
    this.#clock.after(rest, () => socket.resume());
  };

  readonly #read: Read = (size) => {
    if (size === 0) return this.#streamRead?.(0) ?? null;
    const piece = this.#held ?? this.#fresh;
    if (this.#held !== undefined) this.#held = undefined;
    else this.#fresh = undefined;
    // The stream itself never has any bytes: this makes it read on, or find its end.
    return piece ?? this.#streamRead?.() ?? null;
  };

  readonly #unshift = (piece: Buffer): void => {
    if (piece.length > 0) this.#hold(piece);
  };

  #hold(piece: Buffer): void {
    this.#held = this.#held === undefined ? Buffer.from(piece) : Buffer.concat([this.#held, piece]);
  }
}
