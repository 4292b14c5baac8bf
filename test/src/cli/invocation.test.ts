import { describe, expect, test } from 'vitest';
import { parseInvocation } from '../../../src/cli/index.ts';

describe('parseInvocation', () => {
  test.each([
    ['nothing', [], 'workstation'],
    ['only options', ['--demo', '--context', 'pods'], 'workstation'],
    ['a command', ['pods', '-A'], 'command'],
    ['options before a command', ['--kubeconfig', 'f', 'pods'], 'command'],
    ['--version anywhere', ['pods', '--version'], 'version'],
    ['--help of a command', ['pods', '--help'], 'help'],
    ['-h', ['-h'], 'help'],
    ['help as a word', ['help', 'pods'], 'help'],
  ])('%s', (_name, argv, kind) => {
    expect(parseInvocation(argv).kind).toBe(kind);
  });

  test('a command is told apart from the value of an option', () => {
    const invocation = parseInvocation(['--context', 'pods', 'pods', '-n', 'shop']);
    expect(
      invocation.kind === 'command' && [
        invocation.spec.name,
        invocation.args.text('context'),
        invocation.args.list('namespace'),
      ],
    ).toEqual(['pods', 'pods', ['shop']]);
  });

  test('an unknown command names the nearest one', () => {
    expect(() => parseInvocation(['pds'])).toThrowError(
      expect.objectContaining({ code: 'USAGE', exitCode: 2, hint: expect.stringContaining("'pods'") }),
    );
  });
});
