import type { CastMarker, CastMatch, PlaySession } from '../../src/recorder/index.ts';
import { clean, formatClock } from '../../src/text/index.ts';
import type { Services } from '../services.ts';

/** Characters before a match in the list of matches. */
const BEFORE_MATCH = 12;

/** What a player asks for: a text to search, the name of a marker, one of several markers or matches. */
export class PlayerChoices {
  readonly #services: Services;
  readonly #run: (work: void | Promise<void>) => void;

  /** `run` looks after work that may fail. */
  constructor(services: Services, run: (work: void | Promise<void>) => void) {
    this.#services = services;
    this.#run = run;
  }

  search(session: PlaySession): void {
    this.#ask('search', session.query, (text) => session.search(text));
  }

  /** Adds a marker where the playback stands. */
  mark(session: PlaySession): void {
    session.player.pause();
    this.#askName(session.player.state.seconds, '', (label) => session.mark(label));
  }

  rename(session: PlaySession): void {
    this.#pickMarker('rename which marker', session, (marker) =>
      this.#askName(marker.playedMicros / 1e6, clean(marker.label), (label) => session.rename(marker, label)),
    );
  }

  unmark(session: PlaySession): void {
    this.#pickMarker('take which marker away', session, (marker) => session.unmark(marker));
  }

  toMarker(session: PlaySession): void {
    this.#pickMarker('markers', session, (marker) => session.player.seek(marker.playedMicros / 1e6));
  }

  /** All places of the text; moving in the list shows each. */
  toMatch(session: PlaySession): void {
    const item = (match: CastMatch, index: number) => ({
      label: `${formatClock(match.playedMicros / 1e6)}  row ${match.row}, column ${match.column}`,
      // The match itself must be seen, whatever stands before it.
      detail: clean(match.text.slice(Math.max(0, match.column - 1 - BEFORE_MATCH)))
        .replace(/ +/g, ' ')
        .trim(),
      run: () => session.show(index),
      preview: () => session.show(index),
    });
    this.#services.pick(`${session.matches.length} places of '${session.query}'`, session.matches.map(item));
  }

  #pickMarker(title: string, session: PlaySession, use: (marker: CastMarker) => void | Promise<void>): void {
    session.player.pause();
    const items = session.markers.map((marker) => ({
      label: `${formatClock(marker.playedMicros / 1e6)}  ${clean(marker.label) || '-'}`,
      detail: '',
      run: () => this.#run(use(marker)),
      preview: () => this.#run(session.player.seek(marker.playedMicros / 1e6)),
    }));
    this.#services.pick(title, items);
  }

  #askName(atSeconds: number, label: string, use: (label: string) => void): void {
    this.#ask(`name of the marker at ${formatClock(atSeconds)}`, label, use);
  }

  #ask(title: string, text: string, use: (text: string) => void): void {
    const onDone = (typed: string): void => use(typed.trim());
    this.#services.prompt({ title, onChange: () => undefined, onDone, onCancel: () => {} }, text);
  }
}
