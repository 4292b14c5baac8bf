import { KpiError, messageOf } from '../flow/index.ts';
import { isRecord } from './json-decoder.ts';
import type { ChosenContext } from './kubeconfig.ts';

/** A KpiError KUBE_CREDENTIALS that names the plugin or the context. */
export function credentialsError(chosen: ChosenContext, cause: unknown): KpiError {
  const { exec } = chosen.user;
  const what = messageOf(cause).trim().split('\n')[0] || 'it ended without an answer';
  if (isRecord(exec)) {
    return new KpiError(
      'KUBE_CREDENTIALS',
      `The credential plugin ${String(exec.command)} of the context "${chosen.context.name}" failed: ${what}.`,
      {
        cause,
        hint: 'Run kubectl once with this context, or log in again, then retry.',
        exitCode: 3,
      },
    );
  }
  return new KpiError(
    'KUBE_CREDENTIALS',
    `The credentials of the context "${chosen.context.name}" cannot be read: ${what}.`,
    {
      cause,
      hint: 'Check the files that its user and cluster name.',
      exitCode: 3,
    },
  );
}
