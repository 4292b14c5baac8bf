import { COMMON_OPTIONS, type CommandSpec, effectiveOptions, type OptionSpec } from '../config/index.ts';
import { EXIT, KpiError } from '../flow/index.ts';
import type { RunCommand } from './command.ts';
import { COMMANDS, WORKSTATION } from './command-table.ts';

/** `kpi-tui completion bash|zsh|fish`: a script made from the command table. */
export const run: RunCommand = async ({ args, stdout }) => {
  const shell = args.positionals[0] as string;
  const scripts: Readonly<Record<string, () => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };
  const make = scripts[shell];
  if (make === undefined) {
    throw new KpiError('USAGE', `no completion for '${shell}'`, {
      hint: 'It is one of bash, zsh, fish.',
      exitCode: EXIT.usage,
    });
  }
  await stdout.write(make());
  return EXIT.ok;
};

const optionsOf = (spec: CommandSpec): readonly OptionSpec[] => effectiveOptions(spec, COMMON_OPTIONS);

const words = (spec: CommandSpec): string => {
  const choices = /^[\w-]+(\|[\w-]+)+$/.test(spec.arguments) ? spec.arguments.split('|') : [];
  return [
    ...optionsOf(spec).flatMap(({ name, short }) => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]),
    ...choices,
  ].join(' ');
};

function bashScript(): string {
  const choices = [WORKSTATION, ...COMMANDS]
    .flatMap(optionsOf)
    .filter(
      (option, index, all) =>
        option.choices !== undefined && all.findIndex(({ name }) => name === option.name) === index,
    )
    .map(
      ({ name, choices: values }) =>
        `    --${name}) COMPREPLY=($(compgen -W "${values?.join(' ')}" -- "$word")); return ;;`,
    );
  return `# bash completion for kpi-tui
_kpi_tui() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in ${COMMANDS.map(({ name }) => name).join('|')}) command=\${COMP_WORDS[at]}; break ;; esac
  done
  case $before in
${choices.join('\n')}
  esac
  case $command in
${COMMANDS.map((spec) => `    ${spec.name}) COMPREPLY=($(compgen -W "${words(spec)}" -f -- "$word")) ;;`).join('\n')}
    *) COMPREPLY=($(compgen -W "${COMMANDS.map(({ name }) => name).join(' ')} ${words(WORKSTATION)}" -- "$word")) ;;
  esac
}
complete -o default -F _kpi_tui kpi-tui
`;
}

const zshEscape = (text: string): string =>
  text.replaceAll("'", "'\\''").replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:');

function zshOption({ name, value, choices, help }: OptionSpec): string {
  const argument =
    value === undefined ? '' : `:${value.toLowerCase()}:${choices === undefined ? '_files' : `(${choices.join(' ')})`}`;
  return `'*--${name}[${zshEscape(help)}]${argument}'`;
}

function zshScript(): string {
  const cases = COMMANDS.map(
    (spec) => `    ${spec.name}) _arguments ${optionsOf(spec).map(zshOption).join(' ')} '*:argument:_files' ;;`,
  );
  return `#compdef kpi-tui
_kpi_tui() {
  local -a commands
  commands=(${COMMANDS.map(({ name, summary }) => `'${name}:${zshEscape(summary)}'`).join(' ')})
  if (( CURRENT == 2 )); then
    _describe command commands
    _arguments ${optionsOf(WORKSTATION).map(zshOption).join(' ')}
    return
  fi
  case $words[2] in
${cases.join('\n')}
  esac
}
compdef _kpi_tui kpi-tui
`;
}

function fishOption(spec: CommandSpec, { name, short, value, choices, help }: OptionSpec): string {
  const where = spec.name === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${spec.name}`;
  const argument = value === undefined ? '' : choices === undefined ? ' -r' : ` -x -a '${choices.join(' ')}'`;
  return `complete -c kpi-tui -n '${where}' -l ${name}${short === undefined ? '' : ` -s ${short}`}${argument} -d '${help.replaceAll("'", "\\'")}'`;
}

function fishScript(): string {
  const commands = COMMANDS.map(
    ({ name, summary }) =>
      `complete -c kpi-tui -n __fish_use_subcommand -f -a ${name} -d '${summary.replaceAll("'", "\\'")}'`,
  );
  const options = [WORKSTATION, ...COMMANDS].flatMap((spec) =>
    optionsOf(spec).map((option) => fishOption(spec, option)),
  );
  return `# fish completion for kpi-tui\n${[...commands, ...options].join('\n')}\n`;
}
