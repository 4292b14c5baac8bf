import { KpiError, messageOf } from '../flow/index.ts';
import { clean } from '../text/index.ts';

/** An error as a person reads it: `error[CODE]: cause`, then what to do. Foreign text in it is made safe. */
export function errorText(cause: unknown): string {
  if (!(cause instanceof KpiError)) return `error[BUG]: ${clean(messageOf(cause))}\n`;
  const hint = cause.hint === undefined ? '' : `\n  ${clean(cause.hint)}`;
  return `error[${cause.code}]: ${clean(cause.message)}${hint}\n`;
}

/** The same as the JSON document that `-o json` prints. */
export function errorDocument(cause: unknown): string {
  const known = cause instanceof KpiError ? cause : undefined;
  const error = {
    code: known?.code ?? 'BUG',
    message: clean(messageOf(cause)),
    hint: known?.hint === undefined ? null : clean(known.hint),
  };
  return `${JSON.stringify({ error })}\n`;
}
