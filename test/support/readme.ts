import type { Scope } from '../../screens/key-entry.ts';
import { KEYMAP } from '../../screens/keymap.ts';
import { COMMANDS } from '../../src/cli/index.ts';

const SCOPES: Readonly<Record<Scope, string>> = {
  global: 'everywhere',
  list: 'lists',
  textView: 'texts',
  terminal: 'shell with the keyboard',
  overview: 'overview',
  pods: 'pods',
  pipeline: 'pods: the pipeline',
  recorder: 'recorder',
  playback: 'playing',
  recording: 'a recording',
  player: 'player',
  preview: 'preview',
  form: 'choices of an export',
  exporting: 'export that runs',
  exported: 'export that has ended',
  shell: 'shell',
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

function keyTable(): string {
  const rows = KEYMAP.map(({ scope, shown, help }) => `| ${SCOPES[scope]} | \`${cell(shown)}\` | ${cell(help)} |`);
  return ['| where | key | what |', '|---|---|---|', ...rows].join('\n');
}

function commandTable(): string {
  const rows = COMMANDS.map(
    ({ name, arguments: words, summary }) => `| \`kpi-tui ${`${name} ${cell(words)}`.trim()}\` | ${summary} |`,
  );
  return ['| command | what |', '|---|---|', '| `kpi-tui` | the workstation, full screen |', ...rows].join('\n');
}

/** The README with its generated tables as they should be. */
export function readmeWithTables(readme: string): string {
  return [
    ['keys', keyTable()],
    ['commands', commandTable()],
  ].reduce((text, [name, table]) => {
    const block = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!block.test(text)) throw new Error(`README.md has no place for ${name}`);
    return text.replace(block, (_, head: string, tail: string) => `${head}${table}\n${tail}`);
  }, readme);
}
