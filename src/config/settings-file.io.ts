import { readFile } from 'node:fs/promises';
import { EXIT, KpiError, messageOf, systemCodeOf } from '../flow/index.ts';
import type { FileSettings } from './settings.ts';

/**
 * Reads the settings file. Without one, and when none was asked for, there are no settings. Throws `CONFIG_MISSING`,
 * `CONFIG_UNREADABLE` or `CONFIG_INVALID`.
 */
export async function readSettingsFile(path: string, isAskedFor: boolean): Promise<FileSettings> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (systemCodeOf(cause) === 'ENOENT') {
      if (!isAskedFor) return {};
      throw new KpiError('CONFIG_MISSING', `there is no settings file ${path}`, {
        cause,
        hint: 'Check the name given with --config.',
        exitCode: EXIT.usage,
      });
    }
    throw new KpiError('CONFIG_UNREADABLE', `cannot read the settings file ${path}: ${messageOf(cause)}`, {
      cause,
      hint: 'Check its permissions, or use another file with --config.',
    });
  }
  // Loaded only where a file exists: a start without one does not pay for them.
  const [yaml, { checkFileSettings }] = await Promise.all([import('yaml'), import('./settings-schema.ts')]);
  let document: unknown;
  try {
    // In the bundle it is CommonJS, of which only the default has the names.
    document = yaml.default.parse(text);
  } catch (cause) {
    throw new KpiError('CONFIG_INVALID', `the settings file ${path} is not YAML: ${firstLine(messageOf(cause))}`, {
      cause,
      hint: 'Mend that line, or use another file with --config.',
    });
  }
  return checkFileSettings(document, path);
}

const firstLine = (text: string): string => text.split('\n', 1)[0] as string;
