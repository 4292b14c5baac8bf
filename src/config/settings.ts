export const COLOR_CHOICES = ['auto', 'mono', '16', '256', 'truecolor'] as const;
export type ColorChoice = (typeof COLOR_CHOICES)[number];

export const THEME_CHOICES = ['auto', 'dark', 'light', 'high-contrast', 'mono'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** What the person meant: flags > `KPI_TUI_*` > file > default. No module but this one reads raw flags of this kind. */
export interface Settings {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** Empty: the context's own namespace. */
  readonly namespaces: readonly string[];
  readonly allNamespaces: boolean;
  readonly demo: boolean;
  /** Pods of the demo cluster. */
  readonly demoPods: number;
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
}

