import { readFileSync } from 'node:fs';

/** Longer chains of parents in one process group (npm, a shell script, a launcher) are not followed. */
const PARENTS_LIMIT = 16;

interface ProcessGroup {
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

/**
 * Whether a shell is there that can continue us. Without one (`ssh -t host kpi-tui`, a terminal that runs us directly) a
 * stopped process is stopped for ever; the kernel calls such a group orphaned and ignores Ctrl-Z in it (POSIX 3.264).
 */
export function canBeContinued(): boolean {
  const own = groupOf('self');
  if (own === undefined) return process.platform !== 'linux';
  for (let parent = own.parent, depth = 0; depth < PARENTS_LIMIT; depth++) {
    const next = groupOf(String(parent));
    if (next === undefined) return false;
    if (next.group !== own.group) return next.session === own.session;
    parent = next.parent;
  }
  return false;
}

function groupOf(pid: string): ProcessGroup | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything.
    const [, parent, group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(parent), group: Number(group), session: Number(session) };
  } catch {
    return undefined;
  }
}
