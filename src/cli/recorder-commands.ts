import type { CommandSpec } from '../config/index.ts';

const V2_OR_V3 = ['v2', 'v3'] as const;

/** The commands that make, play and change recordings: a part of the one table. */
export const RECORDER_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'rec',
    summary: 'record a terminal session',
    arguments: '[file]',
    minArguments: 0,
    maxArguments: 1,
    options: [
      { name: 'command', short: 'c', value: 'CMD', help: 'run this by /bin/sh instead of your shell' },
      { name: 'title', short: 't', value: 'TITLE', help: 'title of the recording' },
      {
        name: 'idle-time-limit',
        short: 'i',
        value: 'SECONDS',
        help: 'players shorten pauses to this; the times in the file stay true',
      },
      { name: 'env', short: 'e', value: 'NAMES', help: 'environment variables to store (default SHELL,TERM)' },
      { name: 'format', value: 'FORMAT', choices: V2_OR_V3, help: 'v2 (default) or v3 of the asciicast format' },
      { name: 'append', help: 'continue an existing recording' },
      { name: 'overwrite', help: 'replace an existing file' },
      { name: 'stdin', help: 'record what is typed too: passwords will be in the file' },
      { name: 'cols', value: 'N', help: 'columns of the recorded terminal (default those of this one)' },
      { name: 'rows', value: 'N', help: 'rows of the recorded terminal' },
      { name: 'max-size', value: 'SIZE', help: 'stop recording at this size (500K, 10M, 1G); the session goes on' },
      { name: 'no-redact', help: 'do not mask tokens, keys and passwords' },
      { name: 'return', help: "exit with the command's code" },
    ],
    notes: [
      'Without a file it writes $XDG_DATA_HOME/kpi-tui/recordings/YYYYMMDD-HHMMSS.cast. Files are readable by their owner alone.',
      'The exit code is 0 when the recording is whole, 1 when it ended early (a full disk, --max-size); with --return that of the command.',
    ],
    examples: [
      { command: 'kpi-tui rec', what: 'record a shell until it ends' },
      { command: 'kpi-tui rec -i 2 -t "a rollout" rollout.cast', what: 'with a title; pauses play as 2 s' },
      { command: "kpi-tui rec -q -c 'kubectl get pods' pods.cast", what: 'one command, also without a terminal' },
    ],
  },
  {
    name: 'play',
    summary: 'play a recording',
    arguments: 'file',
    minArguments: 1,
    maxArguments: 1,
    options: [
      { name: 'speed', short: 's', value: 'FACTOR', help: '2 is twice as fast (default 1)' },
      {
        name: 'idle-time-limit',
        short: 'i',
        value: 'SECONDS',
        help: "shorten pauses (default the recording's own limit)",
      },
      { name: 'loop', short: 'l', help: 'start again at the end' },
      { name: 'pause-on-markers', short: 'm', help: 'stop at every marker' },
      { name: 'raw', help: 'pass the output through instead of drawing it; queries and the clipboard are left out' },
    ],
    notes: [
      'Keys: Space pause, . and , next and previous frame, arrows 5 s (with Shift 30 s), 0-9 tenths, [ ] markers, + - speed, / n N search, m add a marker, q quit.',
      'Where stdout is no terminal the output is printed with its timing.',
    ],
    examples: [
      { command: 'kpi-tui play demo.cast', what: 'with keys to move in it' },
      { command: 'kpi-tui play -s 2 -i 1 demo.cast', what: 'twice as fast, no pause over 1 s' },
    ],
  },
  {
    name: 'cat',
    summary: "print a recording's output without its timing",
    arguments: 'file...',
    minArguments: 1,
    maxArguments: 1000,
    options: [{ name: 'text', help: 'plain text: the lines as they left the screen, then the last screen' }],
    notes: [],
    examples: [{ command: 'kpi-tui cat --text demo.cast | less', what: 'what a session said, to read and search' }],
  },
  {
    name: 'convert',
    summary: 'convert a recording to another form',
    arguments: 'in out',
    minArguments: 2,
    maxArguments: 2,
    options: [
      {
        name: 'format',
        short: 'f',
        value: 'FORMAT',
        choices: ['v2', 'v3', 'raw', 'txt'],
        help: "asciicast v2 or v3, raw output, or plain text (default by out's extension: .cast .raw .txt)",
      },
    ],
    notes: ['Versions 1, 2 and 3 are read. - is standard input or output.'],
    examples: [
      { command: 'kpi-tui convert -f v3 old.cast new.cast', what: 'to version 3' },
      { command: 'kpi-tui convert demo.cast demo.txt', what: 'to plain text' },
    ],
  },
  {
    name: 'search',
    summary: 'find where a text appears on the screen of a recording',
    arguments: 'file text...',
    minArguments: 2,
    maxArguments: 100,
    options: [
      {
        name: 'output',
        short: 'o',
        value: 'FORM',
        choices: ['text', 'json', 'jsonl'],
        help: 'text (default), json or jsonl',
      },
    ],
    notes: [
      'Lower case finds both cases. Text of full-screen programs is found too, although it stands nowhere in the file in one piece.',
      '-o json prints an array of: timeSeconds (in the file) playedSeconds (pauses shortened) row column text.',
    ],
    examples: [{ command: 'kpi-tui search demo.cast CrashLoop', what: 'when and where it was on the screen' }],
  },
];
