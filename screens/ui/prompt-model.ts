import type { TerminalInput } from '../../src/terminal/index.ts';
import { clean, sliceCols, textWidth } from '../../src/text/index.ts';
import { type Line, span } from './line.ts';

/** A line being typed. `cursor` counts UTF-16 units of `text`. */
export interface PromptText {
  readonly text: string;
  readonly cursor: number;
}

/** The longest text a prompt takes; a paste beyond it is cut. */
const LONGEST_PROMPT = 1000;

export const promptText = (text: string): PromptText => ({ text, cursor: text.length });

/** What a key or a paste does to the text; undefined when it is not a prompt's key. */
export function editPrompt(prompt: PromptText, input: TerminalInput): PromptText | undefined {
  if (input.kind === 'paste') return insert(prompt, clean(input.text.replace(/\s+/g, ' ')));
  if (input.kind !== 'key') return undefined;
  const edit = EDITS[input.key];
  if (edit !== undefined) return edit(prompt);
  return input.text === '' ? undefined : insert(prompt, clean(input.text));
}

function insert({ text, cursor }: PromptText, added: string): PromptText {
  const room = added.slice(0, Math.max(0, LONGEST_PROMPT - text.length));
  return { text: text.slice(0, cursor) + room + text.slice(cursor), cursor: cursor + room.length };
}

/** The place one character before or after: surrogate pairs are one. */
const before = ({ text, cursor }: PromptText): number =>
  Math.max(0, cursor - (isLow(text.charCodeAt(cursor - 1)) ? 2 : 1));
const after = ({ text, cursor }: PromptText): number =>
  Math.min(text.length, cursor + ((text.codePointAt(cursor) ?? 0) > 0xffff ? 2 : 1));
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

const cut = ({ text }: PromptText, from: number, to: number): PromptText => ({
  text: text.slice(0, from) + text.slice(to),
  cursor: from,
});

const wordStart = ({ text, cursor }: PromptText): number => text.slice(0, cursor).replace(/\S*\s*$/, '').length;

/** The keys of readline that people's fingers know. */
const EDITS: Readonly<Record<string, (prompt: PromptText) => PromptText>> = {
  Left: (prompt) => ({ ...prompt, cursor: before(prompt) }),
  Right: (prompt) => ({ ...prompt, cursor: after(prompt) }),
  Home: (prompt) => ({ ...prompt, cursor: 0 }),
  End: (prompt) => ({ ...prompt, cursor: prompt.text.length }),
  'Ctrl-A': (prompt) => ({ ...prompt, cursor: 0 }),
  'Ctrl-E': (prompt) => ({ ...prompt, cursor: prompt.text.length }),
  Backspace: (prompt) => cut(prompt, before(prompt), prompt.cursor),
  Delete: (prompt) => cut(prompt, prompt.cursor, after(prompt)),
  'Ctrl-U': (prompt) => cut(prompt, 0, prompt.cursor),
  'Ctrl-K': (prompt) => cut(prompt, prompt.cursor, prompt.text.length),
  'Ctrl-W': (prompt) => cut(prompt, wordStart(prompt), prompt.cursor),
};

/** The prompt's row: title, text with the cursor, and a note at the right. Long texts scroll with the cursor. */
export function promptLine(o: {
  title: string;
  prompt: PromptText;
  note: string | undefined;
  isBad: boolean;
  cols: number;
}): Line {
  const { title, prompt, note, cols } = o;
  const noteWidth = note === undefined ? 0 : textWidth(note) + 2;
  const room = Math.max(4, cols - textWidth(title) - 3 - noteWidth);
  let start = 0;
  while (textWidth(prompt.text.slice(start, prompt.cursor)) > room - 1)
    start += isLow(prompt.text.charCodeAt(start + 1)) ? 2 : 1;
  const head = prompt.text.slice(start, prompt.cursor);
  const under = prompt.text.slice(prompt.cursor, after(prompt));
  const tail = sliceCols(
    prompt.text.slice(after(prompt)),
    Math.max(0, room - textWidth(head) - Math.max(1, textWidth(under))),
  );
  const used = textWidth(head) + Math.max(1, textWidth(under)) + textWidth(tail);
  return [
    span(` ${title} `, 'accent'),
    span(head),
    span(under === '' ? ' ' : under, 'cursor'),
    span(tail + ' '.repeat(Math.max(0, room - used))),
    ...(note === undefined ? [] : [span(`  ${note}`, o.isBad ? 'danger' : 'dim')]),
  ];
}
