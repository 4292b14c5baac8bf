type Environment = Readonly<Record<string, string | undefined>>;

/** Of the terminal around us or of our own start; a child that saw them would think it is in that terminal. */
const NOT_FOR_CHILDREN = [
  'FORCE_COLOR',
  'NODE_ENV',
  'INK_SCREEN_READER',
  'TMUX',
  'TMUX_PANE',
  'STY',
  'WINDOWID',
  'TERMCAP',
  'COLUMNS',
  'LINES',
];

/** The environment of a program inside an embedded terminal. */
export function childEnvironment(env: Environment, changes: Environment = {}): Record<string, string> {
  const kept = { ...env, TERM: 'xterm-256color', COLORTERM: 'truecolor', ...changes };
  const entries = Object.entries(kept).filter(([name]) => !NOT_FOR_CHILDREN.includes(name));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
