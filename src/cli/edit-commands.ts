import type { CommandSpec } from '../config/index.ts';

const PLACES = 'Places are seconds (12.5), 1:30, 50%, marker:NAME or event:N, in the time of the file.';
const WHOLE = 'The file appears whole or not at all, for its owner alone; it may be the one that is read.';

/** The commands that change recordings and share them: a part of the one table. */
export const EDIT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'cut',
    summary: 'keep or remove parts of a recording',
    arguments: 'in out',
    minArguments: 2,
    maxArguments: 2,
    options: [
      {
        name: 'from',
        value: 'A',
        multiple: true,
        help: 'where a part begins (default the beginning); may be repeated',
      },
      { name: 'to', value: 'B', multiple: true, help: 'where it ends (default the end)' },
      { name: 'remove', help: 'remove these parts and keep the others' },
    ],
    notes: [
      `${PLACES} The first --from belongs to the first --to, and so on; what happens at B is no longer in the part. Parts follow each other in the order of the recording.`,
      `Each part begins with the screen as it was there, and lasts as long as it did. ${WHOLE} - is standard input or output.`,
    ],
    examples: [
      { command: 'kpi-tui cut --from 10 --to 1:30 demo.cast part.cast', what: 'one part' },
      {
        command: 'kpi-tui cut --remove --from marker:login --to marker:done demo.cast demo.cast',
        what: 'without a part',
      },
      {
        command: 'kpi-tui cut --from 0 --to 5 --from 50% demo.cast short.cast',
        what: 'the first 5 s and the second half',
      },
    ],
  },
  {
    name: 'join',
    summary: 'put recordings one after the other',
    arguments: 'in... out',
    minArguments: 2,
    maxArguments: 1000,
    options: [],
    notes: [
      'Title, theme and version are those of the first one (version 1 becomes 2). Between two the screen is cleared, and resized where their sizes differ.',
      `${WHOLE} - is standard input or output.`,
    ],
    examples: [{ command: 'kpi-tui join setup.cast demo.cast both.cast', what: 'two as one' }],
  },
  {
    name: 'markers',
    summary: 'list, add, rename and remove the markers of a recording',
    arguments: 'file',
    minArguments: 1,
    maxArguments: 1,
    options: [
      { name: 'add', value: 'T=LABEL', multiple: true, help: 'add a marker at a place; may be repeated' },
      {
        name: 'remove',
        value: 'N',
        multiple: true,
        help: 'remove the marker of this number in the list; may be repeated',
      },
      { name: 'rename', value: 'N=LABEL', multiple: true, help: 'give that marker another label; may be repeated' },
      { name: 'output', short: 'o', value: 'FORM', choices: ['table', 'json'], help: 'table (default) or json' },
    ],
    notes: [
      `Without --add, --remove and --rename it lists them. ${PLACES}`,
      '-o json prints an array of: number timeSeconds label.',
      'The file is replaced when the new one is complete.',
    ],
    examples: [
      { command: 'kpi-tui markers demo.cast', what: 'the list, with numbers' },
      { command: 'kpi-tui markers --add 1:05=deploy --add 80%=rollback demo.cast', what: 'two more' },
      { command: 'kpi-tui markers --remove 3 demo.cast', what: 'without the third' },
      { command: 'kpi-tui markers --rename 1=login demo.cast', what: 'the first with another label' },
    ],
  },
  {
    name: 'redact',
    summary: 'mask the tokens, keys and passwords in a recording',
    arguments: 'in out',
    minArguments: 2,
    maxArguments: 2,
    options: [
      {
        name: 'output',
        short: 'o',
        value: 'FORM',
        choices: ['text', 'json'],
        help: 'the report: text (default) or json',
      },
    ],
    notes: [
      'Secrets become stars, in what was printed, typed and copied, in titles and labels, in the command, the title and the environment. The report says what was masked and where; it goes to stderr, with -o json to stdout.',
      '-o json prints one object: secrets (how many) detectors (how many by each) masked (a list of: detector where timeSeconds row). What is not known is null.',
      `${WHOLE} - is standard input or output. Look at the result before you share it: a pattern knows no secret that looks like a word.`,
    ],
    examples: [
      { command: 'kpi-tui redact demo.cast safe.cast', what: 'a copy without secrets' },
      { command: "kpi-tui redact -o json demo.cast safe.cast | jq '.masked[]'", what: 'where they were' },
    ],
  },
  {
    name: 'upload',
    summary: 'send a recording to an asciinema server',
    arguments: 'file',
    minArguments: 1,
    maxArguments: 1,
    options: [
      {
        name: 'server-url',
        value: 'URL',
        help: 'the server (default $ASCIINEMA_SERVER_URL, then serverUrl in the settings)',
      },
      { name: 'yes', short: 'y', help: 'do not ask' },
      {
        name: 'output',
        short: 'o',
        value: 'FORM',
        choices: ['text', 'json'],
        help: 'text (default): the address; or json',
      },
    ],
    notes: [
      'Nothing is sent before you have seen what goes where, and said yes. There is no default server.',
      'The server knows this machine by $XDG_CONFIG_HOME/kpi-tui/install-id, or by the one that asciinema has made.',
      '-o json prints one object: url message.',
      'Exit codes: 1 the server refused, 3 it does not know this machine, 4 it cannot be reached.',
    ],
    examples: [
      { command: 'kpi-tui upload --server-url https://asciinema.example.org demo.cast', what: 'after a question' },
      { command: 'kpi-tui upload --yes -o json demo.cast | jq -r .url', what: 'in a script' },
    ],
  },
];
