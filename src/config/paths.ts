import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the XDG base directory specification puts our files. Relative values of the variables are ignored, as it says. */
export interface Paths {
  readonly configFile: string;
  readonly recordings: string;
  readonly state: string;
  readonly cache: string;
}

export function pathsOf(env: Environment): Paths {
  const home = env.HOME ?? '/';
  const base = (name: string, fallback: string): string => {
    const value = env[name];
    return value?.startsWith('/') ? value : join(home, fallback);
  };
  return {
    configFile: join(base('XDG_CONFIG_HOME', '.config'), 'kpi-tui', 'config.yaml'),
    recordings: join(base('XDG_DATA_HOME', '.local/share'), 'kpi-tui', 'recordings'),
    state: join(base('XDG_STATE_HOME', '.local/state'), 'kpi-tui'),
    cache: join(base('XDG_CACHE_HOME', '.cache'), 'kpi-tui'),
  };
}
