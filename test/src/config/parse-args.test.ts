import { describe, expect, test } from 'vitest';
import { COMMON_OPTIONS, type CommandSpec, parseLowArgs, pathsOf, resolveSettings } from '../../../src/config/index.ts';

const spec: CommandSpec = {
  name: 'gif',
  summary: '',
  arguments: 'in out',
  minArguments: 2,
  maxArguments: 2,
  options: [
    { name: 'rows', short: 'h', value: 'N', help: '' },
    { name: 'theme', short: 't', value: 'NAME', choices: ['dark', 'light'], help: '' },
    { name: 'no-loop', help: '' },
    { name: 'select', value: 'RANGE', multiple: true, help: '' },
  ],
  notes: [],
  examples: [],
};
const parse = (...argv: string[]) => parseLowArgs(spec, argv, COMMON_OPTIONS);

describe('parseLowArgs', () => {
  test('reads values, switches, short forms and arguments in any order', () => {
    const args = parse('a.cast', '-h', '30', '--no-loop', '--theme=light', 'b.gif', '--select', '1,2', '--select', '3');
    expect([args.positionals, args.text('rows'), args.has('no-loop'), args.text('theme')]).toEqual([
      ['a.cast', 'b.gif'],
      '30',
      true,
      'light',
    ]);
    expect(args.list('select')).toEqual(['1', '2', '3']);
  });

  test('a letter of the command wins over a common one', () => {
    expect(parse('a', 'b', '-h', '5').text('rows')).toBe('5');
  });

  test.each([
    ['an unknown option', ['a', 'b', '--them', 'x'], 'unknown option --them', 'Did you mean --theme?'],
    ['a missing value', ['a', 'b', '--rows'], '--rows needs a value: N', '--rows=N'],
    ['an option in place of a value', ['a', 'b', '--rows', '--no-loop'], '--rows needs a value: N', '--rows=N'],
    ['a value for a switch', ['a', 'b', '--no-loop=1'], '--no-loop is a switch', 'alone'],
    ['a choice that is none', ['a', 'b', '-t', 'lihgt'], "-t cannot be 'lihgt'", 'Did you mean light?'],
    ['too few arguments', ['a'], "'gif' needs in out", 'kpi-tui gif in out'],
    ['too many arguments', ['a', 'b', 'c'], "one argument too many: 'c'", 'kpi-tui gif in out'],
  ])('%s is a usage error that says what to do', (_name, argv, message, hint) => {
    expect(() => parse(...argv)).toThrowError(
      expect.objectContaining({
        code: 'USAGE',
        exitCode: 2,
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  test('what begins with a dash is a value where no option is called so', () => {
    expect(parse('a', 'b', '--rows', '-restarts').text('rows')).toBe('-restarts');
  });

  test('a negative number is a value', () => {
    expect(parse('a', 'b', '--rows', '-5').text('rows')).toBe('-5');
  });
});

describe('resolveSettings', () => {
  const none = parse('a', 'b');

  test('flags win over the environment, that over the file, that over defaults', () => {
    const file = { context: 'file', theme: 'light', readonly: true } as const;
    expect(resolveSettings(none, {}, file)).toMatchObject({
      context: 'file',
      theme: 'light',
      readonly: true,
      demo: false,
      seed: 1,
      demoPods: 112,
    });
    expect(resolveSettings(none, { KPI_TUI_CONTEXT: 'env', KPI_TUI_READONLY: '0' }, file)).toMatchObject({
      context: 'env',
      readonly: false,
    });
    const typed = parse('a', 'b', '--context', 'flag', '--demo');
    expect(resolveSettings(typed, { KPI_TUI_CONTEXT: 'env' }, file)).toMatchObject({ context: 'flag', demo: true });
  });

  test('a namespace that was typed is not overruled by "all namespaces" of the file', () => {
    const typed = parse('a', 'b', '-n', 'shop', '-n', 'kube-system');
    expect(resolveSettings(typed, {}, { allNamespaces: true })).toMatchObject({
      namespaces: ['shop', 'kube-system'],
      allNamespaces: false,
    });
  });

  test.each([
    [{ KPI_TUI_DEMO: 'maybe' }, "KPI_TUI_DEMO cannot be 'maybe'"],
    [{ KPI_TUI_SEED: '-1' }, "--seed cannot be '-1'"],
    [{ KPI_TUI_DEMO_PODS: '50001' }, "--demo-pods cannot be '50001'"],
    [{ KPI_TUI_COLOR: 'sepia' }, "--color cannot be 'sepia'"],
  ])('%j is refused', (env, message) => {
    expect(() => resolveSettings(none, env)).toThrowError(expect.objectContaining({ code: 'USAGE', message }));
  });
});

test('paths follow XDG, and ignore relative values as the specification says', () => {
  expect(pathsOf({ HOME: '/home/pi', XDG_STATE_HOME: 'relative', XDG_DATA_HOME: '/data' })).toEqual({
    configFile: '/home/pi/.config/kpi-tui/config.yaml',
    recordings: '/data/kpi-tui/recordings',
    state: '/home/pi/.local/state/kpi-tui',
    cache: '/home/pi/.cache/kpi-tui',
    installId: '/home/pi/.config/kpi-tui/install-id',
    asciinemaInstallIds: ['/home/pi/.config/asciinema/install-id', '/home/pi/.local/state/asciinema/install-id'],
  });
});
