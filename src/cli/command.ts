import type { LowArgs, Settings } from '../config/index.ts';
import type { Clock, Random } from '../flow/index.ts';

/** Where a command writes. Resolves when there is room again; a reader that is gone ends the program quietly. */
export interface Output {
  readonly isTTY: boolean;
  readonly columns: number;
  write(data: string | Uint8Array): Promise<void>;
  /** Sets what is done when the reader is gone, for a command that has something to finish then. */
  whenGone?(listener: () => void): void;
}

/** Everything a command may touch. */
export interface CommandContext {
  readonly args: LowArgs;
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted by SIGINT, SIGTERM and SIGHUP; the command then has 100 ms to print its summary. */
  readonly signal: AbortSignal;
}

/** Runs a command to its exit code. Errors are thrown as KpiError and printed by the caller. */
export type RunCommand = (context: CommandContext) => Promise<number>;
