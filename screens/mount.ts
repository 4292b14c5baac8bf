import { render } from 'ink';
import type { ReactNode } from 'react';
import type { Terminal } from '../src/terminal/index.ts';

/** Lets Ink render into the terminal's chrome. What a component throws ends the program, with the terminal given back. */
export function mount(terminal: Terminal, node: ReactNode): void {
  const instance = render(node, {
    stdout: terminal.chrome as unknown as NodeJS.WriteStream,
    stdin: terminal.chromeInput as unknown as NodeJS.ReadStream,
    debug: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  instance.waitUntilExit().catch((cause: unknown) => terminal.fail(cause));
}
