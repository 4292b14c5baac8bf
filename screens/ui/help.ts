import { padEnd, textWidth } from '../../src/text/index.ts';
import type { KeyEntry, Scope } from '../key-entry.ts';
import { fitLine, type Line, span } from './line.ts';

const SCOPE_TITLES: Readonly<Record<Scope, string>> = {
  global: 'everywhere',
  list: 'in lists',
  textView: 'in texts',
  terminal: 'while the shell has the keyboard',
  overview: 'overview',
  pods: 'pods',
  pipeline: 'pods: the pipeline',
  recorder: 'the list of recordings',
  playback: 'playing the selected recording',
  recording: 'the selected recording',
  player: 'in the player',
  preview: 'the preview beside the list',
  form: 'the choices of an export',
  exporting: 'while an export runs',
  exported: 'when it has ended',
  shell: 'shell',
};

/** A row of the help: a title, or a key that Enter presses. */
export type HelpRow =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'key'; readonly entry: KeyEntry };

/** The rows of the help for these entries, those that hold `query` in key or text only. */
export function helpRows(entries: readonly KeyEntry[], query: string): readonly HelpRow[] {
  const wanted = query.toLowerCase();
  const fits = ({ shown, help }: KeyEntry): boolean => `${shown} ${help}`.toLowerCase().includes(wanted);
  const rows: HelpRow[] = [];
  let scope: Scope | undefined;
  for (const entry of entries.filter(fits)) {
    if (entry.scope !== scope) rows.push({ kind: 'title', text: SCOPE_TITLES[entry.scope] });
    scope = entry.scope;
    rows.push({ kind: 'key', entry });
  }
  return rows;
}

/** The help in as many columns of keys as fit; the selected row is told by its index. */
export function helpLine(row: HelpRow, cols: number): Line {
  if (row.kind === 'title') return fitLine([span(` ${row.text}`, 'title')], cols);
  const key = padEnd(`  ${row.entry.shown}`, 12);
  return fitLine([span(key, 'accent'), span(textWidth(key) > 11 ? ' ' : ''), span(row.entry.help)], cols);
}
