import { EXIT, KpiError } from '../flow/index.ts';
import { nearestWord } from '../text/index.ts';
import type { LowArgs } from './option-spec.ts';

export const COLOR_CHOICES = ['auto', 'mono', '16', '256', 'truecolor'] as const;
export type ColorChoice = (typeof COLOR_CHOICES)[number];

export const THEME_CHOICES = ['auto', 'dark', 'light', 'high-contrast', 'mono'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** The most pods the demo cluster makes. */
const MOST_DEMO_PODS = 50_000;
/** More than one core can make and read. */
const MOST_DEMO_CHANGES = 20_000;

/** What the person meant: flags > `KPI_TUI_*` > file > default. No module but this one reads raw flags of this kind. */
export interface Settings {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** Empty: the context's own namespace. */
  readonly namespaces: readonly string[];
  readonly allNamespaces: boolean;
  readonly demo: boolean;
  /** Pods of the demo cluster, 1..50,000. */
  readonly demoPods: number;
  /** Further changes of the demo's pods a second. */
  readonly demoChanges: number;
  readonly seed: number;
  readonly readonly: boolean;
  readonly color: ColorChoice;
  readonly theme: ThemeChoice;
  readonly ascii: boolean;
  readonly plain: boolean;
  readonly mouse: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly logFile: string | undefined;
  /** The asciinema server to which recordings are uploaded; there is no default. */
  readonly serverUrl: string | undefined;
  /** What recordings mask besides what they know. */
  readonly redact: readonly RedactPattern[];
}

/** A JavaScript regular expression; its whole match is masked, or the group named `secret`. */
export interface RedactPattern {
  readonly name: string;
  readonly pattern: string;
}

/** What the settings file may say; every key may be missing. */
export interface FileSettings {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly allNamespaces?: boolean | undefined;
  readonly readonly?: boolean | undefined;
  readonly color?: ColorChoice | undefined;
  readonly theme?: ThemeChoice | undefined;
  readonly ascii?: boolean | undefined;
  readonly mouse?: boolean | undefined;
  readonly serverUrl?: string | undefined;
  readonly redact?: readonly RedactPattern[] | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Resolves settings in the order flags > environment > file > default. Throws `USAGE` for a value that cannot be. */
export function resolveSettings(args: LowArgs, env: Environment, file: FileSettings = {}): Settings {
  const text = (flag: string) => args.text(flag) ?? nonEmpty(env[envName(flag)]);
  const flag = (name: string, fallback: boolean | undefined) =>
    args.has(name) ? true : (envSwitch(env, name) ?? fallback ?? false);
  const namespaces = args.has('namespace')
    ? args.list('namespace')
    : (nonEmpty(env.KPI_TUI_NAMESPACE)?.split(',') ?? file.namespaces ?? []);
  return {
    kubeconfig: text('kubeconfig') ?? file.kubeconfig,
    context: text('context') ?? file.context,
    namespaces,
    allNamespaces: args.has('namespace') ? args.has('all-namespaces') : flag('all-namespaces', file.allNamespaces),
    demo: flag('demo', false),
    demoPods: wholeNumber('demo-pods', text('demo-pods') ?? '112', { least: 1, most: MOST_DEMO_PODS }),
    demoChanges: wholeNumber('demo-changes', text('demo-changes') ?? '0', { least: 0, most: MOST_DEMO_CHANGES }),
    seed: wholeNumber('seed', text('seed') ?? '1', { least: 0, most: 2 ** 32 - 1 }),
    readonly: flag('readonly', file.readonly),
    color: choice('color', text('color') ?? file.color ?? 'auto', COLOR_CHOICES),
    theme: choice('theme', text('theme') ?? file.theme ?? 'auto', THEME_CHOICES),
    ascii: flag('ascii', file.ascii),
    plain: flag('plain', false),
    mouse: envSwitch(env, 'mouse') ?? file.mouse ?? true,
    quiet: flag('quiet', false),
    verbose: flag('verbose', false),
    logFile: text('log-file'),
    // The name that users of asciinema have set already.
    serverUrl: text('server-url') ?? nonEmpty(env.ASCIINEMA_SERVER_URL) ?? file.serverUrl,
    redact: file.redact ?? [],
  };
}

const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const envName = (flag: string): string => `KPI_TUI_${flag.replaceAll('-', '_').toUpperCase()}`;

function envSwitch(env: Environment, flag: string): boolean | undefined {
  const value = nonEmpty(env[envName(flag)]);
  if (value === undefined) return undefined;
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  if (/^(0|false|no|off)$/i.test(value)) return false;
  throw unusable(envName(flag), value, 'It is 1 or 0.');
}

/** Reads a whole number within its range, or throws `USAGE` naming the flag. */
export function wholeNumber(flag: string, value: string, range: { least: number; most: number }): number {
  const number = Number(value);
  if (!/^-?\d+$/.test(value) || number < range.least || number > range.most) {
    throw unusable(`--${flag}`, value, `It is a whole number from ${range.least} to ${range.most}.`);
  }
  return number;
}

function choice<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const found = choices.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const near = nearestWord(value, choices);
  throw unusable(
    `--${flag}`,
    value,
    `It is one of ${choices.join(', ')}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  );
}

const unusable = (name: string, value: string, hint: string): KpiError =>
  new KpiError('USAGE', `${name} cannot be '${value}'`, { hint, exitCode: EXIT.usage });
