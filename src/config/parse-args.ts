import { parseArgs } from 'node:util';
import { EXIT, KpiError } from '../flow/index.ts';
import { nearestWord } from '../text/index.ts';
import { type CommandSpec, LowArgs, type OptionSpec } from './option-spec.ts';

const usageError = (message: string, hint: string): KpiError =>
  new KpiError('USAGE', message, { hint, exitCode: EXIT.usage });

/**
 * Checks what was typed after a command against its options. Throws a KpiError `USAGE` (exit code 2) that names the
 * nearest known option, the missing value, or the argument that is too many.
 */
export function parseLowArgs(spec: CommandSpec, argv: readonly string[], common: readonly OptionSpec[] = []): LowArgs {
  const options = effectiveOptions(spec, common);
  const config: Record<string, { type: 'string' | 'boolean'; short?: string; multiple: true }> = {};
  for (const option of options) {
    const type = option.value === undefined ? 'boolean' : 'string';
    config[option.name] = { type, multiple: true, ...(option.short === undefined ? {} : { short: option.short }) };
  }
  const parsed = parseArgs({ args: [...argv], options: config, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, (string | true)[]>();
  for (const token of parsed.tokens) {
    if (token.kind !== 'option') continue;
    const option = options.find(({ name }) => name === token.name);
    if (option === undefined) throw unknownOption(spec, token.rawName, options);
    const list = values.get(option.name) ?? [];
    list.push(checkedValue(option, token, options));
    values.set(option.name, list);
  }
  checkArguments(spec, parsed.positionals);
  return new LowArgs(values, parsed.positionals);
}

/** The options of a command and the common ones; where letters or names meet, the command's own win. */
export function effectiveOptions(spec: CommandSpec, common: readonly OptionSpec[]): readonly OptionSpec[] {
  const names = new Set(spec.options.map(({ name }) => name));
  const shorts = new Set(spec.options.flatMap(({ short }) => (short === undefined ? [] : [short])));
  const rest = common
    .filter(({ name }) => !names.has(name))
    .map((option) => {
      if (option.short === undefined || !shorts.has(option.short)) return option;
      const { short: _, ...without } = option;
      return without;
    });
  return [...spec.options, ...rest];
}

function checkedValue(
  option: OptionSpec,
  token: { rawName: string; value?: string | undefined; inlineValue?: boolean | undefined },
  options: readonly OptionSpec[],
): string | true {
  const { rawName, value, inlineValue } = token;
  if (option.value === undefined) {
    if (value !== undefined) throw usageError(`${rawName} is a switch and takes no value`, `Write ${rawName} alone.`);
    return true;
  }
  // `--sort -restarts` is a value, `--sort --watch` a value that was forgotten.
  const isOption =
    inlineValue !== true && options.some(({ name, short }) => value === `--${name}` || value === `-${short}`);
  if (value === undefined || isOption) {
    throw usageError(`${rawName} needs a value: ${option.value}`, `Write ${rawName}=${option.value}.`);
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    const near = nearestWord(value, option.choices);
    const meant = near === undefined ? '' : ` Did you mean ${near}?`;
    throw usageError(`${rawName} cannot be '${value}'`, `It is one of ${option.choices.join(', ')}.${meant}`);
  }
  return value;
}

function unknownOption(spec: CommandSpec, rawName: string, options: readonly OptionSpec[]): KpiError {
  const known = options.map(({ name }) => name);
  const near = nearestWord(rawName.replace(/^-+/, ''), known);
  const command = spec.name === '' ? 'kpi-tui' : `kpi-tui ${spec.name}`;
  const hint =
    near === undefined
      ? `Run '${command} --help' for its options.`
      : `Did you mean --${near}? Run '${command} --help' for all options.`;
  return usageError(`unknown option ${rawName}`, hint);
}

function checkArguments(spec: CommandSpec, positionals: readonly string[]): void {
  const form = `kpi-tui ${spec.name} ${spec.arguments}`.trim();
  if (positionals.length < spec.minArguments)
    throw usageError(`'${spec.name}' needs ${spec.arguments}`, `Usage: ${form}`);
  if (positionals.length > spec.maxArguments) {
    throw usageError(`one argument too many: '${positionals[spec.maxArguments]}'`, `Usage: ${form}`);
  }
}
