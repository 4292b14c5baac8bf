export { COMMON_OPTIONS } from './common-options.ts';
export { type CommandSpec, LowArgs, type OptionSpec } from './option-spec.ts';
export { effectiveOptions, parseLowArgs } from './parse-args.ts';
export { type Paths, pathsOf } from './paths.ts';
export {
  COLOR_CHOICES,
  type ColorChoice,
  type FileSettings,
  resolveSettings,
  type Settings,
  THEME_CHOICES,
  type ThemeChoice,
  wholeNumber,
} from './settings.ts';
export { readSettingsFile } from './settings-file.io.ts';
