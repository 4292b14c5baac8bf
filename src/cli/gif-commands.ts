import type { CommandSpec, OptionSpec } from '../config/index.ts';

/** The options that say what a picture looks like; `gif` and `still` share them. */
const PICTURE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'theme',
    short: 't',
    value: 'THEME',
    help: "a name, or bg,fg and 8 or 16 colours in hexadecimal (default the recording's, else asciinema)",
  },
  { name: 'scale', short: 'S', value: 'N', help: 'pixel density: multiplies the font size (default 1)' },
  { name: 'cols', short: 'w', value: 'N', help: 'show at most so many columns' },
  { name: 'rows', short: 'h', value: 'N', help: 'show at most so many rows (help is --help)' },
  { name: 'font-size', value: 'PIXELS', help: 'height of the font (default 16)' },
  { name: 'line-height', value: 'FACTOR', help: 'height of a row, in font sizes (default 1.4)' },
  { name: 'font-aa', value: 'LEVELS', help: 'greys of a letter, 2 to 32 (default 6): fewer make a smaller file' },
  {
    name: 'font',
    value: 'FILE',
    multiple: true,
    help: 'a .ttf, .otf, .ttc or .woff2 file that is asked before the built-in fonts; FILE#FACE: that face of a collection, by name or number',
  },
  { name: 'bold-is-bright', help: 'bold text in the first eight colours is drawn in the bright ones' },
  { name: 'no-cursor', help: 'leave the cursor out' },
];

const THEMES = 'Themes: asciinema, tango, solarized-dark, solarized-light, monokai, dracula, nord, gruvbox-dark.';

/** The commands that make pictures of recordings: a part of the one table. */
export const GIF_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'gif',
    summary: 'make an animated GIF of a recording',
    arguments: 'in out',
    minArguments: 2,
    maxArguments: 2,
    options: [
      ...PICTURE_OPTIONS,
      {
        name: 'speed',
        short: 's',
        value: 'FACTOR',
        help: '2 is twice as fast (default 1); applied after the idle limit',
      },
      {
        name: 'idle-time-limit',
        short: 'i',
        value: 'SECONDS',
        help: "no pause is longer (default the recording's limit, else 5)",
      },
      { name: 'fps-cap', value: 'N', help: 'at most so many frames a second, 1 to 50 (default 30)' },
      { name: 'last-frame-duration', value: 'SECONDS', help: 'how long the last frame is shown (default 3)' },
      {
        name: 'select',
        value: 'A..B',
        multiple: true,
        help: 'only this part: seconds, 1:30, 50%, marker:NAME, event:N; may be repeated',
      },
      { name: 'loop', value: 'N', help: 'repeat so often (default 0: for ever)' },
      { name: 'no-loop', help: 'play once' },
      { name: 'max-bytes', value: 'SIZE', help: 'stay below this size (500K, 2M): fewer frames, then fewer greys' },
      { name: 'workers', value: 'N', help: 'threads that compress (default by the number of cores, at most 3)' },
      { name: 'stats', help: 'print what was made as JSON on stdout' },
    ],
    notes: [THEMES, '- is standard input or output. The file appears whole or not at all.'],
    examples: [
      { command: 'kpi-tui gif demo.cast demo.gif', what: 'with the usual look' },
      {
        command: 'kpi-tui gif -t solarized-dark -s 2 -i 1 demo.cast demo.gif',
        what: 'twice as fast, no pause over 1 s',
      },
      {
        command: 'kpi-tui gif --select marker:start..marker:end --max-bytes 2M demo.cast demo.gif',
        what: 'a part, small enough to send',
      },
    ],
  },
  {
    name: 'still',
    summary: 'make a PNG or SVG picture of one moment',
    arguments: 'in out.png|out.svg',
    minArguments: 2,
    maxArguments: 2,
    options: [
      ...PICTURE_OPTIONS,
      { name: 'at', value: 'TIME', help: 'the moment: seconds, 1:30, 50%, marker:NAME, event:N (default the end)' },
    ],
    notes: [THEMES, 'In an SVG text stays text, drawn with the fonts of the one who looks at it.'],
    examples: [
      { command: 'kpi-tui still demo.cast demo.png', what: 'the last screen' },
      { command: 'kpi-tui still --at 50% -S 2 demo.cast demo.png', what: 'from the middle, twice as large' },
    ],
  },
];
