import type { KeyEntry, PaneMode, Scope, ScreenId } from './key-entry.ts';
import { OVERVIEW_KEYS } from './overview/overview-keys.ts';
import { PIPELINE_KEYS } from './pipeline/pipeline-keys.ts';
import { PODS_KEYS } from './pods/pods-keys.ts';
import { RECORDER_KEYS } from './recorder/recorder-keys.ts';
import { ROUTES } from './routes.ts';
import { SHELL_KEYS } from './shell/shell-keys.ts';

const LIST_KEYS: readonly KeyEntry[] = [
  { scope: 'list', keys: ['Down', 'j'], shown: '↓ j', action: 'list.down', help: 'next row' },
  { scope: 'list', keys: ['Up', 'k'], shown: '↑ k', action: 'list.up', help: 'previous row' },
  { scope: 'list', keys: ['PageDown'], shown: 'PgDn', action: 'list.pageDown', help: 'a page down' },
  { scope: 'list', keys: ['PageUp'], shown: 'PgUp', action: 'list.pageUp', help: 'a page up' },
  { scope: 'list', keys: ['g', 'Home'], shown: 'g Home', action: 'list.first', help: 'first row' },
  { scope: 'list', keys: ['G', 'End'], shown: 'G End', action: 'list.last', help: 'last row' },
];

const TEXT_KEYS: readonly KeyEntry[] = [
  { scope: 'textView', keys: ['Left'], shown: '←', action: 'list.left', help: 'scroll left' },
  { scope: 'textView', keys: ['Right'], shown: '→', action: 'list.right', help: 'scroll right' },
  { scope: 'textView', keys: ['/'], shown: '/', action: 'text.search', bar: 'search', help: 'search in the text' },
  { scope: 'textView', keys: ['n'], shown: 'n', action: 'text.next', bar: 'next', help: 'next match' },
  { scope: 'textView', keys: ['N'], shown: 'N', action: 'text.previous', help: 'previous match' },
  {
    scope: 'textView',
    keys: ['c'],
    shown: 'c',
    action: 'text.copy',
    bar: 'copy',
    help: 'copy the whole text (OSC 52)',
  },
  { scope: 'textView', keys: ['q'], shown: 'q', action: 'back', bar: 'back', help: 'back; so does Esc' },
];

const GLOBAL_KEYS: readonly KeyEntry[] = [
  ...ROUTES.map(
    (route): KeyEntry => ({
      scope: 'global',
      keys: [route.key],
      shown: route.key,
      action: `screen.${route.id}`,
      help: `the ${route.title} screen`,
    }),
  ),
  {
    scope: 'global',
    keys: [':'],
    shown: ':',
    action: 'palette',
    help: 'everything by name: screens, contexts, themes',
  },
  {
    scope: 'global',
    keys: ['R'],
    shown: 'R',
    action: 'record',
    bar: 'record',
    help: 'start or stop a recording of this screen',
  },
  { scope: 'global', keys: ['M'], shown: 'M', action: 'marker', help: 'set a marker in the recording' },
  {
    scope: 'global',
    keys: ['Ctrl-P'],
    shown: 'Ctrl-P',
    action: 'pauseRecording',
    help: 'pause or go on with the recording',
  },
  {
    scope: 'global',
    keys: ['Space'],
    shown: 'Space',
    action: 'pauseView',
    help: 'pause the view; the data goes on arriving',
  },
  { scope: 'global', keys: ['Escape'], shown: 'Esc', action: 'back', help: 'back, then clear the filter' },
  { scope: 'global', keys: ['Ctrl-L'], shown: 'Ctrl-L', action: 'repaint', help: 'draw the whole screen again' },
  { scope: 'global', keys: ['Ctrl-Z'], shown: 'Ctrl-Z', action: 'suspend', help: 'suspend; fg brings it back' },
  {
    scope: 'global',
    keys: ['q'],
    shown: 'q',
    action: 'quit',
    bar: 'quit',
    help: 'quit; asks when work or a recording is running',
  },
  {
    scope: 'global',
    keys: ['Ctrl-C'],
    shown: 'Ctrl-C',
    action: 'interrupt',
    help: 'quit from anywhere; twice without asking',
  },
  { scope: 'global', keys: ['?'], shown: '?', action: 'help', bar: 'help', help: 'this help' },
];

/** Every key of the program. */
export const KEYMAP: readonly KeyEntry[] = [
  ...OVERVIEW_KEYS,
  ...PODS_KEYS,
  ...PIPELINE_KEYS,
  ...RECORDER_KEYS,
  ...SHELL_KEYS,
  ...LIST_KEYS,
  ...TEXT_KEYS,
  ...GLOBAL_KEYS,
];

/** The scopes that hold on a screen, the nearest first. */
export function scopesOf(screen: ScreenId, mode: PaneMode): readonly Scope[] {
  switch (mode) {
    case 'text':
      return ['textView', 'list', 'global'];
    case 'terminal':
    case 'form':
      return [mode];
    case 'pipeline':
      return ['pipeline', 'list', 'global'];
    case 'player':
      return ['playback', 'player', 'recording', 'global'];
    case 'preview':
      return ['preview', 'playback', 'player', 'recording', 'global'];
    case 'exporting':
    case 'exported':
      return [mode, 'global'];
    case 'list':
      return screen === 'recorder' ? [screen, 'playback', 'recording', 'list', 'global'] : [screen, 'list', 'global'];
  }
}

/** The entry that a key means in these scopes, the nearest scope first. */
export function entryFor(key: string, scopes: readonly Scope[]): KeyEntry | undefined {
  for (const scope of scopes) {
    const entry = KEYMAP.find((candidate) => candidate.scope === scope && candidate.keys.includes(key));
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** The entries of these scopes, the nearest scope first; what a nearer scope has taken is left out. */
export function entriesOf(scopes: readonly Scope[]): readonly KeyEntry[] {
  const taken = new Set<string>();
  const entries: KeyEntry[] = [];
  for (const scope of scopes) {
    const own = KEYMAP.filter((entry) => entry.scope === scope && !entry.keys.every((key) => taken.has(key)));
    entries.push(...own);
    for (const entry of own) for (const key of entry.keys) taken.add(key);
  }
  return entries;
}
