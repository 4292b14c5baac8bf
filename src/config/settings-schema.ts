import { z } from 'zod';
import { KpiError } from '../flow/index.ts';
import { COLOR_CHOICES, type FileSettings, THEME_CHOICES } from './settings.ts';

const schema = z.strictObject({
  kubeconfig: z.string().optional(),
  context: z.string().optional(),
  namespaces: z.array(z.string()).optional(),
  allNamespaces: z.boolean().optional(),
  readonly: z.boolean().optional(),
  color: z.enum(COLOR_CHOICES).optional(),
  theme: z.enum(THEME_CHOICES).optional(),
  ascii: z.boolean().optional(),
  mouse: z.boolean().optional(),
  serverUrl: z.string().optional(),
  redact: z.array(z.strictObject({ name: z.string().min(1), pattern: z.string().min(1) })).optional(),
});

/** Checks a parsed settings file; throws `CONFIG_INVALID` that names the key and what it may be. */
export function checkFileSettings(document: unknown, fileName: string): FileSettings {
  const result = schema.safeParse(document ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at '${issue.path.join('.')}'`;
  throw new KpiError(
    'CONFIG_INVALID',
    `the settings file ${fileName} is not valid${place}: ${issue?.message ?? 'unknown reason'}`,
    {
      hint: 'Mend that line, or use another file with --config.',
    },
  );
}
