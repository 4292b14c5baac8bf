import type { KeyEntry } from '../key-entry.ts';

/** In the list of recordings. */
const LIST: readonly KeyEntry[] = [
  {
    scope: 'recorder',
    keys: ['Enter'],
    shown: 'Enter',
    action: 'recorder.open',
    bar: 'open',
    help: 'open it in the whole window, and play',
  },
  {
    scope: 'recorder',
    keys: ['/'],
    shown: '/',
    action: 'recorder.filter',
    bar: 'filter',
    help: 'filter by name, title and command',
  },
  { scope: 'recorder', keys: ['s'], shown: 's', action: 'recorder.sort', bar: 'sort', help: 'sort by the next column' },
  { scope: 'recorder', keys: ['S'], shown: 'S', action: 'recorder.reverse', help: 'reverse the order' },
  {
    scope: 'recorder',
    keys: ['x'],
    shown: 'x',
    action: 'recorder.mark',
    help: 'mark it; delete and copy act on all marked',
  },
  { scope: 'recorder', keys: ['r'], shown: 'r', action: 'recorder.rename', help: 'rename it, and the GIF beside it' },
  { scope: 'recorder', keys: ['v'], shown: 'v', action: 'recorder.lower', help: 'show or hide the preview' },
  {
    scope: 'recorder',
    keys: ['Tab'],
    shown: 'Tab',
    action: 'recorder.focusPreview',
    help: 'give the preview the keys',
  },
];

/** While the preview beside the list has the keys, which are the player's then. */
const PREVIEW: readonly KeyEntry[] = [
  {
    scope: 'preview',
    keys: ['Enter'],
    shown: 'Enter',
    action: 'recorder.open',
    bar: 'open',
    help: 'open it in the whole window, and play',
  },
  { scope: 'preview', keys: ['Tab'], shown: 'Tab', action: 'recorder.focusList', help: 'give the list the keys' },
];

/** Playing the selected recording, from the list and in the player. */
const PLAYBACK: readonly KeyEntry[] = [
  { scope: 'playback', keys: ['Space'], shown: 'Space', action: 'play.toggle', bar: 'play', help: 'play and pause' },
  { scope: 'playback', keys: ['Right'], shown: '← →', action: 'play.forward', bar: '5s', help: '5 s on' },
  { scope: 'playback', keys: ['Left'], shown: '←', action: 'play.back', help: '5 s back' },
  { scope: 'playback', keys: ['Shift-Left'], shown: 'Shift-←', action: 'play.farBack', help: '30 s back' },
  { scope: 'playback', keys: ['Shift-Right'], shown: 'Shift-→', action: 'play.farForward', help: '30 s on' },
  { scope: 'playback', keys: ['['], shown: '[', action: 'play.markerBefore', help: 'the marker before' },
  { scope: 'playback', keys: [']'], shown: ']', action: 'play.markerAfter', bar: 'marker', help: 'the next marker' },
  { scope: 'playback', keys: ['.'], shown: '.', action: 'play.frameAfter', help: 'the next frame' },
  { scope: 'playback', keys: [','], shown: ',', action: 'play.frameBefore', help: 'the frame before' },
  { scope: 'playback', keys: ['+', '='], shown: '+', action: 'play.faster', help: 'faster' },
  { scope: 'playback', keys: ['-'], shown: '-', action: 'play.slower', help: 'slower' },
];

/** What is done to the selected recording, there too. */
const RECORDING: readonly KeyEntry[] = [
  {
    scope: 'recording',
    keys: ['e'],
    shown: 'e',
    action: 'recording.export',
    bar: 'export',
    help: 'export a GIF, a still, its text, another version',
  },
  {
    scope: 'recording',
    keys: ['X'],
    shown: 'X',
    action: 'recording.redact',
    bar: 'redact',
    help: 'mask secrets, into a new file',
  },
  {
    scope: 'recording',
    keys: ['u'],
    shown: 'u',
    action: 'recording.cut',
    bar: 'cut',
    help: 'cut a part out, into a new file',
  },
  {
    scope: 'recording',
    keys: ['c'],
    shown: 'c',
    action: 'recording.copy',
    bar: 'copy',
    help: 'copy its path to the clipboard (OSC 52)',
  },
  { scope: 'recording', keys: ['Ctrl-D'], shown: 'Ctrl-D', action: 'recording.delete', help: 'delete it; asks before' },
];

/** Only where the recording has the whole window. */
const PLAYER: readonly KeyEntry[] = [
  {
    scope: 'player',
    keys: ['/'],
    shown: '/',
    action: 'play.search',
    bar: 'search',
    help: 'search in what its screen showed',
  },
  {
    scope: 'player',
    keys: ['Escape', 'q'],
    shown: 'Esc',
    action: 'back',
    bar: 'list',
    help: 'back to the list; so does q',
  },
  { scope: 'player', keys: ['m'], shown: 'm', action: 'play.mark', bar: 'mark', help: 'add a marker here' },
  { scope: 'player', keys: ['b'], shown: 'b', action: 'play.markers', help: 'all markers: time and name' },
  { scope: 'player', keys: ['r'], shown: 'r', action: 'play.rename', help: 'rename a marker' },
  { scope: 'player', keys: ['B'], shown: 'B', action: 'play.unmark', help: 'take a marker away' },
  { scope: 'player', keys: ['n'], shown: 'n', action: 'play.next', help: 'next match' },
  { scope: 'player', keys: ['N'], shown: 'N', action: 'play.previous', help: 'previous match' },
  {
    scope: 'player',
    keys: ['L'],
    shown: 'L',
    action: 'play.matches',
    help: 'all matches: time, row and column',
  },
  { scope: 'player', keys: ['g', 'Home'], shown: 'g Home', action: 'play.start', help: 'to the start' },
  { scope: 'player', keys: ['G', 'End'], shown: 'G End', action: 'play.end', help: 'to the end' },
  { scope: 'player', keys: ['Up', 'k'], shown: '↑ k', action: 'play.up', help: 'move a window that is too small up' },
  { scope: 'player', keys: ['Down', 'j'], shown: '↓ j', action: 'play.down', help: 'move it down' },
  { scope: 'player', keys: ['h'], shown: 'h', action: 'play.left', help: 'move it to the left' },
  { scope: 'player', keys: ['l'], shown: 'l', action: 'play.right', help: 'move it to the right' },
];

/** While the choices of an export are made. Letters and digits are text there. */
const FORM: readonly KeyEntry[] = [
  {
    scope: 'form',
    keys: ['Enter'],
    shown: 'Enter',
    action: 'form.start',
    bar: 'start',
    help: 'start with these choices',
  },
  { scope: 'form', keys: ['Down', 'Tab'], shown: '↓ Tab', action: 'form.down', bar: 'next', help: 'next choice' },
  { scope: 'form', keys: ['Up', 'Shift-Tab'], shown: '↑', action: 'form.up', help: 'choice before' },
  { scope: 'form', keys: ['Right'], shown: '← →', action: 'form.right', bar: 'change', help: 'another value' },
  { scope: 'form', keys: ['Left'], shown: '←', action: 'form.left', help: 'the value before' },
  { scope: 'form', keys: ['Ctrl-U'], shown: 'Ctrl-U', action: 'form.empty', bar: 'empty', help: 'empty the field' },
  { scope: 'form', keys: ['Escape'], shown: 'Esc', action: 'back', bar: 'cancel', help: 'back, without doing it' },
];

/** While an export is looked at. */
const EXPORT: readonly KeyEntry[] = [
  {
    scope: 'exporting',
    keys: ['Escape'],
    shown: 'Esc',
    action: 'export.cancel',
    bar: 'cancel it',
    help: 'end the export; nothing is left of it',
  },
  {
    scope: 'exporting',
    keys: ['Tab', 'Enter'],
    shown: 'Tab',
    action: 'export.leave',
    bar: 'list',
    help: 'back to the list; the export goes on',
  },
  {
    scope: 'exported',
    keys: ['c'],
    shown: 'c',
    action: 'export.copy',
    bar: 'copy path',
    help: 'copy the path of what was made (OSC 52)',
  },
  {
    scope: 'exported',
    keys: ['e'],
    shown: 'e',
    action: 'export.again',
    bar: 'again',
    help: 'export again, with other choices',
  },
  {
    scope: 'exported',
    keys: ['Escape', 'q', 'Enter', 'Tab'],
    shown: 'Esc',
    action: 'back',
    bar: 'close',
    help: 'back to the list',
  },
];

/** Keys that a form keeps for itself: all others are text. */
export const FORM_KEYS: ReadonlySet<string> = new Set(FORM.flatMap(({ keys }) => keys));

export const RECORDER_KEYS: readonly KeyEntry[] = [
  ...LIST,
  ...PREVIEW,
  ...PLAYBACK,
  ...PLAYER,
  ...RECORDING,
  ...FORM,
  ...EXPORT,
];
