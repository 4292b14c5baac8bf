import type { OptionSpec } from './option-spec.ts';
import { COLOR_CHOICES } from './settings.ts';

/** The flags that every command takes (specs: flags everywhere). */
export const COMMON_OPTIONS: readonly OptionSpec[] = [
  { name: 'config', value: 'FILE', help: 'settings file (default $XDG_CONFIG_HOME/kpi-tui/config.yaml)' },
  { name: 'kubeconfig', value: 'FILE', help: 'kubeconfig file (default $KUBECONFIG, then ~/.kube/config)' },
  { name: 'context', value: 'NAME', help: 'context of the kubeconfig' },
  { name: 'namespace', short: 'n', value: 'NS', multiple: true, help: 'namespace; may be repeated' },
  { name: 'all-namespaces', short: 'A', help: 'all namespaces' },
  { name: 'demo', help: 'use the embedded demo cluster: no cluster, root or Pi needed' },
  { name: 'demo-pods', value: 'N', help: 'pods of the demo cluster, up to 50000 (default 112)' },
  { name: 'demo-changes', value: 'N', help: 'further changes of the demo cluster a second, as a load (default 0)' },
  { name: 'seed', value: 'N', help: 'seed of the demo cluster: the same seed gives the same cluster' },
  { name: 'readonly', help: 'refuse every action that would change something' },
  { name: 'color', value: 'DEPTH', choices: COLOR_CHOICES, help: 'auto, mono, 16, 256 or truecolor' },
  { name: 'ascii', help: 'only ASCII in the frame and its glyphs' },
  { name: 'plain', help: 'lines instead of a full screen' },
  { name: 'quiet', short: 'q', help: 'no progress, no notes' },
  { name: 'verbose', short: 'v', help: 'say more on stderr' },
  { name: 'log-file', value: 'FILE', help: 'append a log to this file' },
  { name: 'help', short: 'h', help: 'show this help' },
  { name: 'version', help: 'print the version' },
];
