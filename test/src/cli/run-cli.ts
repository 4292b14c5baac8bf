import { LOADERS } from '../../../src/cli/commands.ts';
import { errorText, parseInvocation } from '../../../src/cli/index.ts';
import { resolveSettings } from '../../../src/config/index.ts';
import { KpiError, systemClock } from '../../../src/flow/index.ts';

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Runs a command in this process, as `kpi-tui` would; what is no KpiError is thrown. */
export async function runCli(argv: readonly string[], { env = {}, signal }: CliOptions = {}): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  try {
    const invocation = parseInvocation(argv);
    if (invocation.kind !== 'command') throw new TypeError(`argv: expected a command, received ${invocation.kind}`);
    const { spec, args } = invocation;
    const { run } = (await LOADERS[spec.name]?.()) ?? {};
    if (run === undefined) throw new TypeError(`argv: no loader for ${spec.name}`);
    const code = await run({
      args,
      settings: resolveSettings(args.without('theme'), env),
      env,
      stdout: {
        isTTY: false,
        columns: 80,
        write: async (data) => {
          stdout += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
        },
      },
      stderr: {
        isTTY: false,
        columns: 80,
        write: async (data) => {
          stderr += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
        },
      },
      clock: systemClock,
      random: Math.random,
      signal: signal ?? new AbortController().signal,
    });
    return { code, stdout, stderr };
  } catch (cause) {
    if (!(cause instanceof KpiError)) throw cause;
    return { code: cause.exitCode, stdout, stderr: stderr + errorText(cause) };
  }
}
