import type { ColorDepth } from './color.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals that show 24-bit colours and say so only by name; ssh does not forward COLORTERM. */
const TRUECOLOR_TERMS = /-direct$|^(xterm-kitty|xterm-ghostty|alacritty|foot|wezterm|contour|ghostty)\b/;

/** What to send. An explicit choice wins; then NO_COLOR (no-color.org: when not empty), COLORTERM and TERM. */
export function colorDepthOf(env: Environment, choice: 'auto' | ColorDepth): ColorDepth {
  if (choice !== 'auto') return choice;
  const term = env.TERM ?? '';
  if ((env.NO_COLOR ?? '') !== '') return 'mono';
  if (/^(truecolor|24bit)$/.test(env.COLORTERM ?? '') || TRUECOLOR_TERMS.test(term)) return 'truecolor';
  return term.includes('256') ? '256' : term === 'dumb' ? 'mono' : '16';
}

/** Whether screens are out of question: asked for, a screen reader, a terminal without addressing, or no terminal. */
export function isPlain(env: Environment, stdoutIsTTY: boolean, settings: { readonly plain: boolean }): boolean {
  const term = env.TERM ?? '';
  return settings.plain || !stdoutIsTTY || env.INK_SCREEN_READER === 'true' || term === 'dumb' || term === '';
}

/**
 * What Ink's colours need, in the process's own environment and before Ink is imported: always 24 bits, which the encoder
 * lowers. Returns the environment as it was, for children.
 */
export function prepareChromeEnvironment(env: Record<string, string | undefined>): Record<string, string | undefined> {
  const before = { ...env };
  env.FORCE_COLOR = '3';
  env.COLORTERM = 'truecolor';
  delete env.NO_COLOR;
  return before;
}
