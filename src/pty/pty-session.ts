import type { Holdable } from './watermark.ts';

/** How a program ended: by itself or by a signal (`SIGHUP`). */
export type PtyExit =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string };

export interface PtyOptions {
  /** A name to be looked up in PATH, or a path. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cols: number;
  readonly rows: number;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
}

/** A program on a pseudo terminal of its own, leader of its session and process group. */
export interface PtySession extends Holdable {
  readonly pid: number;
  /** False when more than 64 KiB wait for the program to read: stop until `whenWritable`. Never blocks. */
  write(data: string | Uint8Array): boolean;
  /** What did not fit into 2 MiB of waiting input. */
  readonly refusedInputBytes: number;
  whenWritable(): Promise<void>;
  /** Sizes are clamped to 1..1000. */
  resize(cols: number, rows: number): void;
  /** One hold of its own: `pause` twice is one pause. */
  pause(): void;
  resume(): void;
  /** Stops reading until released; each holder has its own hold. */
  hold(): () => void;
  /** SIGHUP to the whole group, SIGKILL after two seconds. */
  close(): Promise<PtyExit>;
  /** Resolves after the last byte was handed to the listeners. */
  readonly exited: Promise<PtyExit>;
  /** Bytes as the program wrote them; the array is the listener's to keep. Returns what stops listening. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
}
