import { inBackground, messageOf } from '../../flow/index.ts';
import { editMarkers } from '../edit-markers.io.ts';
import { type CastMatch, searchCast } from './cast-search.ts';
import { Player, type PlayerOptions } from './player.ts';
import type { CastMarker } from './seek-index.ts';

export interface PlaySessionOptions extends Omit<PlayerOptions, 'onError'> {
  /** Something to say in one line: a match, a marker, a failure. '' takes it back. */
  readonly onNote: (note: string) => void;
}

/**
 * A recording that is played, searched and marked: what the player's keys mean, on the screen of `kpi-tui play` and in the
 * workstation. Markers are written when it is closed, since the file is read by its bytes until then.
 */
export class PlaySession {
  readonly player: Player;
  readonly #o: PlaySessionOptions;
  readonly #marks: CastMarker[] = [];
  /** What is to become of markers of the file; undefined: they are taken out. */
  readonly #edited = new Map<CastMarker, CastMarker | undefined>();
  #query = '';
  #matches: CastMatch[] = [];
  #match = -1;
  #searches = 0;
  #isSearching = false;

  constructor(options: PlaySessionOptions) {
    this.#o = options;
    this.player = new Player({ ...options, onError: (cause) => options.onNote(messageOf(cause)) });
  }

  /** What was searched last; '' for nothing. */
  get query(): string {
    return this.#query;
  }

  /** The places of the text, in the order of their time; more come while `isSearching`. */
  get matches(): readonly CastMatch[] {
    return this.#matches;
  }

  /** The one that was gone to last; -1 for none. */
  get match(): number {
    return this.#match;
  }

  get isSearching(): boolean {
    return this.#isSearching;
  }

  /** Markers that are to be written, named anew or taken out when it is closed. */
  get pendingMarks(): number {
    return this.#marks.length + this.#edited.size;
  }

  /** All of them, in the order of their time. */
  get markers(): readonly CastMarker[] {
    const { markers } = this.player.state;
    if (this.pendingMarks === 0) return markers;
    const kept = markers.flatMap((marker) => (this.#edited.has(marker) ? (this.#edited.get(marker) ?? []) : marker));
    return [...kept, ...this.#marks].sort((a, b) => a.playedMicros - b.playedMicros);
  }

  /** Goes to the first place from here on as soon as it is known; the rest is found meanwhile. '' ends a search. */
  search(text: string): void {
    const search = ++this.#searches;
    this.#query = text;
    this.#matches = [];
    this.#match = -1;
    this.#isSearching = text !== '';
    if (text !== '') this.#run(this.#find(text, search));
  }

  /** The next or previous match; it goes round. */
  toMatch(direction: 1 | -1): void {
    const { length } = this.#matches;
    if (length === 0) this.#o.onNote(this.#query === '' ? 'nothing was searched: press /' : this.#nothing());
    else this.show((this.#match + direction + length) % length);
  }

  show(index: number): void {
    this.#run(this.#show(index));
  }

  /** Sets a marker at what is shown now. */
  mark(label = ''): void {
    if (this.#o.source.header.version === 1) {
      this.#o.onNote('version 1 has no markers: convert the file first');
      return;
    }
    const { recordedMicros, state } = this.player;
    this.#marks.push({ recordedMicros, playedMicros: state.seconds * 1_000_000, label });
    this.#o.onNote('marker added; it is written at the end');
  }

  /** Takes one of `markers` away. */
  unmark(marker: CastMarker): void {
    const added = this.#marks.indexOf(marker);
    if (added >= 0) this.#marks.splice(added, 1);
    else this.#edited.set(this.#inFile(marker), undefined);
    this.#o.onNote('marker taken away; the file is written at the end');
  }

  /** Gives one of `markers` another name. */
  rename(marker: CastMarker, label: string): void {
    const named = { ...marker, label };
    const added = this.#marks.indexOf(marker);
    if (added >= 0) this.#marks[added] = named;
    else this.#edited.set(this.#inFile(marker), named);
    this.#o.onNote('marker renamed; the file is written at the end');
  }

  /** A marker of the file, which may have another name here. */
  #inFile(marker: CastMarker): CastMarker {
    const [original = marker] = [...this.#edited].find(([, named]) => named === marker) ?? [];
    return original;
  }

  /** Ends the playback and writes the markers; resolves to how many were changed. Throws KpiError `CAST_WRITE`. */
  async close(): Promise<number> {
    this.#searches++;
    const { markers } = this.player.state;
    this.player.close();
    // They are numbered from 1 in the order of the file.
    const remove = new Set<number>();
    const rename = new Map<number, string>();
    for (const [marker, named] of this.#edited) {
      const number = markers.indexOf(marker) + 1;
      if (named === undefined) remove.add(number);
      else rename.set(number, named.label);
    }
    if (this.pendingMarks > 0)
      await editMarkers(this.#o.source.path, { add: this.#marks.map(addedMarker), remove, rename });
    return this.pendingMarks;
  }

  async #find(text: string, search: number): Promise<void> {
    const { source, makeScreen, idleLimitSeconds } = this.#o;
    const from = this.player.state.seconds * 1_000_000;
    try {
      for await (const found of searchCast(source, text, { makeScreen, idleLimitSeconds })) {
        if (search !== this.#searches) return;
        this.#matches.push(...found);
        const first = this.#matches.findIndex((match) => match.playedMicros > from);
        if (this.#match < 0 && first >= 0) await this.#show(first);
      }
    } finally {
      if (search === this.#searches) this.#isSearching = false;
    }
    if (search !== this.#searches) return;
    if (this.#matches.length === 0) this.#o.onNote(this.#nothing());
    else if (this.#match < 0) await this.#show(0);
    else this.#sayMatch();
  }

  async #show(index: number): Promise<void> {
    const match = this.#matches[index];
    if (match === undefined) return;
    this.#match = index;
    this.player.pause();
    this.#sayMatch();
    await this.player.seek(match.playedMicros / 1_000_000);
  }

  #sayMatch(): void {
    const match = this.#matches[this.#match];
    if (match !== undefined)
      this.#o.onNote(
        `match ${this.#match + 1} of ${this.#matches.length}${this.#isSearching ? '+' : ''}, row ${match.row}`,
      );
  }

  #nothing(): string {
    return `not found: ${this.#query}`;
  }

  #run(work: Promise<void>): void {
    inBackground(work, (cause) => this.#o.onNote(messageOf(cause)));
  }
}

const addedMarker = ({ recordedMicros, label }: CastMarker) => ({ atMicros: recordedMicros, label });
