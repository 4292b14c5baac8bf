import { EXIT } from '../flow/index.ts';
import { openCastSource, withFileInput } from '../recorder/index.ts';
import { isPlain } from '../terminal/index.ts';
import type { CommandContext } from './command.ts';
import { playOptions } from './play-options.ts';
import { playPaced } from './play-paced.io.ts';
import { playOnScreen } from './play-screen.ts';

/** `kpi-tui play`: on the whole screen with keys; passed through with its timing where there is none, or with --raw. */
export async function run(context: CommandContext): Promise<number> {
  const options = playOptions(context.args);
  return withFileInput(options.path, context.signal, async (path) => {
    const source = await openCastSource(path);
    const isPassedThrough = options.isRaw || isPlain(context.env, context.stdout.isTTY, context.settings);
    if (isPassedThrough) await playPaced(context, source, options);
    else await playOnScreen(context, source, options);
    return context.signal.aborted ? EXIT.interrupted : EXIT.ok;
  });
}
