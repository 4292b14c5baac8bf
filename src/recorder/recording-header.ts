import type { CastHeader, WrittenCastVersion } from '../asciicast/index.ts';

/** The environment variables that a header names unless others are asked for. */
const DEFAULT_HEADER_ENV: readonly string[] = ['SHELL', 'TERM'];

export interface HeaderFacts {
  readonly version: WrittenCastVersion;
  readonly cols: number;
  readonly rows: number;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly envNames?: readonly string[] | undefined;
  readonly idleLimitSeconds?: number | undefined;
  readonly command?: string | undefined;
  readonly title?: string | undefined;
}

/** The header of a recording that begins now. TERM comes last in `env`, as it moves to another place in version 3. */
export function recordingHeader(facts: HeaderFacts): CastHeader {
  const names = [...(facts.envNames ?? DEFAULT_HEADER_ENV)].sort((a, b) => Number(a === 'TERM') - Number(b === 'TERM'));
  const env = Object.fromEntries(
    names.flatMap((name) => (facts.env[name] === undefined ? [] : [[name, facts.env[name]]])),
  );
  return {
    version: facts.version,
    cols: facts.cols,
    rows: facts.rows,
    timestamp: Math.floor(facts.startedAtMs / 1000),
    env,
    ...(facts.idleLimitSeconds === undefined ? {} : { idleLimitSeconds: facts.idleLimitSeconds }),
    ...(facts.command === undefined ? {} : { command: facts.command }),
    ...(facts.title === undefined ? {} : { title: facts.title }),
  };
}
