import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { pathsOf } from '../config/index.ts';
import { EXIT } from '../flow/index.ts';
import { childEnvironment, openPty, type PtyExit, type PtySession, Watermark } from '../pty/index.ts';
import { detectorsWith, newRecordingPath, PtyRecording, type RecordingState } from '../recorder/index.ts';
import { clean, formatBytes, formatClock } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import { type RecOptions, recOptions } from './rec-options.ts';
import { shellWord } from './shell-word.ts';

/** Where no terminal says otherwise. */
const DEFAULT_COLS = 80;
const DEFAULT_ROWS = 24;
/** The programs in a recorded terminal see by it that they are recorded, and where. */
const RECORDED = 'KPI_TUI_REC';
/** End of input, as a terminal's line discipline knows it. */
const END_OF_FILE = '\u0004';

/** `kpi-tui rec`: runs a command on a pty of its own between this terminal and a file. */
export async function run(context: CommandContext): Promise<number> {
  const options = await withModeFor(context, recOptions(context.args));
  const path = options.path ?? (await newRecordingPath(pathsOf(context.env).recordings, context.clock.now()));
  const size = sizeNow(options);
  const env = { ...environmentOf(context.env), [RECORDED]: path };
  const session = await openPty({ ...commandOf(options, context.env), ...size, env });
  // Nothing is read before both the file and the screen can take it.
  const release = session.hold();
  const recording = await startRecording(context, { options, path, session, size }).catch(async (cause: unknown) => {
    await session.close();
    throw cause;
  });
  const exit = await inRawMode(async (withoutPostprocessing) => {
    await announce(context, options, path);
    withoutPostprocessing();
    return passThrough(context, { options, session, recording, release });
  });
  const state = await recording.stop(exit);
  await conclude(context, recording, state);
  if (state.kind === 'failed') return EXIT.failed;
  return options.returnsCode && exit !== undefined ? codeOf(exit) : EXIT.ok;
}

/** As asciinema does it: what is to be continued may not be there yet, or be empty. */
async function withModeFor({ settings, stderr }: CommandContext, options: RecOptions): Promise<RecOptions> {
  const { mode, path } = options;
  if (mode !== 'append' || path === undefined) return options;
  const file = await stat(path).catch(() => undefined);
  if (file !== undefined && (!file.isFile() || file.size > 0)) return options;
  if (!settings.quiet) await stderr.write(`There is nothing to continue in ${clean(path)} yet.\n`);
  return { ...options, mode: file === undefined ? 'create' : 'overwrite' };
}

interface Parts {
  readonly options: RecOptions;
  readonly session: PtySession;
  readonly recording: PtyRecording;
  readonly release: () => void;
}

async function startRecording(
  context: CommandContext,
  parts: { options: RecOptions; path: string; session: PtySession; size: { cols: number; rows: number } },
): Promise<PtyRecording> {
  const { options, path, session, size } = parts;
  const say = (text: string): void => void context.stderr.write(`\r\nkpi-tui: ${text}\r\n`);
  const detectors = detectorsWith(context.settings.redact, (name) =>
    say(`the pattern '${clean(name)}' needs more than 5 ms for a line and is not used any more`),
  );
  const recording = await PtyRecording.start({
    ...options,
    ...size,
    path,
    session,
    clock: context.clock,
    env: context.env,
    detectors: options.isRedacted ? detectors : undefined,
  });
  recording.onChange(() => {
    const { state } = recording;
    // Said at once: the session lives on, and somebody may work in it for hours.
    if (state.kind === 'failed') say(state.error);
  });
  return recording;
}

async function announce({ settings, stderr, env }: CommandContext, options: RecOptions, path: string): Promise<void> {
  if (settings.quiet) return;
  const around = env[RECORDED] ?? env.ASCIINEMA_SESSION ?? env.ASCIINEMA_REC;
  const warnings = [
    around === undefined ? '' : `This terminal is being recorded already (${clean(around)}); both go on.\n`,
    options.isRedacted ? '' : 'Secrets are not masked (--no-redact).\n',
    options.recordsInput ? 'What is typed is recorded too, passwords among it (--stdin).\n' : '',
  ];
  const end =
    options.command === undefined ? 'End the shell (exit or Ctrl-D) to stop.' : 'It stops when the command ends.';
  await stderr.write(`${warnings.join('')}Recording to ${path}. ${end}\n`);
}

async function conclude(
  { settings, stderr }: CommandContext,
  recording: PtyRecording,
  state: RecordingState,
): Promise<void> {
  if (state.kind === 'failed' || settings.quiet) return;
  await stderr.write(
    `Recorded ${formatClock(state.seconds)} (${formatBytes(state.bytes)}): ${state.path}\n` +
      `${maskedSentences(recording.report)}To share it: kpi-tui upload ${settings.serverUrl === undefined ? '--server-url URL ' : ''}${shellWord(state.path)}\n`,
  );
}

/** What was masked; nothing when nothing was, or nothing was looked for. */
function maskedSentences(report: PtyRecording['report']): string {
  if (report === undefined) return '';
  const { masked, late, lost } = report;
  const counts = Object.entries(masked).map(([name, count]) => `${name} ${count}`);
  if (counts.length === 0) return '';
  const overwritten = late === 0 ? '' : ` ${late} of them only when it was in the file, where it was overwritten.`;
  const remaining = lost === 0 ? '' : `${lost} characters of a secret were found too late and are in the file.\n`;
  return `Masked secrets: ${counts.join(', ')}.${overwritten}\n${remaining}`;
}

/** Joins the terminal and the session until the program ends. Undefined when we are to end first. */
async function passThrough(
  context: CommandContext,
  { options, session, recording, release }: Parts,
): Promise<PtyExit | undefined> {
  const { stdin, stdout } = process;
  const watermark = new Watermark(session);
  const stopOutput = session.onBytes((bytes) => {
    watermark.add(bytes.length);
    void context.stdout.write(bytes).then(() => watermark.done(bytes.length));
  });
  const onInput = (chunk: Uint8Array): void => {
    if (options.recordsInput) recording.input(Buffer.from(chunk).toString('utf8'));
    if (session.write(chunk)) return;
    stdin.pause();
    void session.whenWritable().then(() => stdin.resume());
  };
  const onInputEnd = (): void => {
    session.write(END_OF_FILE);
  };
  const onResize = (): void => {
    const { cols, rows } = sizeNow(options);
    session.resize(cols, rows);
    recording.resize(cols, rows);
  };
  stdin.on('data', onInput);
  stdin.on('end', onInputEnd);
  stdout.on('resize', onResize);
  release();
  try {
    return await Promise.race([session.exited, interrupted(context, session)]);
  } finally {
    stdin.off('data', onInput);
    stdin.off('end', onInputEnd);
    stdout.off('resize', onResize);
    stdin.pause();
    stopOutput();
    watermark.close();
  }
}

/** Ends the program's group, without waiting for it: what was recorded is to be safe within 100 ms. */
function interrupted({ signal, stdout }: CommandContext, session: PtySession): Promise<undefined> {
  return new Promise((resolve) => {
    const end = (): void => {
      void session.close();
      resolve(undefined);
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    stdout.whenGone?.(end);
  });
}

/**
 * Keys go to the program as they are, from before anything is said on, so that none is taken for a line of our own.
 * `withoutPostprocessing`: so does its output; Node's raw mode still makes CR LF of every LF, which is wrong for a
 * program that uses LF to move down.
 */
async function inRawMode<T>(run: (withoutPostprocessing: () => void) => Promise<T>): Promise<T> {
  const { stdin } = process;
  if (!stdin.isTTY) return run(() => {});
  stdin.setRawMode(true);
  // Gives back the terminal's settings as they were before, those of stty too.
  const restore = (): void => {
    stdin.setRawMode(false);
  };
  process.once('exit', restore);
  try {
    return await run(() => spawnSync('stty', ['-opost'], { stdio: [0, 'ignore', 'ignore'] }));
  } finally {
    process.off('exit', restore);
    restore();
  }
}

/** A pty has the size of this terminal where it has one, and follows it; what was asked for stays. */
function sizeNow({ cols, rows }: RecOptions): { cols: number; rows: number } {
  const { stdout } = process;
  return { cols: cols ?? (stdout.columns || DEFAULT_COLS), rows: rows ?? (stdout.rows || DEFAULT_ROWS) };
}

function commandOf({ command }: RecOptions, env: CommandContext['env']): { file: string; args: readonly string[] } {
  if (command !== undefined) return { file: '/bin/sh', args: ['-c', command] };
  return { file: env.SHELL || '/bin/sh', args: [] };
}

/** The program draws on this terminal, so it knows it as we do. */
function environmentOf(env: CommandContext['env']): Record<string, string> {
  const { TMUX, TMUX_PANE, STY, COLORTERM } = env;
  return childEnvironment(env, { TERM: env.TERM || 'xterm-256color', COLORTERM, TMUX, TMUX_PANE, STY });
}

function codeOf(exit: PtyExit): number {
  if (exit.kind === 'code') return exit.code;
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return 128 + (numbers[exit.signal] ?? 0);
}
