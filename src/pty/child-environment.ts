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

/**
 * The environment of a program inside an embedded terminal. `changes` are taken as they are; undefined takes a variable
 * away.
 */
export function childEnvironment(env: Environment, changes: Environment = {}): Record<string, string> {
  const inherited = Object.entries(env).filter(([name]) => !NOT_FOR_CHILDREN.includes(name));
  const all = { ...Object.fromEntries(inherited), TERM: 'xterm-256color', COLORTERM: 'truecolor', ...changes };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
