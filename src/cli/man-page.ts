import { COMMON_OPTIONS, type CommandSpec, type OptionSpec } from '../config/index.ts';
import { COMMANDS, WORKSTATION } from './command-table.ts';

/** The manual page in roff (man(7)), made from the command table. */
export function manPage(version: string): string {
  const parts = [
    `.TH KPI-TUI 1 "" "kpi-tui ${version}" "User Commands"`,
    '.SH NAME\nkpi-tui \\- bring up, watch, debug and show a Kubernetes node in one terminal',
    '.SH SYNOPSIS\n.B kpi-tui\n[\\fIoptions\\fR]\n.br\n.B kpi-tui\n\\fICOMMAND\\fR [\\fIoptions\\fR]',
    `.SH OPTIONS OF THE WORKSTATION\n${options(WORKSTATION.options)}`,
    `.SH OPTIONS EVERYWHERE\n${options(COMMON_OPTIONS)}`,
    `.SH COMMANDS\n${COMMANDS.map(command).join('\n')}`,
    `.SH EXIT STATUS\n${EXIT_CODES.map(([code, meaning]) => `.TP\n.B ${code}\n${meaning}`).join('\n')}`,
    `.SH FILES\n.TP\n.I $XDG_CONFIG_HOME/kpi-tui/config.yaml\nsettings\n.TP\n.I $XDG_CONFIG_HOME/kpi-tui/install-id\nthe name by which servers for recordings know this machine\n.TP\n.I $XDG_DATA_HOME/kpi-tui/recordings\nrecordings\n.TP\n.I $XDG_STATE_HOME/kpi-tui/crash.log\nwhat happened when the program broke`,
  ];
  return `${parts.join('\n')}\n`;
}

const EXIT_CODES = [
  ['0', 'ok'],
  ['1', 'failed'],
  ['2', 'usage'],
  ['3', 'not permitted'],
  ['4', 'not reachable'],
  ['5', 'changes pending'],
  ['6', 'waiting'],
  ['70', 'a bug'],
  ['130', 'interrupted'],
] as const;

/** A backslash, a leading dot and a dash mean something to roff. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');

const options = (list: readonly OptionSpec[]): string =>
  list
    .map(({ name, short, value, help }) => {
      const names = `${short === undefined ? '' : `\\-${short}, `}\\-\\-${escaped(name)}`;
      return `.TP\n\\fB${names}\\fR${value === undefined ? '' : ` \\fI${escaped(value)}\\fR`}\n${escaped(help)}`;
    })
    .join('\n');

function command(spec: CommandSpec): string {
  const examples = spec.examples
    .map(({ command: typed, what }) => `.PP\n${escaped(what)}:\n.nf\n    ${escaped(typed)}\n.fi`)
    .join('\n');
  const notes = spec.notes.map((note) => `.PP\n${escaped(note)}`).join('\n');
  return [
    `.SS "kpi-tui ${spec.name} ${escaped(spec.arguments)}"`,
    escaped(spec.summary),
    options(spec.options),
    notes,
    examples,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
