import type { ExportRequest, ExportState, RecordingFile, UserPattern } from '../../src/recorder/index.ts';
import type { CellPen, CellRegion, KeyInput, PasteInput } from '../../src/terminal/index.ts';
import { formatBytes } from '../../src/text/index.ts';
import { REGION, type Services } from '../services.ts';
import { paintLine, paintLines } from '../ui/line.ts';
import { paneTitle } from '../ui/pane-title.ts';
import { cutForm, cutRequest, type ExportSubject, exportForm, exportRequest, folderOf } from './export-form.ts';
import { exportLines, exportTitle } from './export-rows.ts';
import { type Form, type FormMove, type FormValues, focusForm, mistakeIn, moveForm, typeInForm } from './form-model.ts';
import { fieldAt, paintForm } from './form-rows.ts';
import type { RecorderList } from './recorder-list.ts';
import type { RecorderSessions } from './recorder-sessions.ts';

/** A form that somebody fills in, and what it starts. */
interface Filling {
  readonly start: (values: FormValues) => void;
  form: Form;
}

interface RecorderExportOptions {
  readonly sessions: RecorderSessions;
  readonly list: RecorderList;
  readonly patterns: readonly UserPattern[];
}

/** The choices of an export or a cut, then how it comes on and what it has made. One region. */
export class RecorderExport {
  readonly region: CellRegion;
  readonly #services: Services;
  readonly #sessions: RecorderSessions;
  readonly #list: RecorderList;
  readonly #patterns: readonly UserPattern[];
  #filling: Filling | undefined;
  #last: FormValues | undefined;
  #rows = 14;

  constructor(services: Services, o: RecorderExportOptions) {
    this.#services = services;
    this.#sessions = o.sessions;
    this.#list = o.list;
    this.#patterns = o.patterns;
    this.region = {
      scrolledRows: 0,
      cursor: undefined,
      placed: ({ rows }) => {
        if (rows > 0) this.#rows = rows;
      },
      paint: (pen) => this.#paint(pen),
    };
  }

  get state(): ExportState {
    return this.#sessions.exportState;
  }

  get isRunning(): boolean {
    return this.state.kind === 'running';
  }

  /** Shows the choices for a recording; the export that runs, while one runs. */
  open(file: RecordingFile, atSeconds: number | undefined): void {
    if (this.isRunning) return this.#list.store.dispatch({ type: 'view', view: 'export' });
    const choices = this.#sessions.recorder?.PICTURE_CHOICES;
    if (choices === undefined) return;
    const subject: ExportSubject = { file, atSeconds, choices, last: this.#last };
    this.#fill(exportForm(subject), (values) => {
      this.#last = values;
      this.#begin(exportRequest(values, subject));
    });
  }

  /** Asks which part of a recording is to be one of its own. */
  cut(file: RecordingFile, atSeconds: number | undefined): void {
    if (this.isRunning) return this.#list.store.dispatch({ type: 'view', view: 'export' });
    this.#fill(cutForm(file, atSeconds), (values) => this.#begin(cutRequest(values, file)));
  }

  /** Makes a file beside the recording, under a name that is free. */
  redact(file: RecordingFile): void {
    if (this.isRunning) return this.#list.store.dispatch({ type: 'view', view: 'export' });
    const names = new Set(this.#sessions.library.files.map(({ name }) => name));
    let name = `${file.name}-redacted`;
    for (let copy = 2; names.has(name); copy++) name = `${file.name}-redacted-${copy}`;
    const output = `${folderOf(file)}${name}.cast`;
    this.#begin({ kind: 'redact', input: file.path, output, patterns: this.#patterns });
  }

  /** With other choices; what has none is tried once more. */
  #again(): void {
    const { state } = this;
    if (state.kind === 'none' || state.kind === 'running') return;
    if (state.request.kind === 'redact') this.#begin(state.request);
    else this.#list.store.dispatch({ type: 'view', view: 'form' });
  }

  #begin(request: ExportRequest): void {
    this.#sessions.startExport(request);
    this.#list.store.dispatch({ type: 'view', view: 'export' });
  }

  #fill(form: Form, start: (values: FormValues) => void): void {
    this.#filling = { form, start };
    this.#list.store.dispatch({ type: 'view', view: 'form' });
  }

  /** Keys that are text; those of the form's own table are not. */
  type(input: KeyInput | PasteInput): void {
    this.#change((form) => typeInForm(form, input));
  }

  perform(action: string): boolean {
    switch (action) {
      case 'form.start':
        this.#start();
        return true;
      case 'form.up':
      case 'form.down':
      case 'form.left':
      case 'form.right':
      case 'form.empty':
        this.#change((form) => moveForm(form, action.slice('form.'.length) as FormMove));
        return true;
      case 'export.again':
        this.#again();
        return true;
      case 'export.copy':
        if (this.state.kind === 'done') this.#services.copy(this.state.summary.output, 'the path');
        return true;
      case 'export.leave':
        this.#list.store.dispatch({ type: 'back' });
        return true;
      default:
        return false;
    }
  }

  click(y: number): void {
    this.#change((form) => focusForm(form, fieldAt(form, y, this.#rows)));
  }

  /** One line about an export that has ended while something else was looked at. */
  get sentence(): { text: string; role: 'accent' | 'danger' } | undefined {
    const { state } = this;
    if (state.kind === 'failed')
      return { text: `${state.error.message}. ${state.error.hint ?? ''}`.trim(), role: 'danger' };
    if (state.kind !== 'done') return undefined;
    return { text: `${exportTitle(state.request)}: ${formatBytes(state.summary.bytes)}`, role: 'accent' };
  }

  #start(): void {
    const filling = this.#filling;
    if (filling === undefined) return;
    const mistake = mistakeIn(filling.form);
    if (mistake === undefined) filling.start(filling.form.values);
    else this.#change(() => mistake);
  }

  #change(change: (form: Form) => Form): void {
    if (this.#filling === undefined) return;
    this.#filling.form = change(this.#filling.form);
    this.#services.invalidate(REGION.recorderForm);
  }

  #paint(pen: CellPen): void {
    const { glyphs } = this.#services;
    const theme = this.#services.theme();
    if (this.#list.model.view === 'form' && this.#filling !== undefined)
      return paintForm(pen, this.#filling.form, { theme, glyphs });
    pen.clear();
    const { state } = this;
    const title = state.kind === 'none' ? 'export' : exportTitle(state.request);
    paintLine(pen, { x: 0, y: 0 }, { spans: paneTitle(title, { cols: pen.cols, glyphs, focused: true }), theme });
    const lines = exportLines(state, { cols: pen.cols - 4, now: this.#services.now(), glyphs });
    paintLines(pen, { x: 2, y: 2 }, { lines, theme });
  }
}
