import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CommandSpec,
  type LowArgs,
  pathsOf,
  readSettingsFile,
  resolveSettings,
  type Settings,
} from '../config/index.ts';
import { EXIT, KpiError, messageOf, systemClock } from '../flow/index.ts';
import type { Output } from './command.ts';
import { LOADERS } from './commands.ts';
import { helpText } from './help.ts';
import { type Invocation, parseInvocation } from './invocation.ts';
import { outputOf } from './output.io.ts';
import { errorDocument, errorText } from './report-error.ts';
import { VERSION } from './version.ts';

const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** What they leave a command to print its summary. */
const SUMMARY_MS = 100;

/**
 * Runs what the command line asks for and sets the exit code. False: no command was given, the workstation is to start.
 */
export async function runCommand(argv: readonly string[]): Promise<boolean> {
  let invocation: Invocation;
  try {
    invocation = parseInvocation(argv);
  } catch (cause) {
    process.exitCode = await reportFailure(cause, streamsFor(argv));
    return true;
  }
  // The workstation opens the tty by itself: streams that nobody uses cost milliseconds of its first frame.
  if (invocation.kind === 'workstation') return false;
  const streams = streamsFor(argv);
  const { stdout } = streams;
  switch (invocation.kind) {
    case 'version':
      await stdout.write(`kpi-tui ${VERSION}\n`);
      return true;
    case 'help':
      await stdout.write(helpText(invocation.spec, stdout.columns));
      return true;
    case 'command':
      // Sockets and timers that a command left behind must not hold the process.
      process.exit(await runOne(invocation, streams));
  }
}

const streamsFor = (argv: readonly string[]): Streams => ({
  stdout: outputOf(() => process.stdout),
  stderr: outputOf(() => process.stderr),
  asJson: asksForJson(argv),
});

/** The settings of an invocation: flags, environment and the settings file together. */
export async function loadSettings(
  args: LowArgs,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Settings> {
  const askedFor = args.text('config') ?? (env.KPI_TUI_CONFIG === '' ? undefined : env.KPI_TUI_CONFIG);
  const file = await readSettingsFile(askedFor ?? pathsOf(env).configFile, askedFor !== undefined);
  return resolveSettings(args, env, file);
}

interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly asJson: boolean;
}

async function runOne({ spec, args }: { spec: CommandSpec; args: LowArgs }, streams: Streams): Promise<number> {
  const interrupt = new AbortController();
  const onSignal = () => {
    interrupt.abort();
    setTimeout(() => process.exit(EXIT.interrupted), SUMMARY_MS).unref();
  };
  for (const signal of END_SIGNALS) process.once(signal, onSignal);
  try {
    // The theme of a GIF is not that of the screens.
    const settings = await loadSettings(args.without('theme'), process.env);
    const loader = LOADERS[spec.name];
    if (loader === undefined) throw new TypeError(`command '${spec.name}' has no loader`);
    const { run } = await loader();
    const { stdout, stderr } = streams;
    const context = { args, settings, env: process.env, stdout, stderr, clock: systemClock, random: Math.random };
    const code = await run({ ...context, signal: interrupt.signal });
    return interrupt.signal.aborted ? EXIT.interrupted : code;
  } catch (cause) {
    if (interrupt.signal.aborted) return EXIT.interrupted;
    return await reportFailure(cause, streams);
  }
}

async function reportFailure(cause: unknown, { stdout, stderr, asJson }: Streams): Promise<number> {
  if (asJson) await stdout.write(errorDocument(cause));
  await stderr.write(errorText(cause));
  if (cause instanceof KpiError) return cause.exitCode;
  const log = writeCrashLog(cause);
  await stderr.write(log === undefined ? '' : `  This is a bug. What happened is in ${log}.\n`);
  return EXIT.bug;
}

/** Appends a stack trace to the crash log and returns its path; undefined when it cannot be written. */
export function writeCrashLog(cause: unknown): string | undefined {
  const { state } = pathsOf(process.env);
  const file = join(state, 'crash.log');
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : messageOf(cause);
  try {
    mkdirSync(state, { recursive: true, mode: 0o700 });
    appendFileSync(file, `${new Date().toISOString()} kpi-tui ${VERSION} ${process.version}\n${stack}\n\n`, {
      mode: 0o600,
    });
    return file;
  } catch {
    return undefined;
  }
}

const asksForJson = (argv: readonly string[]): boolean =>
  argv.some(
    (word, index) =>
      /^(-o|--output)=?(json|jsonl)$/.test(word) ||
      (/^(-o|--output)$/.test(word) && /^jsonl?$/.test(argv[index + 1] ?? '')),
  );
