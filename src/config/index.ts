export { type CommandSpec, LowArgs, type OptionSpec } from './option-spec.ts';
export { COLOR_CHOICES, type ColorChoice, type Settings, THEME_CHOICES, type ThemeChoice } from './settings.ts';
