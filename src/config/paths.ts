import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the XDG base directory specification puts our files. Relative values of the variables are ignored, as it says. */
export interface Paths {
  readonly configFile: string;
  readonly recordings: string;
  readonly state: string;
  readonly cache: string;
  /** The name of this machine for asciinema servers; and where asciinema keeps its own. */
  readonly installId: string;
  readonly asciinemaInstallIds: readonly string[];
}

export function pathsOf(env: Environment): Paths {
  const home = env.HOME ?? '/';
  const base = (name: string, fallback: string): string => {
    const value = env[name];
    return value?.startsWith('/') ? value : join(home, fallback);
  };
  const config = base('XDG_CONFIG_HOME', '.config');
  const state = base('XDG_STATE_HOME', '.local/state');
  return {
    configFile: join(config, 'kpi-tui', 'config.yaml'),
    recordings: join(base('XDG_DATA_HOME', '.local/share'), 'kpi-tui', 'recordings'),
    state: join(state, 'kpi-tui'),
    cache: join(base('XDG_CACHE_HOME', '.cache'), 'kpi-tui'),
    installId: join(config, 'kpi-tui', 'install-id'),
    // Version 2 has it with its settings, version 3 with its state.
    asciinemaInstallIds: [...new Set([config, join(home, '.config'), state])].map((folder) =>
      join(folder, 'asciinema', 'install-id'),
    ),
  };
}
