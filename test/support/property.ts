import fc from 'fast-check';

/** Cases of each property: FC_RUNS in the environment makes a fuzz run of the same files. */
const RUNS = Number(process.env.FC_RUNS ?? 120);

fc.configureGlobal({ numRuns: RUNS });

export { fc };
