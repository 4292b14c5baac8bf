import { describe, expect, test } from 'vitest';
import {
  BytesToText,
  CastConverter,
  CastEncoder,
  encodeHeader,
  formatMicros,
  Timeline,
  themeColors,
} from '../../../src/asciicast/index.ts';
import { convertAll } from './cast-files.ts';

describe('the form of what is written', () => {
  test.each([
    [0, '0.0'],
    [1_500_000, '1.5'],
    [1_000_001, '1.000001'],
    [123_456, '0.123456'],
    [60_000_000, '60.0'],
  ])('%i microseconds are %s', (micros, text) => {
    expect(formatMicros(micros)).toBe(text);
  });

  test('a version 2 header has its keys in the order of the format and no empty ones', () => {
    const line = encodeHeader(
      { version: 2, cols: 80, rows: 24, title: 't', timestamp: 5, durationSeconds: 3, env: { SHELL: 's', TERM: 'x' } },
      2,
    );
    expect(line).toBe(
      '{"version": 2, "width": 80, "height": 24, "timestamp": 5, "title": "t", "env": {"SHELL": "s", "TERM": "x"}}\n',
    );
  });

  test('a version 3 header has the terminal in one object', () => {
    const line = encodeHeader({ version: 2, cols: 80, rows: 24, env: { SHELL: 's', TERM: 'x' }, tags: ['a'] }, 3);
    expect(line).toBe(
      '{"version": 3, "term": {"cols": 80, "rows": 24, "type": "x"}, "tags": ["a"], "env": {"SHELL": "s"}}\n',
    );
  });

  test('an event has one blank after each comma', () => {
    expect(new CastEncoder(2).event({ kind: 'output', atMicros: 1_500_000, data: 'a\u001b[m"' })).toBe(
      '[1.5, "o", "a\\u001b[m\\""]\n',
    );
  });

  test('version 3 intervals do not drift', () => {
    const encoder = new CastEncoder(3);
    const third = (n: number) => Math.round((n * 1_000_000) / 3);
    const written = [1, 2, 3].map((n) => encoder.event({ kind: 'output', atMicros: third(n), data: '' }));
    expect(written.map((line) => line.slice(1, 9))).toEqual(['0.333333', '0.333334', '0.333333']);
  });

  test('a continued version 3 file counts from the last event before', () => {
    expect(new CastEncoder(3, 2_000_000).event({ kind: 'marker', atMicros: 2_500_000, label: '' })).toBe(
      '[0.5, "m", ""]\n',
    );
  });
});

describe('conversion', () => {
  const v3 = [
    '{"version":3,"term":{"cols":80,"rows":24,"type":"xterm","version":"X(1)"},"tags":["t"],"env":{"SHELL":"s"}}',
    '# note',
    '[1.0, "o", "a"]',
    '[1.0, "z", "unknown"]',
    '[1.0, "x", "0"]',
    '',
  ].join('\n');

  test('3 to 2 drops exit, comments, tags, terminal version and unknown codes', () => {
    expect(convertAll(Buffer.from(v3), 2).toString()).toBe(
      '{"version": 2, "width": 80, "height": 24, "env": {"SHELL": "s", "TERM": "xterm"}}\n[1.0, "o", "a"]\n',
    );
  });

  test('within version 3 all of it is kept, times included', () => {
    expect(convertAll(Buffer.from(v3), 3).toString().split('\n').slice(1)).toEqual([
      '# note',
      '[1.0, "o", "a"]',
      '[1.0, "z", "unknown"]',
      '[1.0, "x", "0"]',
      '',
    ]);
  });

  test('1 to 2 and 3: delays become times and intervals, the duration goes', () => {
    const v1 = Buffer.from(
      '{"version": 1, "width": 80, "height": 24, "duration": 1.6, "command": "c", "title": "t", "env": {"TERM": "x"}, "stdout": [[0.1, "a"], [0.2, "b"], [1.3, "c"]]}',
    );
    expect(convertAll(v1, 2).toString()).toBe(
      '{"version": 2, "width": 80, "height": 24, "command": "c", "title": "t", "env": {"TERM": "x"}}\n[0.1, "o", "a"]\n[0.3, "o", "b"]\n[1.6, "o", "c"]\n',
    );
    expect(convertAll(v1, 3).toString()).toBe(
      '{"version": 3, "term": {"cols": 80, "rows": 24, "type": "x"}, "command": "c", "title": "t"}\n[0.1, "o", "a"]\n[0.2, "o", "b"]\n[1.3, "o", "c"]\n',
    );
  });

  test('unknown codes stay as they are within a version, whatever their data', () => {
    const v2 = '{"version": 2, "width": 8, "height": 4}\n[1.0, "z", {"a": [1, null, "x"]}]\n[2.0, "zz", 5]\n';
    expect(convertAll(Buffer.from(v2), 2).toString()).toBe(v2);
  });

  test('unknown codes of version 2 do not pass to version 3', () => {
    const converter = new CastConverter(3);
    converter.convert({ kind: 'header', header: { version: 2, cols: 1, rows: 1 } });
    expect(converter.convert({ kind: 'other', atMicros: 1, code: 'z', data: 1 })).toBe('');
    expect(converter.convert({ kind: 'exit', atMicros: 1, status: '0' })).toBe('[0.000001, "x", "0"]\n');
  });
});

describe('bytes to text', () => {
  test('a character belongs to the chunk that completes it', () => {
    const decoder = new BytesToText();
    const [first, second] = [Buffer.from('a好').subarray(0, 2), Buffer.from('a好').subarray(2)];
    expect([decoder.decode(first), decoder.decode(second), decoder.end()]).toEqual(['a', '好', '']);
  });

  test('a leading U+FEFF stays, invalid bytes become U+FFFD', () => {
    const decoder = new BytesToText();
    expect(decoder.decode(Buffer.from('\ufeffx'))).toBe('\ufeffx');
    expect(decoder.decode(Uint8Array.of(0xff, 0x41, 0xe5))).toBe('\ufffdA');
    expect(decoder.end()).toBe('\ufffd');
  });
});

describe('timeline', () => {
  test('long pauses are cut, then the speed applies', () => {
    const timeline = new Timeline({ idleLimitSeconds: 2, speed: 2 });
    expect([0, 1e6, 11e6, 11e6, 10e6].map((at) => timeline.at(at))).toEqual([
      0, 500_000, 1_500_000, 1_500_000, 1_500_000,
    ]);
  });

  test.each([{ speed: 0 }, { speed: Number.NaN }, { idleLimitSeconds: -1 }])('%o is refused', (options) => {
    expect(() => new Timeline(options)).toThrow(TypeError);
  });
});

describe('theme colours', () => {
  const theme = { fg: '#010203', bg: '#000000', palette: Array(8).fill('#0000ff').join(':') };
  test('eight colours are repeated as the bright ones', () => {
    expect(themeColors(theme)).toEqual({ fg: 0x010203, bg: 0, palette: Array(16).fill(0xff) });
  });
  test.each([
    { ...theme, fg: 'red' },
    { ...theme, palette: '#000000' },
  ])('%o is no theme', (bad) => {
    expect(themeColors(bad)).toBeUndefined();
  });
});
