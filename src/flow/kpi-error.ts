/**
 * A failure that crosses the edge of a subsystem. `code` is stable (`KUBE_UNREACHABLE`), `message` is one sentence with
 * the cause, `hint` one with what to do next.
 */
export class KpiError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(code: string, message: string, options: { cause?: unknown; hint?: string; exitCode?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KpiError';
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? EXIT.failed;
  }
}

/** The exit codes of specs: 0 ok, 1 failed, 2 usage, 3 not permitted, 4 not reachable, 70 a bug, 130 interrupted. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notPermitted: 3,
  notReachable: 4,
  changesPending: 5,
  waiting: 6,
  bug: 70,
  interrupted: 130,
} as const;

/** The message of anything that was thrown. */
export function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === '') return cause.errors.map(messageOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}

/** The system's error code (`ENOENT`, `ECONNREFUSED`, ...) of anything that was thrown, looking through causes. */
export function systemCodeOf(cause: unknown): string | undefined {
  for (let at = cause, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError) {
      const inner = at.errors.map(systemCodeOf).find((code) => code !== undefined);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}
