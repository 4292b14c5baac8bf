import type { RecordingFile } from '../../src/recorder/index.ts';
import { formatBytes } from '../../src/text/index.ts';
import type { Services } from '../services.ts';
import { line } from '../ui/line.ts';
import type { RecorderExport } from './recorder-export.ts';
import type { RecorderList } from './recorder-list.ts';
import type { RecorderPlayer } from './recorder-player.ts';
import type { RecorderSessions } from './recorder-sessions.ts';

interface RecorderParts {
  readonly sessions: RecorderSessions;
  readonly list: RecorderList;
  readonly exporter: RecorderExport;
  readonly player: RecorderPlayer;
}

/** The most names that a question lists. */
const NAMED = 5;

/** What is done to recordings as files, and to the list of them: filter, marks, copy, rename, delete, export. */
export class RecorderFiles {
  readonly #services: Services;
  readonly #o: RecorderParts;

  constructor(services: Services, parts: RecorderParts) {
    this.#services = services;
    this.#o = parts;
  }

  perform(action: string): boolean {
    const run = this.#actions[action];
    run?.();
    return run !== undefined;
  }

  readonly #actions: Readonly<Record<string, () => void>> = {
    'recorder.filter': () => this.#promptFilter(),
    'recorder.sort': () => this.#o.list.store.dispatch({ type: 'sortNext' }),
    'recorder.reverse': () => this.#o.list.store.dispatch({ type: 'reverse' }),
    'recorder.mark': () => this.#mark(),
    'recorder.rename': () => this.#promptRename(),
    'recorder.lower': () => this.#o.list.store.dispatch({ type: 'preview' }),
    'recording.copy': () => this.#copy(),
    'recording.delete': () => this.#askDelete(),
    'recording.export': () => this.#export(),
    'recording.cut': () => this.#cut(),
    'recording.redact': () => this.#redact(),
  };

  refusal(action: string): string | undefined {
    if (action === 'export.copy' && this.#o.exporter.state.kind !== 'done') return 'nothing was made';
    const row = this.#o.list.selectedRow;
    const needsOne = action.startsWith('recording.') || action === 'recorder.mark' || action === 'recorder.rename';
    if (!needsOne) return undefined;
    if (row === undefined) return 'no recording is selected';
    const changes = action === 'recording.delete' || action === 'recorder.rename';
    if (changes && this.#services.isReadonly) return 'read-only: no file is changed';
    if (changes && row.live !== undefined) return 'it is being recorded; R ends it first';
    const reads = action === 'recording.export' || action === 'recording.cut' || action === 'recording.redact';
    if (reads && row.file.fault?.isPlayable === false) return `it cannot be played: ${row.file.fault.text}`;
    return undefined;
  }

  /** Ends the export that is looked at, and says when nothing of it is left. */
  cancelExport(): void {
    const { sessions, list } = this.#o;
    if (sessions.exportState.kind !== 'running') return;
    void sessions.cancelExport().then(() => {
      if (sessions.exportState.kind !== 'none') return;
      list.store.dispatch({ type: 'back' });
      this.#services.toast('the export was cancelled; nothing of it is left');
    });
  }

  #export(): void {
    const { list, exporter } = this.#o;
    const file = list.selectedRow?.file;
    if (file !== undefined) exporter.open(file, this.#standing());
  }

  #cut(): void {
    const { list, exporter } = this.#o;
    const file = list.selectedRow?.file;
    if (file !== undefined) exporter.cut(file, this.#standing());
  }

  #redact(): void {
    const { list, exporter } = this.#o;
    const file = list.selectedRow?.file;
    if (file !== undefined) exporter.redact(file);
  }

  /** Where the player stands in the file, in seconds: it stands still from now on. */
  #standing(): number | undefined {
    const { session } = this.#o.player;
    session?.player.pause();
    return session === undefined ? undefined : session.player.recordedMicros / 1e6;
  }

  #mark(): void {
    const { list } = this.#o;
    const path = list.selectedRow?.file.path;
    if (path === undefined) return;
    list.store.dispatch({ type: 'mark', path });
    list.view.move('list.down');
  }

  #copy(): void {
    const { chosen } = this.#o.list;
    const [first] = chosen;
    if (first === undefined) return;
    const what = chosen.length === 1 ? 'the path' : `${chosen.length} paths`;
    this.#services.copy(chosen.map(({ path }) => path).join('\n'), what);
  }

  #promptFilter(): void {
    const { list, sessions } = this.#o;
    const set = (filter: string) => list.store.dispatch({ type: 'filter', filter });
    this.#services.prompt(
      {
        title: '/',
        onChange: (text) => {
          set(text.trim());
          return { note: `${list.rows.length} of ${sessions.library.total}`, isBad: false };
        },
        onDone: () => {},
        onCancel: () => set(''),
      },
      list.model.filter,
    );
  }

  #promptRename(): void {
    const { list, sessions } = this.#o;
    const file = list.selectedRow?.file;
    if (file === undefined) return;
    this.#services.prompt(
      {
        title: 'rename to',
        onChange: (text) => ({
          note: nameMistake(text, file, sessions.library.files) ?? '',
          isBad: nameMistake(text, file, sessions.library.files) !== undefined,
        }),
        onDone: (name) => {
          if (name === file.name) return;
          sessions.closePlayback();
          sessions.change(async ({ renameRecording }) => {
            const path = await renameRecording(file, name);
            list.store.dispatch({ type: 'select', path, index: list.view.selected });
          });
        },
        onCancel: () => {},
      },
      file.name,
    );
  }

  #askDelete(): void {
    const { list, sessions } = this.#o;
    const { chosen } = list;
    const paths = chosen.map(({ path }) => path);
    const bytes = chosen.reduce((sum, file) => sum + file.bytes, 0);
    const more = chosen.length > NAMED ? [line(`and ${chosen.length - NAMED} more`, 'dim')] : [];
    this.#services.ask({
      title: chosen.length === 1 ? 'Delete the recording' : `Delete ${chosen.length} recordings`,
      body: [
        ...chosen.slice(0, NAMED).map(({ name }) => line(`${name}.cast`, 'strong')),
        ...more,
        line(`${formatBytes(bytes)} that cannot be brought back. GIFs stay.`, 'dim'),
      ],
      choices: [
        {
          keys: ['Enter', 'y'],
          shown: 'Enter',
          word: 'delete',
          run: () => {
            if (list.model.view === 'player') list.store.dispatch({ type: 'back' });
            sessions.closePlayback();
            list.store.dispatch({ type: 'unmarkAll' });
            sessions.change(({ deleteRecordings }) => deleteRecordings(paths));
          },
        },
        { keys: ['Escape', 'n'], shown: 'Esc', word: 'keep', run: () => {} },
      ],
    });
  }
}

function nameMistake(name: string, file: RecordingFile, files: readonly RecordingFile[]): string | undefined {
  if (name.trim() === '' || name.startsWith('.')) return 'a name is needed';
  if (/[/\0]/.test(name)) return 'a name has no slash';
  return name !== file.name && files.some((other) => other.name === name) ? 'there is one of this name' : undefined;
}
