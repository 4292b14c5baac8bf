import { KpiError } from '../flow/index.ts';
import { nearestWord } from '../text/index.ts';

/** Colours of a terminal, 0xRRGGBB. */
export interface Theme {
  readonly foreground: number;
  readonly background: number;
  /** The sixteen ANSI colours. */
  readonly ansi: readonly number[];
}

/** Background, foreground, colours 0..15, six hexadecimal digits each. */
const NAMED: Readonly<Record<string, string>> = {
  asciinema:
    '121314cccccc000000dd3c694ebf22ddaf3c26b0d7b954e154e1b9d9d9d94d4d4ddd3c694ebf22ddaf3c26b0d7b954e154e1b9ffffff',
  tango: '121314cccccc000000cc00004e9a06c4a0003465a475507b06989ad3d7cf555753ef29298ae234fce94f729fcfad7fa834e2e2eeeeec',
  'solarized-dark':
    '002b36839496073642dc322f859900b58900268bd2d336822aa198eee8d5002b36cb4b16586e75657b838394966c71c493a1a1fdf6e3',
  'solarized-light':
    'fdf6e3657b83073642dc322f859900b58900268bd2d336822aa198eee8d5002b36cb4b16586e75657b838394966c71c493a1a1fdf6e3',
  monokai:
    '272822f8f8f2272822f92672a6e22ef4bf7566d9efae81ffa1efe4f8f8f275715ef92672a6e22ef4bf7566d9efae81ffa1efe4f9f8f5',
  dracula:
    '282a36f8f8f221222cff555550fa7bf1fa8cbd93f9ff79c68be9fdf8f8f26272a4ff6e6e69ff94ffffa5d6acffff92dfa4ffffffffff',
  nord: '2e3440d8dee93b4252bf616aa3be8cebcb8b81a1c1b48ead88c0d0e5e9f04c566abf616aa3be8cebcb8b81a1c1b48ead8fbcbbeceff4',
  'gruvbox-dark':
    '282828ebdbb2282828cc241d98971ad79921458588b16286689d6aa89984928374fb4934b8bb26fabd2f83a598d3869b8ec07cebdbb2',
};

export const THEME_NAMES: readonly string[] = Object.keys(NAMED);

/** The theme when neither the caller nor the recording names one. */
export const DEFAULT_THEME = 'asciinema';

/**
 * A theme by name, or from `bg,fg,` and 8 or 16 colours in hexadecimal, 8 being repeated as the bright ones.
 * Throws KpiError `GIF_THEME`.
 */
export function parseTheme(text: string): Theme {
  const named = NAMED[text];
  if (named !== undefined) return fromColors((named.match(/.{6}/g) as string[]).map(hexColor) as number[]);
  const colors = text.split(',').map((part) => hexColor(part.trim()));
  if (colors.length !== 10 && colors.length !== 18) throw unknownTheme(text);
  if (colors.includes(undefined)) throw unknownTheme(text);
  return fromColors(colors as number[]);
}

function fromColors([background, foreground, ...ansi]: number[]): Theme {
  return {
    background: background as number,
    foreground: foreground as number,
    ansi: ansi.length === 8 ? [...ansi, ...ansi] : ansi,
  };
}

const hexColor = (text: string): number | undefined =>
  /^#?[0-9a-fA-F]{6}$/.test(text) ? Number.parseInt(text.replace('#', ''), 16) : undefined;

function unknownTheme(text: string): KpiError {
  const nearest = nearestWord(text, THEME_NAMES);
  return new KpiError(
    'GIF_THEME',
    `there is no theme '${text}'${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    {
      hint: `Themes are ${THEME_NAMES.join(', ')}, or bg,fg and 8 or 16 colours in hexadecimal.`,
      exitCode: 2,
    },
  );
}
