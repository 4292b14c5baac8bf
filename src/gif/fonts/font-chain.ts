import { emojiKey, isEmoji } from './emoji-text.ts';
import type { FontFace, GlyphShape } from './font-face.ts';

/** Where a shape comes from, which decides how it is placed in its cells. */
export type ShapeKind = 'text' | 'symbol' | 'cjk' | 'icon' | 'separator' | 'emoji' | 'bitmap';

export interface FoundShape {
  readonly kind: ShapeKind;
  readonly face: FontFace;
  readonly shape: GlyphShape;
  /** The face lacks these styles, so the drawing must make them. */
  readonly fakeBold: boolean;
  readonly fakeItalic: boolean;
}

export type BuiltInFace =
  | 'text-regular'
  | 'text-bold'
  | 'text-italic'
  | 'text-bold-italic'
  | 'symbols'
  | 'cjk'
  | 'icons'
  | 'emoji'
  | 'last-resort';

/** Opens a built-in face at its first use. */
export type OpenFace = (name: BuiltInFace) => FontFace;

export interface Wanted {
  readonly bold: boolean;
  readonly italic: boolean;
}

/** The fonts in the order in which they are asked for a character: the user's, then the built-in ones that may have it. */
export class FontChain {
  readonly #open: OpenFace;
  readonly #userFaces: readonly FontFace[];

  constructor(open: OpenFace, userFaces: readonly FontFace[] = []) {
    this.#open = open;
    this.#userFaces = userFaces;
  }

  /** The face that sets the size of a cell. */
  get main(): FontFace {
    return this.#userFaces[0] ?? this.#open('text-regular');
  }

  find(text: string, wanted: Wanted): FoundShape | undefined {
    for (const face of this.#userFaces) {
      const shape = face.shapeOf(text);
      if (shape !== undefined) return this.#found('text', face, shape, wanted);
    }
    if (isEmoji(text)) {
      const found = this.#tryFace('emoji', emojiKey(text), 'emoji', wanted);
      if (found !== undefined) return found;
    }
    return this.#styled(text, wanted) ?? this.#fallback(emojiKey(text), wanted);
  }

  #styled(text: string, wanted: Wanted): FoundShape | undefined {
    const name = STYLED[Number(wanted.bold) + 2 * Number(wanted.italic)] as BuiltInFace;
    const face = this.#open(name);
    const shape = face.shapeOf(text);
    if (shape !== undefined) return { kind: 'text', face, shape, fakeBold: false, fakeItalic: false };
    return name === 'text-regular' ? undefined : this.#tryFace('text-regular', text, 'text', wanted);
  }

  #fallback(text: string, wanted: Wanted): FoundShape | undefined {
    for (const [name, kind] of fallbacksFor(text.codePointAt(0) as number)) {
      const found = this.#tryFace(name, text, kind, wanted);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #tryFace(
    name: BuiltInFace,
    text: string,
    ...[kind, wanted]: [kind: ShapeKind, wanted: Wanted]
  ): FoundShape | undefined {
    const face = this.#open(name);
    const shape = face.shapeOf(text);
    return shape === undefined ? undefined : this.#found(kind, face, shape, wanted);
  }

  #found(kind: ShapeKind, face: FontFace, ...[shape, wanted]: [shape: GlyphShape, wanted: Wanted]): FoundShape {
    // Bitmaps, icons and emoji lose by being smeared or slanted.
    const isStylable = kind === 'text' || kind === 'symbol' || kind === 'cjk';
    return { kind, face, shape, fakeBold: wanted.bold && isStylable, fakeItalic: wanted.italic && isStylable };
  }
}

/** By bold + 2 * italic. */
const STYLED: readonly BuiltInFace[] = ['text-regular', 'text-bold', 'text-italic', 'text-bold-italic'];

type Fallback = readonly [name: BuiltInFace, kind: ShapeKind];
const CJK: Fallback = ['cjk', 'cjk'];
const SEPARATORS: Fallback = ['icons', 'separator'];
const ICONS: Fallback = ['icons', 'icon'];
const SYMBOLS: Fallback = ['symbols', 'symbol'];
const EMOJI: Fallback = ['emoji', 'emoji'];
const LAST_RESORT: Fallback = ['last-resort', 'bitmap'];

/** Opening a face costs time, so only those are asked that can have the character. */
function fallbacksFor(code: number): readonly Fallback[] {
  if (code >= 0xe0c0 && code <= 0xe0d4) return [SEPARATORS];
  if (isPrivateUse(code)) return [ICONS, SYMBOLS];
  if (isCjk(code)) return [CJK, LAST_RESORT];
  return [SYMBOLS, EMOJI, CJK, LAST_RESORT];
}

const isPrivateUse = (code: number): boolean => (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000;

const isCjk = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x11ff) ||
  (code >= 0x2e80 && code <= 0x9fff) ||
  (code >= 0xac00 && code <= 0xd7ff) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xfe30 && code <= 0xfe4f) ||
  (code >= 0xff00 && code <= 0xffef) ||
  (code >= 0x20000 && code <= 0x3ffff);
