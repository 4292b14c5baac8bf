import { COMMON_OPTIONS, type CommandSpec, effectiveOptions, type OptionSpec } from '../config/index.ts';
import { padEnd, wrapWords } from '../text/index.ts';
import { COMMANDS, WORKSTATION } from './command-table.ts';

const OPTION_COLS = 30;

/** The text of `--help`, wrapped to `cols` columns. */
export function helpText(spec: CommandSpec, cols: number): string {
  const width = Math.max(60, Math.min(cols, 100));
  const parts = spec === WORKSTATION ? workstationParts(width) : commandParts(spec, width);
  return `${parts.join('\n\n')}\n`;
}

function workstationParts(width: number): string[] {
  return [
    'kpi-tui: bring up, watch, debug and show a Kubernetes node, in one terminal',
    'Usage: kpi-tui [options]             the workstation, full screen\n       kpi-tui COMMAND [options]     one thing, for scripts',
    section(
      'Commands',
      COMMANDS.map((command) => [command.name, command.summary]),
      width,
    ),
    optionSection('Options of the workstation', WORKSTATION.options, width),
    optionSection('Options everywhere', COMMON_OPTIONS, width),
    exampleSection(WORKSTATION),
    "Every option can be set as KPI_TUI_NAME in the environment, or in the settings file. 'kpi-tui COMMAND --help' says more.",
  ];
}

function commandParts(spec: CommandSpec, width: number): string[] {
  const common = effectiveOptions(spec, COMMON_OPTIONS).filter((option) => !spec.options.includes(option));
  return [
    `kpi-tui ${spec.name}: ${spec.summary}`,
    `Usage: kpi-tui ${spec.name} [options] ${spec.arguments}`.trimEnd(),
    ...(spec.options.length === 0 ? [] : [optionSection('Options', spec.options, width)]),
    optionSection('Options everywhere', common, width),
    ...spec.notes.map((note) => wrapWords(note, width).join('\n')),
    ...(spec.examples.length === 0 ? [] : [exampleSection(spec)]),
  ];
}

/** `-l, --selector SEL`. */
function optionForm({ name, short, value }: OptionSpec): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

const optionSection = (title: string, options: readonly OptionSpec[], width: number): string =>
  section(
    title,
    options.map((option) => [optionForm(option), option.help]),
    width,
  );

function section(title: string, rows: readonly (readonly string[])[], width: number): string {
  const lines = rows.flatMap(([left = '', right = '']) => {
    const [first = '', ...more] = wrapWords(right, width - OPTION_COLS - 2);
    const head = padEnd(`  ${left}`, OPTION_COLS);
    return [`${head}  ${first}`, ...more.map((line) => `${' '.repeat(OPTION_COLS + 2)}${line}`)];
  });
  return [`${title}:`, ...lines].join('\n');
}

function exampleSection({ examples }: CommandSpec): string {
  const lines = examples.flatMap(({ command, what }) => [`  # ${what}`, `  ${command}`]);
  return ['Examples:', ...lines].join('\n');
}
