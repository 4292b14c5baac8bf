import { readFileSync } from 'node:fs';
import { type App, openApp } from './app-driver.ts';

/** One line of a tape: what a person does, or what must be seen before it goes on. */
type Step =
  | { readonly kind: 'size'; readonly cols: number; readonly rows: number }
  | { readonly kind: 'run'; readonly args: readonly string[] }
  | { readonly kind: 'record'; readonly args: readonly string[] }
  | { readonly kind: 'wait'; readonly text: string }
  | { readonly kind: 'key' | 'type'; readonly keys: string }
  | { readonly kind: 'pause'; readonly seconds: number };

const KEYS: Readonly<Record<string, string>> = {
  Enter: '\r',
  Escape: '\x1b',
  Tab: '\t',
  Space: ' ',
  Up: '\x1b[A',
  Down: '\x1b[B',
  Left: '\x1b[D',
  Right: '\x1b[C',
  PageDown: '\x1b[6~',
  'Ctrl-]': '\x1d',
};

/** Reads a tape: `size 100x28`, `run --demo` (or `record --demo`: the same within `kpi-tui rec`), `wait TEXT`, `key Down 3`, `type TEXT`, `pause 1.5`, comments with #. */
function readTape(file: string): readonly Step[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, index) => stepOf(line, `${file}, step ${index + 1}`));
}

function stepOf(line: string, place: string): Step {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  switch (word) {
    case 'size': {
      const [cols = 80, rows = 24] = rest.split('x').map(Number);
      return { kind: 'size', cols, rows };
    }
    case 'run':
    case 'record':
      return { kind: word, args: rest.split(' ').filter(Boolean) };
    case 'wait':
      return { kind: 'wait', text: rest };
    case 'key': {
      const [name = '', times = '1'] = rest.split(' ');
      return { kind: 'key', keys: (KEYS[name] ?? name).repeat(Number(times)) };
    }
    case 'type':
      return { kind: 'type', keys: rest };
    case 'pause':
      return { kind: 'pause', seconds: Number(rest) };
    default:
      throw new Error(`${place}: unknown word '${word}'`);
  }
}

export interface TapeOptions {
  /** With 0 nobody watches, and pauses are left out. */
  readonly pace: number;
  readonly env: Readonly<Record<string, string>>;
  /** Where the recording of a tape that is recorded from outside goes. */
  readonly cast: string;
}

/** Plays a tape on the whole program, to its end. Resolves to the app, which the tape has told to quit. */
export async function playTape(file: string, o: TapeOptions): Promise<App> {
  let size = { cols: 80, rows: 24 };
  let app: App | undefined;
  const sleep = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000 * o.pace));
  for (const step of readTape(file)) {
    if (step.kind === 'size') size = step;
    else if (step.kind === 'run') app = openApp(['bin/kpi-tui.js', ...step.args], { ...size, env: o.env });
    else if (step.kind === 'record') app = openApp(recorded(step.args, o.cast), { ...size, env: o.env });
    else if (app === undefined) throw new Error(`${file}: nothing runs yet`);
    else if (step.kind === 'wait') await app.until((text) => text.includes(step.text), 15_000);
    else if (step.kind === 'pause') await sleep(step.seconds);
    else if (step.kind === 'key') app.press(step.keys);
    else
      for (const letter of step.keys) {
        app.press(letter);
        await sleep(0.09);
      }
  }
  if (app === undefined) throw new Error(`${file}: runs nothing`);
  return app;
}

/** The command stands in the recording, so it names nothing of this machine. */
const recorded = (args: readonly string[], cast: string): string[] => [
  ...['bin/kpi-tui.js', 'rec', '-q', '--overwrite'],
  ...['-c', `bin/kpi-tui.js ${args.join(' ')}`, cast],
];
