import type { ChildProcess } from 'node:child_process';
import { RESTORE_SEQUENCE } from './modes.ts';

/**
 * $1 the tty, $2 its modes at the start, $3 what restores the screen. Reads our pipe: `bye` is a regular end, `in` and
 * `out` say whether we have the screen. The end of the pipe without `bye` is our death. The modes are set only while the
 * tty is still as we left it: a shell with job control has set its own by then, and must not be pushed out of them.
 */
const SCRIPT = `raw=$(stty -F "$1" -g)
state=in
while read -r line; do
  [ "$line" = bye ] && exit 0
  state=$line
done
[ "$state" = in ] || exit 0
printf %s "$3" >"$1"
[ -n "$2" ] && [ "$(stty -F "$1" -g)" = "$raw" ] && stty -F "$1" "$2"`;

/**
 * Restores the terminal after a kill -9, which nobody can catch: a shell in a session of its own, about 1 MB, that does
 * nothing but wait for the end of a pipe from us.
 */
export class DeadMan {
  #child: ChildProcess | undefined;

  /** The tty by its name, as a child that inherits our descriptor would keep the terminal open. Raw mode must be on. */
  start(tty: string, savedModes: string | undefined): void {
    if (this.#child !== undefined) return;
    // Read at its first use: commands that draw nothing start without it.
    const { spawn } = process.getBuiltinModule('node:child_process');
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'kpi-tui-restore', tty, savedModes ?? '', RESTORE_SEQUENCE], {
      detached: true,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Without it the terminal works as well; only kill -9 leaves it as it is.
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    child.unref();
    (child.stdin as unknown as { unref?(): void }).unref?.();
    this.#child = child;
  }

  /** Whether we have the screen; while it is lent or we are stopped there is nothing to restore. */
  tell(state: 'in' | 'out'): void {
    this.#child?.stdin?.write(`${state}\n`);
  }

  /** A regular end: the child goes silently. */
  dismiss(): void {
    this.#child?.stdin?.end('bye\n');
    this.#child = undefined;
  }
}
