import { describe, expect, test } from 'vitest';
import type { CastItem } from '../../../src/asciicast/index.ts';
import { CASTS, castBytes, decodeAll, eventsOf } from './cast-files.ts';

const lines = (...text: string[]) => Buffer.from(text.map((line) => `${line}\n`).join(''));
const V2 = '{"version": 2, "width": 80, "height": 24}';
const V3 = '{"version":3,"term":{"cols":80,"rows":24}}';
const errorOf = (bytes: Uint8Array): string => {
  try {
    decodeAll(bytes);
  } catch (cause) {
    return (cause as { code: string }).code;
  }
  return 'none';
};

describe('the sample recordings', () => {
  const counts: Record<string, number> = { a_tui: 1341, b_shell: 252, c_idle: 705, e_unicode: 7 };
  test.each(CASTS)('%s decodes without a bad line', (name) => {
    const { items, decoder } = decodeAll(castBytes(name));
    expect(decoder.badLines).toBe(0);
    expect(decoder.isTruncated).toBe(false);
    const events = eventsOf(items).length;
    expect(events).toBe(counts[name] ?? events);
    expect(events).toBeGreaterThan(6);
  });

  test("asciinema 3.2's version 3 file: term, theme, every code", () => {
    const { items, decoder } = decodeAll(castBytes('r_asciinema32_v3'));
    expect(decoder.header).toMatchObject({
      version: 3,
      cols: 80,
      rows: 24,
      termType: 'xterm-256color',
      termVersion: 'XTerm(380)',
    });
    expect(decoder.header?.theme?.fg).toBe('#f8f8f2');
    expect(new Set(items.map((item) => item.kind))).toEqual(
      new Set(['header', 'output', 'input', 'resize', 'marker', 'exit']),
    );
    expect(items.at(-1)).toMatchObject({ kind: 'exit', status: '3' });
  });

  test("asciinema 3.2's version 2 file ends with an exit event", () => {
    expect(decodeAll(castBytes('r_asciinema32_v2')).items.at(-1)).toMatchObject({ kind: 'exit', status: '3' });
  });
});

describe('events', () => {
  const one = (header: string, line: string): CastItem | undefined => eventsOf(decodeAll(lines(header, line)).items)[0];
  test.each([
    ['output', V2, '[1.5, "o", "hi"]', { kind: 'output', atMicros: 1_500_000, data: 'hi' }],
    ['input', V2, '[0, "i", "x"]', { kind: 'input', atMicros: 0, data: 'x' }],
    ['resize', V2, '[2, "r", "100x30"]', { kind: 'resize', cols: 100, rows: 30 }],
    ['marker', V2, '[2, "m", ""]', { kind: 'marker', label: '' }],
    ['exit as text', V3, '[2, "x", "3"]', { kind: 'exit', status: '3' }],
    ['exit as a number', V3, '[2, "x", 3]', { kind: 'exit', status: '3' }],
    ['unknown code', V2, '[2, "z", {"a": 1}]', { kind: 'other', code: 'z', data: { a: 1 } }],
    ['comment', V3, '# made by hand', { kind: 'comment', text: ' made by hand' }],
    ['negative time', V2, '[-2, "o", ""]', { kind: 'output', atMicros: 0 }],
    ['no JSON', V2, '[1, "o"', { kind: 'bad-line', line: 2 }],
    ['no list', V2, '{}', { kind: 'bad-line', line: 2 }],
    ['a time of text', V2, '["1", "o", "x"]', { kind: 'bad-line' }],
    ['a time out of range', V2, '[1e300, "o", "x"]', { kind: 'bad-line' }],
    ['data of a wrong type', V2, '[1, "o", 5]', { kind: 'bad-line' }],
    ['a size of 0', V2, '[1, "r", "0x10"]', { kind: 'bad-line' }],
    ['a size over 1000', V2, '[1, "r", "1001x10"]', { kind: 'bad-line' }],
    ['a comment in version 2', V2, '# no', { kind: 'bad-line' }],
  ])('%s', (_name, header, line, expected) => {
    expect(one(header, line)).toMatchObject(expected);
  });

  test('version 2 times that go back are clamped', () => {
    const { items } = decodeAll(lines(V2, '[2, "o", "a"]', '[1, "o", "b"]', '[3, "o", "c"]'));
    expect(eventsOf(items).map((event) => 'atMicros' in event && event.atMicros)).toEqual([2e6, 2e6, 3e6]);
  });

  test('version 3 intervals add up, over events of any code', () => {
    const { items } = decodeAll(lines(V3, '[0.1, "o", "a"]', '[0.2, "z", ""]', '[0.3, "o", "c"]'));
    expect(eventsOf(items).map((event) => 'atMicros' in event && event.atMicros)).toEqual([100_000, 300_000, 600_000]);
  });

  test('a bad line in the middle is counted and the rest is read', () => {
    const { items, decoder } = decodeAll(lines(V2, '[1, "o", "a"]', 'oops', '', '[2, "o", "b"]'));
    expect(eventsOf(items).map((item) => item.kind)).toEqual(['output', 'bad-line', 'output']);
    expect(decoder.badLines).toBe(1);
  });

  test('a torn last line ends the recording without an error', () => {
    const { items, decoder } = decodeAll(Buffer.from(`${V2}\n[1, "o", "a"]\n[2, "o", "b`));
    expect(eventsOf(items)).toHaveLength(1);
    expect(decoder.isTruncated).toBe(true);
    expect(decoder.badLines).toBe(0);
  });

  test.each([
    ['a byte order mark and CR LF', `\ufeff${V2}\r\n[1, "o", "a\\r\\n"]\r\n`],
    ['blank lines', `\n${V2}\n\n  \n[1, "o", "a\\r\\n"]\n\n`],
    ['blanks around a line', ` ${V2} \n  [1, "o", "a\\r\\n"]  \n`],
  ])('%s make no difference', (_name, text) => {
    const { items, decoder } = decodeAll(Buffer.from(text));
    expect(eventsOf(items)).toEqual([{ kind: 'output', atMicros: 1e6, data: 'a\r\n' }]);
    expect(decoder.badLines).toBe(0);
  });

  test('intervals of three decimals, as asciinema 3 writes them, add up to the microsecond', () => {
    const third = '[0.333, "o", ""]';
    const { items } = decodeAll(lines(V3, ...Array.from({ length: 3000 }, () => third)));
    expect(items.at(-1)).toMatchObject({ atMicros: 999_000_000 });
  });

  test.each([
    ['in the middle of a character', Buffer.concat([lines(V2), Buffer.from('[1, "o", "\u597d').subarray(0, -1)])],
    ['in an escape', Buffer.from(`${V2}\n[1, "o", "\\u00`)],
    ['in the time', Buffer.from(`${V2}\n[1.`)],
    ['by a power cut that left zeros', Buffer.concat([lines(V2), Buffer.alloc(300)])],
  ])('a last line torn %s is no error', (_name, bytes) => {
    const { items, decoder } = decodeAll(bytes);
    expect(eventsOf(items)).toEqual([]);
    expect(decoder).toMatchObject({ isTruncated: true, badLines: 0 });
  });

  test('a last line that only lacks its newline is read', () => {
    const { items, decoder } = decodeAll(Buffer.from(`${V2}\n[1, "o", "a"]`));
    expect(eventsOf(items)).toHaveLength(1);
    expect(decoder.isTruncated).toBe(false);
  });
});

describe('headers', () => {
  test('version 1, printed over several lines, with relative delays', () => {
    const document = {
      version: 1,
      width: 90,
      height: 20,
      duration: 2.5,
      command: 'x',
      env: { TERM: 't' },
      stdout: [[0.5, 'a'], [1, 'b'], ['no']],
    };
    const { items, decoder } = decodeAll(Buffer.from(JSON.stringify(document, null, 2)));
    expect(decoder.header).toMatchObject({ version: 1, cols: 90, rows: 20, durationSeconds: 2.5, command: 'x' });
    expect(eventsOf(items)).toMatchObject([
      { atMicros: 500_000, data: 'a' },
      { atMicros: 1_500_000, data: 'b' },
      { kind: 'bad-line' },
    ]);
  });

  test('keys of a wrong type are as if absent', () => {
    const { decoder } = decodeAll(
      lines('{"version": 2, "width": 80, "height": 24, "title": null, "env": {"A": 1, "B": "b"}, "theme": {}}'),
    );
    expect(decoder.header).toEqual({ version: 2, cols: 80, rows: 24, env: { B: 'b' } });
  });

  test.each([
    ['nothing', '', 'CAST_FORMAT'],
    ['another format', 'GIF89a....', 'CAST_FORMAT'],
    ['JSON that is no recording', '{"kind": "Pod"}\n', 'CAST_VERSION'],
    ['a torn header', '{"version": 2, "wid', 'CAST_FORMAT'],
    ['a version to come', '{"version": 9, "width": 80, "height": 24}\n', 'CAST_VERSION'],
    ['an absurd size', '{"version": 2, "width": 65535, "height": 65535}\n', 'CAST_SIZE'],
    ['no size', '{"version": 3, "term": {}}\n', 'CAST_SIZE'],
    ['a comment first', `# no\n${V3}\n`, 'CAST_FORMAT'],
  ])('%s', (_name, text, code) => {
    expect(errorOf(Buffer.from(text))).toBe(code);
  });

  test('a line of 20 MB is refused before it is held whole', () => {
    expect(errorOf(Buffer.concat([lines(V2), Buffer.alloc(20 * 1024 * 1024, 0x61)]))).toBe('CAST_LINE');
  });
});
