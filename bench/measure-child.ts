import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a run of a program cost. */
export interface ChildCost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly rssMib: number;
  readonly stdout: string;
}

/** How often the largest resident size is read; a program that grows between two looks shows it in the later one. */
const LOOK_MS = 10;

/** Runs a program to its end. CPU is user and system time of all its threads, as the shell counts it. */
export function measureChild(command: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<ChildCost> {
  return new Promise((resolve, reject) => {
    const script = 'TIMEFORMAT="KPI_TIME %U %S %R"; time "$@"';
    const shell = spawn('bash', ['-c', script, 'bash', ...command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let rssMib = 0;
    shell.stdout.on('data', (chunk) => (stdout += chunk));
    shell.stderr.on('data', (chunk) => (stderr += chunk));
    const look = setInterval(() => (rssMib = Math.max(rssMib, largestChild(shell.pid as number))), LOOK_MS);
    shell.on('error', reject);
    shell.on('close', (code) => {
      clearInterval(look);
      const [, user = '', system = '', real = ''] = /KPI_TIME (\S+) (\S+) (\S+)/.exec(stderr) ?? [];
      if (code !== 0) reject(new Error(`${command.join(' ')} ended with ${code}: ${stderr}`));
      else resolve({ cpuSeconds: Number(user) + Number(system), wallSeconds: Number(real), rssMib, stdout });
    });
  });
}

function largestChild(shell: number): number {
  try {
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((pid) => pid !== '');
    const sizes = children.map((pid) =>
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
    );
    return Math.round(Math.max(0, ...sizes) / 1024);
  } catch {
    return 0;
  }
}
