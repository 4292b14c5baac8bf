import type { KeyEntry } from '../key-entry.ts';

export const PODS_KEYS: readonly KeyEntry[] = [
  {
    scope: 'pods',
    keys: ['Enter'],
    shown: 'Enter',
    action: 'pods.open',
    bar: 'open',
    help: 'open the pod: containers, conditions, events',
  },
  {
    scope: 'pods',
    keys: ['/'],
    shown: '/',
    action: 'pods.filter',
    bar: 'filter',
    help: 'filter: text, !text, /regex/, ~fuzzy, col:value',
  },
  { scope: 'pods', keys: ['f'], shown: 'f', action: 'pods.faults', bar: 'faults', help: 'only what needs a look' },
  {
    scope: 'pods',
    keys: ['p'],
    shown: 'p',
    action: 'pods.pipeline',
    bar: 'pipeline',
    help: 'the informer pipeline behind this list',
  },
  { scope: 'pods', keys: ['s'], shown: 's', action: 'pods.sort', bar: 'sort', help: 'sort by the next column' },
  { scope: 'pods', keys: ['S'], shown: 'S', action: 'pods.reverse', help: 'reverse the order' },
  { scope: 'pods', keys: ['n'], shown: 'n', action: 'pods.namespace', bar: 'namespace', help: 'choose the namespace' },
  {
    scope: 'pods',
    keys: ['v'],
    shown: 'v',
    action: 'pods.lower',
    bar: 'lower pane',
    help: 'show or hide the lower pane',
  },
  {
    scope: 'pods',
    keys: ['c'],
    shown: 'c',
    action: 'pods.copy',
    bar: 'copy',
    help: "copy the pod's name to the clipboard (OSC 52)",
  },
];
