import { type Detector, detectorsWith } from '../recorder/index.ts';
import { clean } from '../text/index.ts';
import type { CommandContext } from './command.ts';

/** What finds secrets for a command: the detectors of this program and those of the settings. */
export const detectorsOf = ({ settings, stderr }: Pick<CommandContext, 'settings' | 'stderr'>): readonly Detector[] =>
  detectorsWith(settings.redact, (name) => {
    void stderr.write(`the pattern '${clean(name)}' of the settings is too slow and not used any more\n`);
  });
