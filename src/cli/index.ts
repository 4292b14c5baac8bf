export type { CommandContext, Output, RunCommand } from './command.ts';
export { COMMANDS } from './command-table.ts';
export { parseInvocation } from './invocation.ts';
export { manPage } from './man-page.ts';
export { contextNames, type OpenCluster, openCluster } from './open-cluster.ts';
export { errorText } from './report-error.ts';
export { loadSettings, runCommand, writeCrashLog } from './run-command.io.ts';
export { VERSION } from './version.ts';
