import { describe, expect, test } from 'vitest';
import {
  INITIAL_RECORDER,
  type RecorderMessage,
  type RecorderModel,
  shownFiles,
  updateRecorder,
} from '../../../screens/recorder/recorder-model.ts';
import type { RecordingFile } from '../../../src/recorder/index.ts';

const after = (messages: readonly RecorderMessage[], from: Partial<RecorderModel> = {}): RecorderModel =>
  messages.reduce(updateRecorder, { ...INITIAL_RECORDER, ...from });

describe('what is chosen on the recorder screen', () => {
  test.each<[name: string, messages: readonly RecorderMessage[], expected: Partial<RecorderModel>]>([
    ['s goes through the columns', [{ type: 'sortNext' }, { type: 'sortNext' }], { order: 'length' }],
    ['and round again', Array(4).fill({ type: 'sortNext' }), { order: 'when' }],
    [
      'the next column is not reversed',
      [{ type: 'reverse' }, { type: 'sortNext' }],
      { order: 'name', isReversed: false },
    ],
    [
      'the head of the sorted column reverses',
      [{ type: 'sortBy', order: 'when' }],
      { order: 'when', isReversed: true },
    ],
    ['the head of another one sorts by it', [{ type: 'sortBy', order: 'size' }], { order: 'size', isReversed: false }],
    ['x marks', [{ type: 'mark', path: 'a' }], { marked: new Set(['a']) }],
    ['x again takes the mark away', Array(2).fill({ type: 'mark', path: 'a' }), { marked: new Set() }],
    [
      'an export is left to where it was started',
      [
        { type: 'view', view: 'player' },
        { type: 'view', view: 'form' },
        { type: 'view', view: 'export' },
        { type: 'back' },
      ],
      { view: 'player' },
    ],
    [
      'then the player to the list',
      [{ type: 'view', view: 'player' }, { type: 'view', view: 'form' }, { type: 'back' }, { type: 'back' }],
      { view: 'list' },
    ],
    [
      'then marks go, and the filter stays',
      [{ type: 'filter', filter: 'f' }, { type: 'mark', path: 'a' }, { type: 'back' }],
      { marked: new Set(), filter: 'f' },
    ],
    ['then the filter goes', [{ type: 'filter', filter: 'f' }, { type: 'back' }], { filter: '' }],
  ])('%s', (_name, messages, expected) => {
    expect(after(messages)).toMatchObject(expected);
  });

  test('what changes nothing is the same model', () => {
    expect(updateRecorder(INITIAL_RECORDER, { type: 'back' })).toBe(INITIAL_RECORDER);
    expect(updateRecorder(INITIAL_RECORDER, { type: 'select', path: undefined, index: 0 })).toBe(INITIAL_RECORDER);
  });
});

const file = (name: string, modifiedMs: number, rest: Partial<RecordingFile> = {}): RecordingFile => ({
  path: `/${name}`,
  name,
  modifiedMs,
  bytes: 1,
  gifBytes: undefined,
  ...rest,
});
const FILES = [
  file('b', 1, { seconds: 5, bytes: 30 }),
  file('a', 3, { bytes: 20, header: { version: 2, cols: 1, rows: 1, title: 'A Rollout' } }),
  file('c', 2, { seconds: 9, bytes: 10, header: { version: 2, cols: 1, rows: 1, command: 'top' } }),
];

test.each<[name: string, model: Partial<RecorderModel>, expected: string]>([
  ['the newest first', {}, 'acb'],
  ['by name', { order: 'name' }, 'abc'],
  ['the longest first, what has no length last', { order: 'length' }, 'cba'],
  ['the largest first', { order: 'size' }, 'bac'],
  ['reversed', { order: 'size', isReversed: true }, 'cab'],
  ['every word must be in name, title or command, in any case', { filter: 'roll a' }, 'a'],
  ['a command', { filter: 'TOP' }, 'c'],
  ['nothing fits', { filter: 'top a' }, ''],
])('files are listed: %s', (_name, model, expected) => {
  const shown = shownFiles(FILES, { ...INITIAL_RECORDER, ...model });
  expect(shown.map(({ name }) => name).join('')).toBe(expected);
});
