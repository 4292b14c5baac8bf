import { describe, expect, test } from 'vitest';
import { type ExportSubject, exportForm, exportRequest } from '../../../screens/recorder/export-form.ts';
import {
  type Form,
  type FormMove,
  fieldsOf,
  focusForm,
  mistakeIn,
  moveForm,
  typeInForm,
} from '../../../screens/recorder/form-model.ts';
import { PICTURE_CHOICES, type RecordingFile } from '../../../src/recorder/index.ts';

const FILE: RecordingFile = {
  path: '/home/demo.cast',
  name: 'demo',
  bytes: 10,
  modifiedMs: 0,
  gifBytes: 2048,
  header: { version: 2, cols: 80, rows: 24, idleLimitSeconds: 2 },
};
const subject = (change: Partial<ExportSubject> = {}): ExportSubject => ({
  file: FILE,
  atSeconds: undefined,
  choices: PICTURE_CHOICES,
  last: undefined,
  ...change,
});
const moved = (form: Form, ...moves: readonly FormMove[]): Form => moves.reduce(moveForm, form);
const typed = (form: Form, text: string): Form =>
  [...text].reduce(
    (before, letter) => typeInForm(before, { kind: 'key', key: letter, text: letter, bytes: new Uint8Array() }),
    form,
  );
const filled = (form: Form, id: string, text: string): Form => {
  const index = fieldsOf(form).findIndex((field) => field.id === id);
  return typed(moveForm(focusForm(form, index), 'empty'), text);
};

describe('a form', () => {
  test('goes round its fields', () => {
    const form = exportForm(subject());
    expect(moved(form, 'up').focused).toBe(fieldsOf(form).length - 1);
    expect(moved(form, 'up', 'down').focused).toBe(0);
  });

  test('goes round the values of a choice, and has other fields then', () => {
    const form = exportForm(subject());
    expect(moved(form, 'left').values.form).toBe('asciicast v3');
    expect(fieldsOf(moved(form, 'left')).map(({ id }) => id)).toEqual(['form', 'fileasciicast v3']);
    expect(fieldsOf(moved(form, 'right')).map(({ id }) => id)).toContain('at');
  });

  test('types where the cursor is, and only into texts', () => {
    const form = focusForm(exportForm(subject()), 1);
    expect(typed(moved(form, 'left', 'left', 'left', 'left'), '-2').values.fileGIF).toBe('demo-2.gif');
    expect(typed(focusForm(form, 0), 'x')).toEqual(focusForm(form, 0));
  });

  test.each([
    ['speed', '0', 'speed: a number from 0.01 to 1000 is needed'],
    ['speed', 'fast', 'speed: a number from 0.01 to 1000 is needed'],
    ['fps', '60', 'frames a second: a number from 1 to 50 is needed'],
    ['fontSize', '', 'font size: a number from 4 to 400 is needed'],
    ['fileGIF', ' ', 'file: the name of a file is needed'],
    ['fileGIF', 'folder/', 'file: the name of a file is needed'],
    ['fileGIF', 'demo.cast', 'file: that is the recording itself'],
    ['fileGIF', '/home/demo.cast', 'file: that is the recording itself'],
    ['select', '5', 'part: a part is written A..B, like 10..20'],
  ])('with %s %j says what is wrong and goes there', (id, text, error) => {
    const form = filled(exportForm(subject()), id, text);
    const mistake = mistakeIn(focusForm(form, 0));
    expect(mistake?.error).toBe(error);
    expect(fieldsOf(form)[mistake?.focused ?? -1]?.id).toBe(id);
    // Whoever changes something is not told of it any more.
    expect(typed(mistake as Form, '1').error).toBeUndefined();
  });
});

describe('the choices of an export', () => {
  test('are those of the recording and what is usual, and make a request', () => {
    const form = exportForm(subject());
    expect(mistakeIn(form)).toBeUndefined();
    expect(exportRequest(form.values, subject())).toMatchObject({
      kind: 'gif',
      input: '/home/demo.cast',
      output: '/home/demo.gif',
      theme: 'asciinema',
      speed: 1,
      idleLimitSeconds: 2,
      select: [],
      options: { fontSize: 16, fps: 30 },
    });
  });

  test('say what is replaced, and stay from one export to the next, but for names and places', () => {
    const form = filled(filled(exportForm(subject()), 'speed', '3'), 'select', '1..2 4..5');
    expect(fieldsOf(form)[1]).toMatchObject({ note: 'beside the recording, replaces 2.0K' });
    expect(exportRequest(form.values, subject())).toMatchObject({ speed: 3, select: ['1..2', '4..5'] });
    expect(exportForm(subject({ last: form.values })).values).toMatchObject({ speed: '3', select: '', form: 'GIF' });
  });

  test('of a still take the moment of the player, and a path of its own', () => {
    const form = filled(moved(exportForm(subject({ atSeconds: 12.345 })), 'right'), 'filePNG', '/tmp/x.png');
    const request = exportRequest(form.values, subject());
    expect(request).toMatchObject({ kind: 'still', at: '12.35', format: 'png', output: '/tmp/x.png' });
  });

  test('offer the colours of a recording that has some', () => {
    const theme = { fg: '#ffffff', bg: '#000000', palette: '' };
    const own = subject({ file: { ...FILE, header: { version: 2, cols: 1, rows: 1, theme } } });
    const { values } = exportForm(own);
    expect(values.theme).toBe("the recording's");
    expect(exportRequest(values, own)).toMatchObject({ theme: undefined });
  });
});
