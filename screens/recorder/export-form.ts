import type { ConvertFormat, ExportRequest, PICTURE_CHOICES, RecordingFile } from '../../src/recorder/index.ts';
import { formatBytes } from '../../src/text/index.ts';
import { type Form, type FormField, type FormValues, newForm } from './form-model.ts';

/** What the choices of an export depend on. */
export interface ExportSubject {
  readonly file: RecordingFile;
  /** Where the player stands in the file, in seconds; undefined where nothing is played. */
  readonly atSeconds: number | undefined;
  readonly choices: typeof PICTURE_CHOICES;
  /** Choices of the last export, which are offered again. */
  readonly last: FormValues | undefined;
}

interface FormFacts {
  /** What comes behind the name of the recording. */
  readonly end: string;
  readonly what: string;
  /** What `convert` is asked for, of a form that is no picture. */
  readonly format?: ConvertFormat;
}

const FORMS = {
  GIF: { end: '.gif', what: 'the recording in motion' },
  PNG: { end: '.png', what: 'one moment' },
  SVG: { end: '.svg', what: 'one moment, text stays text' },
  text: { end: '.txt', what: 'what it said', format: 'txt' },
  'raw output': { end: '.raw', what: 'with its escape sequences, for cat', format: 'raw' },
  'asciicast v2': { end: '-v2.cast', what: 'a recording for any player', format: 'v2' },
  'asciicast v3': { end: '-v3.cast', what: 'a recording for asciinema 3 and later', format: 'v3' },
} as const satisfies Record<string, FormFacts>;
type ExportForm = keyof typeof FORMS;
const FORM_NAMES = Object.keys(FORMS) as ExportForm[];
const OWN_THEME = "the recording's";

/** What stays from one export to the next. */
const REMEMBERED = ['form', 'theme', 'speed', 'idle', 'fontSize', 'fps'];

export function exportForm(subject: ExportSubject): Form {
  const { file, atSeconds, choices, last = {} } = subject;
  const kept = Object.fromEntries(Object.entries(last).filter(([id]) => REMEMBERED.includes(id)));
  const values: FormValues = {
    form: 'GIF',
    theme: file.header?.theme === undefined ? 'asciinema' : OWN_THEME,
    speed: '1',
    idle: String(file.header?.idleLimitSeconds ?? choices.idleLimitSeconds),
    fontSize: String(choices.usual.fontSize),
    fps: String(choices.usual.fps),
    select: '',
    at: atSeconds === undefined ? '' : atSeconds.toFixed(2),
    ...Object.fromEntries(FORM_NAMES.map((form) => [`file${form}`, `${file.name}${FORMS[form].end}`])),
    ...kept,
  };
  const title = `export ${file.name}`;
  return newForm({ title, values, fieldsOf: (now) => fieldsFor(now, subject) });
}

function fieldsFor(values: FormValues, subject: ExportSubject): readonly FormField[] {
  const form = values.form as ExportForm;
  const { file, choices } = subject;
  const replaced = form === 'GIF' && file.gifBytes !== undefined ? `, replaces ${formatBytes(file.gifBytes)}` : '';
  const themes = [...(file.header?.theme === undefined ? [] : [OWN_THEME]), ...choices.themes];
  const head: FormField[] = [
    { kind: 'choice', id: 'form', label: 'form', values: FORM_NAMES, note: FORMS[form].what },
    { kind: 'text', id: `file${form}`, label: 'file', note: `beside the recording${replaced}`, check: otherThan(file) },
  ];
  const picture: FormField[] = [
    { kind: 'choice', id: 'theme', label: 'theme', values: themes },
    { kind: 'text', id: 'fontSize', label: 'font size', note: 'pixels', check: between(4, 400) },
  ];
  if ('format' in FORMS[form]) return head;
  if (form !== 'GIF')
    return [
      ...head,
      ...picture,
      {
        kind: 'text',
        id: 'at',
        label: 'moment',
        note: 'seconds, 1:30, 50%, marker:NAME; empty: the end',
        check: () => undefined,
      },
    ];
  return [
    ...head,
    ...picture,
    { kind: 'text', id: 'speed', label: 'speed', note: '2 is twice as fast', check: between(0.01, 1000) },
    { kind: 'text', id: 'idle', label: 'idle limit', note: 'seconds; no pause is longer', check: between(0, 1e6) },
    { kind: 'text', id: 'fps', label: 'frames a second', note: 'at most, 1 to 50', check: between(1, 50) },
    {
      kind: 'text',
      id: 'select',
      label: 'part',
      note: 'A..B: 10..20, ..50%, marker:NAME..; empty: all',
      check: checkPart,
    },
  ];
}

/** What was chosen, as a request. */
export function exportRequest(values: FormValues, { file, choices }: ExportSubject): ExportRequest {
  const form = values.form as ExportForm;
  const name = values[`file${form}`] ?? '';
  const places = { input: file.path, output: placeOf(name, folderOf(file)) };
  const facts: FormFacts = FORMS[form];
  if (facts.format !== undefined) return { kind: 'convert', ...places, format: facts.format };
  const options = { ...choices.usual, fontSize: Number(values.fontSize) };
  const theme = values.theme === OWN_THEME ? undefined : values.theme;
  const picture = { ...places, theme, options, fontFiles: [] };
  if (form !== 'GIF') {
    const at = values.at === '' ? undefined : values.at;
    return { kind: 'still', ...picture, at, format: form === 'PNG' ? 'png' : 'svg' };
  }
  return {
    kind: 'gif',
    ...picture,
    options: { ...options, fps: Number(values.fps) },
    speed: Number(values.speed),
    idleLimitSeconds: Number(values.idle),
    select: values.select === '' ? [] : (values.select ?? '').split(/\s+/),
  };
}

/** A name that can be written to: any but that of the recording. */
const otherThan =
  (file: RecordingFile) =>
  (text: string): string | undefined => {
    if (text.trim() === '' || text.endsWith('/')) return 'the name of a file is needed';
    return placeOf(text, folderOf(file)) === file.path ? 'that is the recording itself' : undefined;
  };

const checkPart = (text: string): string | undefined =>
  text.split(/\s+/).every((part) => part === '' || part.includes('..'))
    ? undefined
    : 'a part is written A..B, like 10..20';

const between =
  (least: number, most: number) =>
  (text: string): string | undefined => {
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? undefined : `a number from ${least} to ${most} is needed`;
  };

/** A part as a recording of its own: from where the player stands, if it stands anywhere. */
export function cutForm(file: RecordingFile, atSeconds: number | undefined): Form {
  const places = 'seconds, 1:30, 50%, marker:NAME';
  const fields: readonly FormField[] = [
    { kind: 'choice', id: 'keep', label: 'the part is', values: ['kept', 'removed'] },
    { kind: 'text', id: 'from', label: 'from', note: `${places}; empty: the start`, check: () => undefined },
    { kind: 'text', id: 'to', label: 'to', note: `${places}; empty: the end`, check: () => undefined },
    { kind: 'text', id: 'file', label: 'file', note: 'beside the recording', check: otherThan(file) },
  ];
  const from = atSeconds === undefined || atSeconds === 0 ? '' : atSeconds.toFixed(2);
  const values = { keep: 'kept', from, to: '', file: `${file.name}-cut.cast` };
  return newForm({ title: `cut ${file.name}`, values, fieldsOf: () => fields });
}

export function cutRequest(values: FormValues, file: RecordingFile): ExportRequest {
  const { from = '', to = '', file: name = '', keep } = values;
  const part = { from: from === '' ? undefined : from, to: to === '' ? undefined : to, isRemoval: keep === 'removed' };
  return { kind: 'cut', input: file.path, output: placeOf(name, folderOf(file)), ...part };
}

/** With a slash at its end. */
export const folderOf = ({ path }: RecordingFile): string => path.slice(0, path.lastIndexOf('/') + 1);

const placeOf = (name: string, folder: string): string => (name.startsWith('/') ? name : `${folder}${name}`);
