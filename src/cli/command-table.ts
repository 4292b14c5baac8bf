import type { CommandSpec } from '../config/index.ts';
import { EDIT_COMMANDS } from './edit-commands.ts';
import { GIF_COMMANDS } from './gif-commands.ts';
import { PIPELINE_COMMAND } from './pipeline-command.ts';
import { RECORDER_COMMANDS } from './recorder-commands.ts';

/** The workstation itself: what runs when no command is named. */
export const WORKSTATION: CommandSpec = {
  name: '',
  summary: 'the workstation, full screen',
  arguments: '',
  minArguments: 0,
  maxArguments: 0,
  options: [
    { name: 'screen', value: 'NAME', help: 'open this screen first: overview, pods, recorder, shell' },
    { name: 'theme', value: 'NAME', help: 'auto, dark, light, high-contrast or mono' },
  ],
  notes: [],
  examples: [
    { command: 'kpi-tui', what: 'the cluster of your kubeconfig' },
    { command: 'kpi-tui --demo', what: 'an embedded demo cluster' },
    { command: 'kpi-tui --context pi-lab -n shop --screen pods', what: 'the pods of one namespace' },
  ],
};

/** Every command. The parser, help, the man page and the completions are made from this table. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'pods',
    summary: 'list or watch pods',
    arguments: '',
    minArguments: 0,
    maxArguments: 0,
    options: [
      {
        name: 'output',
        short: 'o',
        value: 'FORM',
        choices: ['table', 'text', 'json', 'jsonl'],
        help: 'table (default on a terminal), text, json or jsonl',
      },
      { name: 'selector', short: 'l', value: 'SEL', help: 'label selector, as in kubectl' },
      { name: 'field-selector', value: 'SEL', help: 'field selector, as in kubectl' },
      { name: 'sort', value: 'COL', help: 'sort by this column; -COL reverses (default namespace, name)' },
      { name: 'filter', value: 'TEXT', help: 'text, !text, /regex/, ~fuzzy, column:value, faults' },
      { name: 'columns', value: 'A,B', help: 'the columns of a table, in this order' },
      { name: 'watch', short: 'w', help: 'go on and print what changes' },
    ],
    notes: [
      '-o json prints an array of rows: namespace name uid resourceVersion ready status restarts lastRestartSeconds why ageSeconds ip node qos cpuMilli memBytes labels. What is not known is null.',
      '-o jsonl --watch prints {"type":"SYNCED","count":N} once, then {"type":"ADDED|MODIFIED|DELETED|STALE|FRESH","at":...,"row":...}.',
    ],
    examples: [
      { command: 'kpi-tui pods -A', what: 'all pods' },
      { command: 'kpi-tui pods -n shop --filter faults', what: 'what needs a look in one namespace' },
      { command: 'kpi-tui pods -A --watch -o jsonl | jq .row.status', what: 'every change as it happens' },
    ],
  },
  PIPELINE_COMMAND,
  {
    name: 'status',
    summary: 'what each screen would show',
    arguments: '',
    minArguments: 0,
    maxArguments: 0,
    options: [
      {
        name: 'output',
        short: 'o',
        value: 'FORM',
        choices: ['table', 'text', 'json', 'jsonl'],
        help: 'table, json (an array) or jsonl',
      },
    ],
    notes: ['-o json prints one object a screen: screen sees ageSeconds missing. What is not known is null.'],
    examples: [
      { command: 'kpi-tui status', what: 'what is there, how old it is, what is missing' },
      { command: 'kpi-tui status -o json | jq -r .[0].sees', what: 'the pods in a sentence' },
    ],
  },
  ...RECORDER_COMMANDS,
  ...EDIT_COMMANDS,
  ...GIF_COMMANDS,
  {
    name: 'completion',
    summary: 'print a completion script',
    arguments: 'bash|zsh|fish',
    minArguments: 1,
    maxArguments: 1,
    options: [],
    notes: [],
    examples: [
      { command: 'source <(kpi-tui completion bash)', what: 'complete in this bash' },
      { command: 'kpi-tui completion fish > ~/.config/fish/completions/kpi-tui.fish', what: 'complete in every fish' },
    ],
  },
];
