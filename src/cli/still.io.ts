import { EXIT } from '../flow/index.ts';
import { exportStill, withFileInput } from '../recorder/index.ts';
import { clean, formatBytes } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import { stillRequest } from './picture-options.ts';

/** `kpi-tui still in out.png|out.svg`. Throws KpiError. */
export async function run({ args, stderr, settings, signal }: CommandContext): Promise<number> {
  const request = stillRequest(args);
  const { bytes, width, height, missing } = await withFileInput(request.input, signal, (input) =>
    exportStill({ ...request, input }),
  );
  if (settings.quiet) return EXIT.ok;
  await stderr.write(`${clean(request.output)}: ${width}x${height}, ${formatBytes(bytes.length)}\n`);
  if (missing.length > 0)
    await stderr.write(`  note: no font has ${missing.length} of its characters; --font FILE adds one\n`);
  return EXIT.ok;
}
