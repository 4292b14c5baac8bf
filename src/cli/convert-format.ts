import { EXIT, KpiError } from '../flow/index.ts';
import type { ConvertFormat } from '../recorder/index.ts';

/** The form of what `convert` writes: as asked for, else by the extension of the name. */
export function convertFormat(asked: string | undefined, out: string): ConvertFormat {
  if (asked !== undefined) return asked as ConvertFormat;
  const [, extension] = /\.([a-z]+)$/.exec(out) ?? [];
  if (extension === 'cast') return 'v2';
  if (extension === 'raw' || extension === 'txt') return extension;
  throw new KpiError('USAGE', `the form of ${out} is not clear`, {
    hint: 'Say it by -f v2|v3|raw|txt, or by the extension .cast, .raw or .txt.',
    exitCode: EXIT.usage,
  });
}
