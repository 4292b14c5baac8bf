import type { CastHeader, CastItem } from '../../asciicast/index.ts';
import type { Clock } from '../../flow/index.ts';
import type { Detector } from './detectors.ts';
import { MaskedRuns } from './masked-runs.ts';
import { pieceEnd } from './piece-end.ts';
import { openShadowScreen, type ShadowScreen } from './shadow-screen.ts';
import { type FoundSecret, StreamInspector } from './stream-inspector.ts';
import { TypedInspector } from './typed-inspector.ts';

/** Text is looked at in pieces of this size, over the borders of events. */
const PIECE = 32 * 1024;
/** A shorter secret is not looked for in the header: it would be found in every path. */
const SHORTEST_IN_HEADER = 8;

/** What was masked before is no secret any more. */
const MASKED = /^[*\s]+$/;

/** One secret in the output or in what was typed, by the place of its first character in the stream of both. */
export interface SurveyedSecret {
  readonly by: string;
  readonly position: number;
}

/** Which characters of a recording are secret. */
export interface SecretPlaces {
  readonly runs: MaskedRuns;
  /** In the order of the stream. */
  readonly secrets: readonly SurveyedSecret[];
  /** Those that the header names. */
  readonly inHeader: readonly { readonly text: string; readonly by: string }[];
}

/**
 * Looks for secrets in all of a recording before any of it is written, so that none is found too late. `items` may be
 * cut anywhere.
 */
export async function surveySecrets(
  items: AsyncIterable<readonly CastItem[]>,
  detectors: readonly Detector[],
  clock: Clock,
): Promise<SecretPlaces> {
  let survey: SecretSurvey | undefined;
  try {
    for await (const batch of items) {
      const [first] = batch;
      if (first?.kind === 'header') survey = await SecretSurvey.open(first.header, detectors, clock);
      for (const item of batch) await survey?.take(item);
      await survey?.settle();
    }
    return survey?.places ?? { runs: new MaskedRuns(), secrets: [], inHeader: [] };
  } finally {
    survey?.dispose();
  }
}

class SecretSurvey {
  readonly #screen: ShadowScreen;
  readonly #inspector: StreamInspector;
  readonly #typed: TypedInspector;
  readonly #headerText: string;
  readonly #runs = new MaskedRuns();
  readonly #secrets: SurveyedSecret[] = [];
  /** By their text; and which detector has found them. */
  readonly #inHeader = new Map<string, string>();
  /** Characters of output and input so far. */
  #units = 0;
  /** Output that was not looked at yet, and where it begins. */
  #text = '';
  #textAt = 0;
  #seen: Promise<void> = Promise.resolve();

  private constructor(header: CastHeader, detectors: readonly Detector[], screen: ShadowScreen) {
    const found = (secret: FoundSecret): void => this.#found(secret);
    this.#screen = screen;
    this.#inspector = new StreamInspector({ screen, detectors, found });
    this.#typed = new TypedInspector(detectors, found);
    const { command = '', title = '', env = {} } = header;
    this.#headerText = [command, title, ...Object.values(env)].join('\n');
  }

  static async open(header: CastHeader, detectors: readonly Detector[], clock: Clock): Promise<SecretSurvey> {
    return new SecretSurvey(header, detectors, await openShadowScreen(header, clock));
  }

  get places(): SecretPlaces {
    const secrets = [...this.#secrets].sort((a, b) => a.position - b.position);
    return { runs: this.#runs, secrets, inHeader: [...this.#inHeader].map(([text, by]) => ({ text, by })) };
  }

  async take(item: CastItem): Promise<void> {
    if (item.kind === 'output') {
      this.#text += item.data;
      this.#units += item.data.length;
      if (this.#text.length >= PIECE) await this.#look();
      return;
    }
    if (item.kind !== 'input' && item.kind !== 'resize') return;
    await this.#look();
    if (item.kind === 'resize') this.#screen.resize(item.cols, item.rows);
    else {
      this.#typed.inspect(item.data, this.#units);
      this.#units += item.data.length;
      this.#textAt = this.#units;
    }
  }

  /** Resolves when everything that was taken was looked at. */
  async settle(): Promise<void> {
    await this.#look();
    await this.#seen;
  }

  dispose(): void {
    this.#screen.dispose();
  }

  async #look(): Promise<void> {
    while (this.#text !== '') {
      if (this.#screen.isFull) await this.#seen;
      const text = this.#text.slice(0, pieceEnd(this.#text, PIECE));
      const at = this.#textAt;
      this.#seen = new Promise((seen) => this.#inspector.inspect(text, at, seen));
      this.#text = this.#text.slice(text.length);
      this.#textAt += text.length;
    }
  }

  #found({ by, text, forEachPosition }: FoundSecret): void {
    if (MASKED.test(text)) return;
    let first = Number.POSITIVE_INFINITY;
    let hasNew = false;
    // Of a secret that is seen again, longer, a part is known: it is one.
    let isKnown = false;
    forEachPosition((position) => {
      first = Math.min(first, position);
      if (this.#runs.add(position)) hasNew = true;
      else isKnown = true;
    });
    if (hasNew && !isKnown) this.#secrets.push({ by, position: first });
    if (hasNew && text.length >= SHORTEST_IN_HEADER && this.#headerText.includes(text)) this.#inHeader.set(text, by);
  }
}
