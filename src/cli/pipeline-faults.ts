import type { KpiError } from '../flow/index.ts';
import type { Faults } from '../pipeline/index.ts';
import { nearestWord, parseDurationMs } from '../text/index.ts';
import { usageError } from './usage-error.ts';

/** A fault as it was asked for: armed after `afterMs`; a pause ends after `lastsMs`, undefined: with the program. */
export interface PlannedFault {
  readonly afterMs: number;
  readonly arm: (faults: Faults) => void;
  readonly lastsMs?: number;
  readonly undo?: (faults: Faults) => void;
}

type Parse = (args: string) => Omit<PlannedFault, 'afterMs'>;

interface FaultForm {
  /** As `--help` shows it. */
  readonly usage: string;
  readonly parse: Parse;
}

/** What cannot be meant; told with the usage of the fault. */
class BadFault extends Error {}

const times =
  (arm: (faults: Faults, count: number) => void): Parse =>
  (args) => {
    const count = countOf(args);
    return { arm: (faults) => arm(faults, count) };
  };

const pause =
  (arm: (faults: Faults) => void, undo: (faults: Faults) => void): Parse =>
  (args) =>
    args === '' ? { arm, undo } : { arm, undo, lastsMs: durationOf(args) };

/** The one handler of this command. */
const HANDLER = 'controller';

const FORMS: Readonly<Record<string, FaultForm>> = {
  'drop-watch': { usage: 'drop-watch[=N]', parse: times((faults, count) => faults.dropWatch(count)) },
  'gone-on-list': { usage: 'gone-on-list[=N]', parse: times((faults, count) => faults.goneOn('list', count)) },
  'gone-on-watch': { usage: 'gone-on-watch[=N]', parse: times((faults, count) => faults.goneOn('watch', count)) },
  'gone-on-event': { usage: 'gone-on-event[=N]', parse: times((faults, count) => faults.goneOn('event', count)) },
  refuse: { usage: 'refuse[=N]', parse: times((faults, count) => faults.refuse(count)) },
  'too-many': { usage: 'too-many[=N]', parse: times((faults, count) => faults.tooMany(count)) },
  'slow-handler': { usage: 'slow-handler=TIME[,N]', parse: slowHandler },
  'throw-in-handler': {
    usage: 'throw-in-handler[=N]',
    parse: times((faults, count) => faults.throwInHandler(HANDLER, count)),
  },
  'fail-reconcile': { usage: 'fail-reconcile=[KEY,]N', parse: failReconcile },
  'pause-workers': {
    usage: 'pause-workers[=TIME]',
    parse: pause(
      (faults) => faults.pauseWorkers(),
      (faults) => faults.resumeWorkers(),
    ),
  },
  'pause-pop': {
    usage: 'pause-pop[=TIME]',
    parse: pause(
      (faults) => faults.pausePop(),
      (faults) => faults.resumePop(),
    ),
  },
};

export const FAULT_USAGES: readonly string[] = Object.values(FORMS).map(({ usage }) => usage);

/** Reads `NAME[=ARGS][@TIME]`. Throws `USAGE`. */
export function parseFault(text: string): PlannedFault {
  const [, name = '', args = '', after] = /^([^=@]*)(?:=([^@]*))?(?:@(.*))?$/.exec(text) ?? [];
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  if (form === undefined) throw unknownFault(name);
  try {
    return { ...form.parse(args), afterMs: after === undefined ? 0 : durationOf(after) };
  } catch (cause) {
    if (!(cause instanceof BadFault)) throw cause;
    throw usageError(`--fault cannot be '${text}': ${cause.message}`, `Write ${form.usage}, and @TIME behind it.`);
  }
}

function unknownFault(name: string): KpiError {
  const near = nearestWord(name, Object.keys(FORMS));
  const known = `Faults: ${Object.keys(FORMS).join(' ')}`;
  return usageError(`there is no fault '${name}'`, near === undefined ? known : `Did you mean '${near}'? ${known}`);
}

function slowHandler(args: string): Omit<PlannedFault, 'afterMs'> {
  const [time = '', count = ''] = args.split(',');
  const ms = durationOf(time);
  const strikes = countOf(count);
  return { arm: (faults) => faults.slowHandler(HANDLER, ms, strikes) };
}

function failReconcile(args: string): Omit<PlannedFault, 'afterMs'> {
  const comma = args.lastIndexOf(',');
  const key = comma < 0 ? '*' : args.slice(0, comma);
  const count = countOf(args.slice(comma + 1));
  return { arm: (faults) => faults.failReconcile(key, count) };
}

function countOf(text: string): number {
  if (text === '') return 1;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new BadFault(`'${text}' is no number of times`);
}

function durationOf(text: string): number {
  const ms = parseDurationMs(text);
  if (ms === undefined) throw new BadFault(`'${text}' is no time like 500ms, 5s or 2m`);
  return ms;
}
