import type { CellPen } from '../../src/terminal/index.ts';
import { padEnd, sliceCols, textWidth } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import type { Theme } from '../theme.ts';
import { cutLine, type Line, lineWidth, paintLine, shortenLine, span } from '../ui/line.ts';
import { paneTitle } from '../ui/pane-title.ts';
import { type Form, type FormField, fieldsOf } from './form-model.ts';

interface FormLook {
  readonly theme: Theme;
  readonly glyphs: Glyphs;
}

/** Row of the first field in a form's region. */
const FIRST_FIELD = 1;
const LABEL_COLS = 17;

/** Title, a field a row, what is wrong. Where rows are short the focused field stays in sight. */
export function paintForm(pen: CellPen, form: Form, { theme, glyphs }: FormLook): void {
  pen.clear();
  paintLine(pen, { x: 0, y: 0 }, { spans: paneTitle(form.title, { cols: pen.cols, glyphs, focused: true }), theme });
  const fields = fieldsOf(form);
  const top = topOf(form, pen.rows);
  const visible = Math.max(1, pen.rows - FIRST_FIELD - 1);
  fields.slice(top, top + visible).forEach((field, row) => {
    const y = FIRST_FIELD + row;
    const isFocused = top + row === form.focused;
    if (isFocused) paintLine(pen, { x: 0, y }, { spans: [span(glyphs.selected, 'accent')], theme });
    paintLine(pen, { x: 2, y }, { spans: fieldLine(field, form, { isFocused, cols: pen.cols - 4, glyphs }), theme });
  });
  const y = FIRST_FIELD + Math.min(visible, fields.length - top);
  if (form.error !== undefined) {
    const error = shortenLine([span(`${glyphs.danger} ${form.error}`, 'danger')], pen.cols - 4, glyphs.ellipsis);
    paintLine(pen, { x: 2, y }, { spans: error, theme });
  }
}

const topOf = (form: Form, rows: number): number => Math.max(0, form.focused - Math.max(1, rows - FIRST_FIELD - 1) + 1);

/** The field of a row of the region, for a click. */
export const fieldAt = (form: Form, y: number, rows: number): number => topOf(form, rows) + y - FIRST_FIELD;

function fieldLine(field: FormField, form: Form, o: { isFocused: boolean; cols: number; glyphs: Glyphs }): Line {
  const value = form.values[field.id] ?? '';
  const label = span(padEnd(field.label, LABEL_COLS), o.isFocused ? 'accent' : 'dim');
  const shown =
    field.kind === 'choice'
      ? choiceSpans(value, o)
      : textSpans(value, form.cursor, { ...o, cols: o.cols - LABEL_COLS });
  const spans: Line = [label, ...shown];
  const note = field.note ?? '';
  const room = o.cols - lineWidth(spans) - 2;
  return note === '' || room < 12
    ? spans
    : [...spans, ...shortenLine([span(`  ${note}`, 'dim')], room + 2, o.glyphs.ellipsis)];
}

/** `← dracula →` in the focused row. */
function choiceSpans(value: string, { isFocused, glyphs }: { isFocused: boolean; glyphs: Glyphs }): Line {
  if (!isFocused) return [span(value, 'strong')];
  return [span(glyphs.choice[0], 'accent'), span(` ${value} `, 'chip'), span(glyphs.choice[1], 'accent')];
}

/** The text, with the cursor in the focused row; a long one scrolls with it. */
function textSpans(value: string, cursor: number, { isFocused, cols }: { isFocused: boolean; cols: number }): Line {
  if (!isFocused) return cutLine([span(value, 'strong')], cols);
  let start = 0;
  while (textWidth(value.slice(start, cursor)) > cols - 2) start++;
  const under = value.slice(cursor, cursor + 1);
  const after = sliceCols(value.slice(cursor + 1), Math.max(0, cols - 2 - textWidth(value.slice(start, cursor))));
  return [
    span(value.slice(start, cursor), 'strong'),
    span(under === '' ? ' ' : under, 'cursor'),
    span(after, 'strong'),
  ];
}
