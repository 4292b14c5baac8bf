import { COMMON_OPTIONS, type CommandSpec, type LowArgs, parseLowArgs } from '../config/index.ts';
import { EXIT, KpiError } from '../flow/index.ts';
import { nearestWord } from '../text/index.ts';
import { COMMANDS, WORKSTATION } from './command-table.ts';

/** What a command line means. */
export type Invocation =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly spec: CommandSpec }
  | { readonly kind: 'workstation'; readonly args: LowArgs }
  | { readonly kind: 'command'; readonly spec: CommandSpec; readonly args: LowArgs };

/** Reads a command line (without program and script). Throws `USAGE` with the nearest known command or flag. */
export function parseInvocation(argv: readonly string[]): Invocation {
  const at = indexOfCommand(argv);
  const name = at === undefined ? undefined : (argv[at] as string);
  const rest = at === undefined ? argv : argv.filter((_, index) => index !== at);
  if (name === 'help') return { kind: 'help', spec: specOf(rest.find((word) => !word.startsWith('-'))) };
  const spec = specOf(name);
  if (asksForHelp(spec, rest)) return { kind: 'help', spec };
  if (rest.includes('--version')) return { kind: 'version' };
  const args = parseLowArgs(spec, rest, COMMON_OPTIONS);
  return name === undefined ? { kind: 'workstation', args } : { kind: 'command', spec, args };
}

function specOf(name: string | undefined): CommandSpec {
  if (name === undefined) return WORKSTATION;
  const spec = COMMANDS.find((candidate) => candidate.name === name);
  if (spec !== undefined) return spec;
  const near = nearestWord(
    name,
    COMMANDS.map((command) => command.name),
  );
  throw new KpiError('USAGE', `unknown command '${name}'`, {
    hint:
      near === undefined
        ? "Run 'kpi-tui --help' for the commands."
        : `Did you mean '${near}'? Run 'kpi-tui --help' for all commands.`,
    exitCode: EXIT.usage,
  });
}

/** `-h` is help unless the command gives that letter another meaning. */
function asksForHelp(spec: CommandSpec, argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  return words.includes('--help') || (words.includes('-h') && !spec.options.some(({ short }) => short === 'h'));
}

/** The first word that is neither an option nor an option's value. */
function indexOfCommand(argv: readonly string[]): number | undefined {
  const known = [...COMMON_OPTIONS, ...WORKSTATION.options];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] as string;
    if (!word.startsWith('-')) return index;
    if (word === '--') return undefined;
    const option = known.find(
      ({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`),
    );
    if (option?.value !== undefined) index++;
  }
  return undefined;
}
