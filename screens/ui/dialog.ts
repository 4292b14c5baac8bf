import { textWidth } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { cutLine, fitLine, type Line, lineWidth, span } from './line.ts';

/** A question that stands in the middle of the screen: the act, the thing by its full name, what will happen, the keys. */
export interface Dialog {
  readonly title: string;
  readonly body: readonly Line[];
  /** The first one does it, the last one is the safe way out. */
  readonly choices: readonly DialogChoice[];
}

export interface DialogChoice {
  readonly keys: readonly string[];
  readonly shown: string;
  readonly word: string;
  readonly run: () => void;
}

/** The widest dialog, with its border. */
const WIDEST = 64;

/** The rows of a dialog with its border, all of one width. */
export function dialogLines(dialog: Dialog, cols: number, glyphs: Glyphs): readonly Line[] {
  const keys = dialog.choices.flatMap((choice, index) => [
    span(index === 0 ? '' : '    '),
    span(choice.shown, 'accent'),
    span(` ${choice.word}`),
  ]);
  const wanted = Math.max(textWidth(dialog.title) + 4, ...dialog.body.map(lineWidth), lineWidth(keys));
  const inner = Math.max(10, Math.min(WIDEST - 4, cols - 6, Math.max(40, wanted)));
  return boxed({ title: dialog.title, rows: [...dialog.body, [], keys], inner, glyphs });
}

/** Rows in a border with a title in its upper edge; `inner` is the width of the content. */
export function boxed(o: { title: string; rows: readonly Line[]; inner: number; glyphs: Glyphs }): readonly Line[] {
  const { glyphs, inner } = o;
  const [topLeft, topRight, bottomLeft, bottomRight] = glyphs.corners;
  const title = cutLine([span(` ${o.title} `, 'title')], inner);
  const top: Line = [
    span(`${topLeft}${glyphs.line}`, 'dim'),
    ...title,
    span(`${glyphs.line.repeat(inner + 1 - lineWidth(title))}${topRight}`, 'dim'),
  ];
  const bottom: Line = [span(`${bottomLeft}${glyphs.line.repeat(inner + 2)}${bottomRight}`, 'dim')];
  const side = span(glyphs.vertical, 'dim');
  return [top, ...o.rows.map((row): Line => [side, span(' '), ...fitLine(row, inner), span(' '), side]), bottom];
}
