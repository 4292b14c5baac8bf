import { EXIT, KpiError } from '../flow/index.ts';

/** What was typed cannot be meant: exit code 2. */
export const usageError = (message: string, hint: string): KpiError =>
  new KpiError('USAGE', message, { hint, exitCode: EXIT.usage });
