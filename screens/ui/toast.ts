import type { Role } from '../theme.ts';

/** A note in the last row but one. Errors stay until a key is pressed, the rest for four seconds. */
export interface Toast {
  readonly text: string;
  readonly role: Role;
  /** Clock time at which it goes; undefined: when a key is pressed. */
  readonly until: number | undefined;
}

const TOAST_MS = 4000;

export const noteToast = (text: string, now: number): Toast => ({ text, role: 'accent', until: now + TOAST_MS });
export const warnToast = (text: string, now: number): Toast => ({ text, role: 'warn', until: now + TOAST_MS });
export const errorToast = (text: string): Toast => ({ text, role: 'danger', until: undefined });
