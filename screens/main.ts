import { isatty } from 'node:tty';
import {
  contextNames,
  errorText,
  loadSettings,
  openCluster,
  parseInvocation,
  writeCrashLog,
} from '../src/cli/index.ts';
import type { Settings } from '../src/config/index.ts';
import { EXIT, KpiError, systemClock } from '../src/flow/index.ts';
import { isPlain, openTerminal, prepareChromeEnvironment } from '../src/terminal/index.ts';
import { glyphsOf } from './glyphs.ts';
import { isScreenId, ROUTES } from './routes.ts';
import { paintSkeleton } from './skeleton.ts';
import { themeNamed } from './theme.ts';

/** The way to the first frame: what is imported here is all that is read from disk before something is on screen. */
async function start(argv: readonly string[]): Promise<void> {
  const invocation = parseInvocation(argv);
  if (invocation.kind !== 'workstation') throw new TypeError('the workstation takes no command');
  const { args } = invocation;
  const screen = args.text('screen') ?? 'overview';
  if (!isScreenId(screen)) {
    const names = ROUTES.map(({ id }) => id).join(', ');
    throw new KpiError('USAGE', `--screen cannot be '${screen}'`, {
      hint: `It is one of ${names}.`,
      exitCode: EXIT.usage,
    });
  }
  const settings = await loadSettings(args, process.env);
  const env = { ...process.env };
  if (isPlain(env, isatty(0) && isatty(1), settings)) {
    process.exit(await plain(settings, env));
  }
  const terminal = openTerminal({ env, settings, title: 'kpi-tui', clock: systemClock, crashNote });
  const glyphs = glyphsOf(settings.ascii);
  const theme = themeNamed(settings.theme === 'auto' ? (terminal.depth === 'mono' ? 'mono' : 'dark') : settings.theme);
  const chips = [...(settings.demo ? ['DEMO'] : []), ...(settings.readonly ? ['RO'] : [])];
  terminal.paintChrome((pen) => paintSkeleton(pen, { theme, glyphs, screen, chips }));
  terminal.flush();
  // Ink asks chalk, and chalk asks these; children get the environment as it was.
  prepareChromeEnvironment(process.env);
  try {
    const { startWorkstation } = await import('./workstation.tsx');
    startWorkstation({
      terminal,
      settings,
      env,
      screen,
      glyphs,
      theme: theme.name,
      clock: systemClock,
      random: Math.random,
      openCluster: (now) => openCluster(now, { env, clock: systemClock }),
      listContexts: () => contextNames(settings, env),
      exit: (code) => process.exit(code),
    });
  } catch (cause) {
    terminal.fail(cause);
  }
}

/** A bug leaves its stack in the crash log, and says where when the terminal has been given back. */
function crashNote(cause: unknown): string | undefined {
  const file = writeCrashLog(cause);
  return file === undefined ? undefined : `This is a bug. What happened is in ${file}.`;
}

/** Lines in place of a screen: stdin gives words, stdout takes lines. */
async function plain(settings: Settings, env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const [{ runPlain }, { createInterface }] = await Promise.all([
    import('./plain/plain-main.ts'),
    import('node:readline'),
  ]);
  process.stdout.on('error', () => process.exit(EXIT.ok));
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  return await runPlain(settings, env, {
    print: (line) => process.stdout.write(`${line}\n`),
    lines,
    endsWithInput: process.stdin.isTTY === true,
  });
}

try {
  await start(process.argv.slice(2));
} catch (cause) {
  process.stderr.write(errorText(cause));
  process.exitCode = cause instanceof KpiError ? cause.exitCode : EXIT.bug;
}
