import type { KeyEntry } from '../key-entry.ts';

/** The one key that an embedded terminal does not get while it has the keyboard. */
export const LEAVE_KEY = 'Ctrl-]';

export const SHELL_KEYS: readonly KeyEntry[] = [
  {
    scope: 'shell',
    keys: ['Enter', 'i'],
    shown: 'Enter',
    action: 'shell.focus',
    bar: 'type in it',
    help: 'give it the keyboard; start one if none runs',
  },
  {
    scope: 'terminal',
    keys: [LEAVE_KEY],
    shown: LEAVE_KEY,
    action: 'shell.leave',
    bar: 'leave',
    help: 'take the keyboard back; the shell goes on',
  },
  {
    scope: 'shell',
    keys: ['PageUp'],
    shown: 'PgUp',
    action: 'shell.up',
    bar: 'scroll',
    help: 'scroll back in what the shell printed',
  },
  { scope: 'shell', keys: ['PageDown'], shown: 'PgDn', action: 'shell.down', help: 'scroll forward' },
  {
    scope: 'shell',
    keys: ['r'],
    shown: 'r',
    action: 'shell.record',
    bar: 'record it',
    help: 'record this shell alone; again ends it',
  },
  { scope: 'shell', keys: ['K'], shown: 'K', action: 'shell.kill', help: 'end the shell and everything it started' },
];
