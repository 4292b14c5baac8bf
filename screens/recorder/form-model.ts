import type { KeyInput, PasteInput } from '../../src/terminal/index.ts';
import { editPrompt, type PromptText, promptText } from '../ui/prompt-model.ts';

/** One line of a form: one of several values, or a text that can be checked. */
export type FormField =
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly label: string;
      readonly values: readonly string[];
      readonly note?: string;
    }
  | {
      readonly kind: 'text';
      readonly id: string;
      readonly label: string;
      /** What it means when it is left empty, or how it is written. */
      readonly note: string;
      /** What is wrong with a text; undefined when it can be used. */
      readonly check: (text: string) => string | undefined;
    };

/** The values of a form by the ids of its fields; choices are texts too. */
export type FormValues = Readonly<Record<string, string>>;

/** A form that is being filled in. Which fields it has may depend on what was chosen in it. */
export interface Form {
  readonly title: string;
  readonly fieldsOf: (values: FormValues) => readonly FormField[];
  readonly values: FormValues;
  readonly focused: number;
  /** Of the focused field, in UTF-16 units. */
  readonly cursor: number;
  /** Why it cannot be started, after somebody tried. */
  readonly error: string | undefined;
}

export type FormMove = 'up' | 'down' | 'left' | 'right' | 'empty';

export function newForm(o: Pick<Form, 'title' | 'fieldsOf' | 'values'>): Form {
  return focusedAt({ ...o, focused: 0, cursor: 0, error: undefined }, 0);
}

export const fieldsOf = (form: Form): readonly FormField[] => form.fieldsOf(form.values);

export function moveForm(form: Form, move: FormMove): Form {
  const fields = fieldsOf(form);
  const field = fields[form.focused];
  if (move === 'up' || move === 'down') {
    const step = move === 'down' ? 1 : -1;
    return focusedAt(form, (form.focused + step + fields.length) % fields.length);
  }
  if (field?.kind === 'text') {
    const key = move === 'empty' ? 'Ctrl-U' : move === 'left' ? 'Left' : 'Right';
    return typeInForm(form, { kind: 'key', key, text: '', bytes: new Uint8Array() });
  }
  if (field === undefined || move === 'empty') return form;
  const at = field.values.indexOf(form.values[field.id] ?? '');
  const next = field.values[(at + (move === 'right' ? 1 : -1) + field.values.length) % field.values.length] ?? '';
  return { ...form, values: { ...form.values, [field.id]: next }, error: undefined };
}

/** A letter or a paste for the focused text; the form as it is where nothing is typed. */
export function typeInForm(form: Form, input: KeyInput | PasteInput): Form {
  const field = fieldsOf(form)[form.focused];
  if (field?.kind !== 'text') return form;
  const before: PromptText = { text: form.values[field.id] ?? '', cursor: form.cursor };
  const after = editPrompt(before, input);
  if (after === undefined) return form;
  return { ...form, values: { ...form.values, [field.id]: after.text }, cursor: after.cursor, error: undefined };
}

export function focusForm(form: Form, index: number): Form {
  return index >= 0 && index < fieldsOf(form).length ? focusedAt(form, index) : form;
}

/** The form with its first mistake in focus and in words; undefined when there is none. */
export function mistakeIn(form: Form): Form | undefined {
  for (const [index, field] of fieldsOf(form).entries()) {
    const mistake = field.kind === 'text' ? field.check(form.values[field.id] ?? '') : undefined;
    if (mistake !== undefined) return { ...focusedAt(form, index), error: `${field.label}: ${mistake}` };
  }
  return undefined;
}

function focusedAt(form: Form, focused: number): Form {
  const field = fieldsOf(form)[focused];
  const { cursor } = promptText(field === undefined ? '' : (form.values[field.id] ?? ''));
  return { ...form, focused, cursor };
}
