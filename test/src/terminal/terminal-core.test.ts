import { describe, expect, test } from 'vitest';
import { type CellPen, PLAIN, regionStyle, type TapFrame, type TerminalInput } from '../../../src/terminal/index.ts';
import { TerminalCore } from '../../../src/terminal/terminal-core.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** A write side that can be stopped; keeps every frame. */
class FakeSink {
  readonly frames: string[] = [];
  isStopped = false;
  isBusy = false;

  write(bytes: Uint8Array): void {
    this.frames.push(new TextDecoder().decode(bytes));
    this.isBusy = this.isStopped;
  }

  take(): string[] {
    return this.frames.splice(0);
  }
}

function open(options: { isRemote?: boolean; fences?: boolean; env?: Record<string, string> } = {}) {
  const clock = new ManualClock();
  const sink = new FakeSink();
  const core = new TerminalCore({
    clock,
    sink,
    env: {},
    cols: 20,
    rows: 4,
    depth: '256',
    isRemote: false,
    synchronized: true,
    fences: false,
    ...options,
  });
  let text = 'one';
  let paints = 0;
  core.addRegion(0, {
    scrolledRows: 0,
    cursor: undefined,
    placed() {},
    paint(pen: CellPen) {
      paints++;
      pen.text(0, 0, text, PLAIN);
    },
  });
  core.paintChrome((pen) => {
    pen.text(0, 0, 'head', PLAIN);
    pen.fill(0, 1, pen.cols, 1, regionStyle(0));
  });
  sink.take();
  return {
    clock,
    sink,
    core,
    paints: () => paints,
    set(value: string) {
      text = value;
      core.invalidate(0);
    },
  };
}

describe('frames', () => {
  test('come at the pace of the clock, however often something changes', () => {
    const { clock, sink, set } = open();
    clock.advance(1000);
    for (let n = 0; n < 1000; n++) {
      set(`value ${n}`);
      clock.advance(1);
    }
    expect(sink.take().length).toBeGreaterThanOrEqual(14);
    expect(sink.frames.length).toBeLessThanOrEqual(16);
  });

  test('after a pause come at once', () => {
    const { clock, sink, set } = open();
    clock.advance(1000);
    set('two');
    clock.advance(0);
    expect(sink.take()).toEqual(['\x1b[2H\x1b[mtwo']);
  });

  test('while nothing changes there is none, and no timer runs', () => {
    const { clock, sink, core } = open();
    clock.advance(1000);
    core.invalidate();
    clock.advance(10_000);
    expect(sink.take()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('a flush does not wait', () => {
    const { sink, set, core } = open();
    set('key');
    core.flush();
    expect(sink.take()).toEqual(['\x1b[2H\x1b[mkey']);
  });

  test('what Ink commits right after a key is its echo and does not wait', () => {
    const { clock, sink, core } = open();
    core.chrome.write('first');
    clock.advance(1000);
    sink.take();
    core.input.feed(Uint8Array.of(0x61));
    core.chrome.write('typed');
    expect(sink.take()).toEqual(['\x1b[H\x1b[mtyped']);
    clock.advance(60);
    core.chrome.write('later');
    expect(sink.take()).toEqual([]);
    clock.advance(70);
    expect(sink.take()).toEqual(['\x1b[H\x1b[mlater']);
  });
});

test('each line of a log that scrolls costs its own bytes, not the list again', () => {
  const { clock, core, sink } = open();
  let first = 0;
  core.addRegion(0, {
    scrolledRows: 1,
    cursor: undefined,
    placed() {},
    paint(pen: CellPen) {
      first++;
      for (let y = 0; y < pen.rows; y++) pen.text(0, y, `${first + y}`.repeat(16), PLAIN);
    },
  });
  core.paintChrome((pen) => pen.fill(0, 0, pen.cols, pen.rows, regionStyle(0)));
  sink.take();
  for (let n = 0; n < 5; n++) {
    core.invalidate(0);
    clock.advance(100);
    expect(sink.take()).toEqual([`\x1b[m\x1b[1;4r\x1b[1S\x1b[r\x1b[4H${String(first + 3).repeat(16)}`]);
  }
});

describe('a sink that is stopped', () => {
  test('gets the newest frame and no other when it goes on', () => {
    const { clock, sink, core, set, paints } = open();
    sink.isStopped = true;
    set('in flight');
    clock.advance(100);
    expect(sink.take()).toEqual(['\x1b[2H\x1b[min flight']);
    const before = paints();
    for (let n = 0; n < 100; n++) {
      set(`value ${n}`);
      clock.advance(100);
    }
    expect(sink.take()).toEqual([]);
    expect(paints()).toBe(before);
    sink.isStopped = sink.isBusy = false;
    core.sinkIdle();
    expect(sink.take()).toEqual(['\x1b[2H\x1b[mvalue 99\x1b[K']);
  });

  test('lowers the rate one step at a time, which comes back after clean seconds', () => {
    const { clock, core, set } = open();
    const rates: number[] = [];
    for (let n = 0; n < 6; n++) {
      rates.push(core.status().fps);
      core.sinkStalled();
      core.sinkStalled();
      clock.advance(300);
    }
    expect(rates).toEqual([15, 10, 5, 2, 1, 1]);
    expect(core.status().reduced).toBe(true);
    for (let n = 0; n < 100; n++) {
      set(`${n}`);
      clock.advance(100);
    }
    expect(core.status()).toMatchObject({ fps: 15, reduced: false });
  });
});

describe('taps', () => {
  const collect = (fps: number) => {
    const frames: { rows: string[]; changed: readonly number[]; at: number }[] = [];
    const frame = ({ grid, changedRows, at }: TapFrame) => {
      const rows = Array.from({ length: grid.rows }, (_, y) =>
        grid.text
          .slice(y * grid.cols, (y + 1) * grid.cols)
          .join('')
          .trimEnd(),
      );
      frames.push({ rows, changed: changedRows, at });
    };
    return { frames, tap: { fps, frame } };
  };

  test('that end are told what changed since their last frame, and then nothing', () => {
    const { clock, core, set } = open();
    const { frames, tap } = collect(30);
    const cancel = core.tap(tap);
    clock.advance(100);
    set('the last word');
    cancel();
    expect(frames.at(-1)).toMatchObject({ rows: ['head', 'the last word', '', ''], changed: [1] });
    const count = frames.length;
    set('too late');
    clock.advance(1000);
    cancel();
    expect(frames).toHaveLength(count);
  });

  test('get all rows first, then what changed, at their own pace, also while the tty is stopped', () => {
    const { clock, sink, core, set } = open();
    sink.isStopped = true;
    const { frames, tap } = collect(30);
    const cancel = core.tap(tap);
    clock.advance(0);
    expect(frames).toMatchObject([{ rows: ['head', 'one', '', ''], changed: [0, 1, 2, 3] }]);
    for (let n = 0; n < 100; n++) {
      set(`value ${n}`);
      clock.advance(10);
    }
    expect(frames.length).toBeGreaterThan(25);
    expect(frames.length).toBeLessThan(35);
    expect(frames.at(-1)).toMatchObject({ changed: [1] });
    const count = frames.length;
    clock.advance(5000);
    expect(frames.length - count).toBeLessThanOrEqual(1);
    expect(frames.at(-1)?.rows[1]).toBe('value 99');
    cancel();
    set('unseen');
    clock.advance(100);
    expect(frames.at(-1)?.rows[1]).toBe('value 99');
  });

  test('are told what scrolled since their last frame, and nothing of it after a resize', () => {
    const { clock, core } = open();
    const scrolls: TapFrame['scrolls'][] = [];
    core.tap({ fps: 10, frame: (frame) => scrolls.push(frame.scrolls) });
    clock.advance(0);
    let lines = 0;
    core.addRegion(0, {
      scrolledRows: 1,
      cursor: undefined,
      placed() {},
      paint(pen: CellPen) {
        lines++;
        for (let y = 0; y < pen.rows; y++) pen.text(0, y, String(lines + y), PLAIN);
      },
    });
    core.paintChrome((pen) => pen.fill(0, 0, pen.cols, pen.rows, regionStyle(0)));
    clock.advance(200);
    scrolls.length = 0;
    for (let n = 0; n < 2; n++) {
      core.invalidate(0);
      core.flush();
    }
    clock.advance(200);
    expect(scrolls).toEqual([[{ top: 0, bottom: 3, count: 2 }]]);
    core.invalidate(0);
    clock.advance(0);
    core.invalidate(0);
    core.flush();
    core.resize(30, 6);
    clock.advance(200);
    expect(scrolls.at(-1)).toEqual([]);
  });

  test('get all rows again after a resize', () => {
    const { clock, core } = open();
    const { frames, tap } = collect(30);
    core.tap(tap);
    clock.advance(100);
    core.resize(30, 5);
    clock.advance(100);
    expect(frames.at(-1)).toMatchObject({ rows: ['head', 'one', '', '', ''], changed: [0, 1, 2, 3, 4] });
  });
});

describe('input', () => {
  test('before the first listener waits for it, up to a bound', () => {
    const { core } = open();
    core.input.feed(new TextEncoder().encode(`ab${'x'.repeat(1000)}`));
    const keys: string[] = [];
    core.input.onInput((event) => event.kind === 'key' && keys.push(event.key));
    expect(keys.slice(0, 3)).toEqual(['a', 'b', 'x']);
    expect(keys.length).toBe(256);
  });

  test('an escape becomes the Escape key after 30 ms, over SSH after 80', () => {
    for (const [isRemote, ms] of [
      [false, 30],
      [true, 80],
    ] as const) {
      const { clock, core } = open({ isRemote });
      const events: TerminalInput[] = [];
      core.input.onInput((event) => events.push(event));
      core.input.feed(Uint8Array.of(0x1b));
      clock.advance(ms - 1);
      expect(events).toEqual([]);
      clock.advance(1);
      expect(events).toMatchObject([{ key: 'Escape' }]);
    }
  });

  test('answers reach nobody', () => {
    const { core } = open({ fences: true });
    const events: TerminalInput[] = [];
    core.input.onInput((event) => events.push(event));
    core.input.feed(new TextEncoder().encode('\x1b[0n\x1b]11;rgb:0/0/0\x07\x1b[?1c'));
    expect(events).toEqual([]);
  });

  test('an unfocused window gets one frame a second, and the newest at once when it is looked at', () => {
    const { clock, core, sink, set } = open();
    core.input.feed(new TextEncoder().encode('\x1b[O'));
    sink.take();
    for (let n = 0; n < 50; n++) {
      set(`${n}`);
      clock.advance(100);
    }
    expect(sink.take().length).toBeLessThanOrEqual(6);
    set('now');
    core.input.feed(new TextEncoder().encode('\x1b[I'));
    expect(sink.take().at(-1)).toContain('now');
  });
});

describe('the background', () => {
  test.each<[string, 'dark' | 'light']>([
    ['rgb:ffff/ffff/dddd', 'light'],
    ['rgb:1e/1e/2e', 'dark'],
    ['rgba:f/f/f/f', 'light'],
    ['nonsense', 'dark'],
  ])('%s is %s', async (color, expected) => {
    const { core } = open({ fences: true });
    core.input.feed(new TextEncoder().encode(`\x1b]11;${color}\x07`));
    expect(await core.background).toBe(expected);
  });

  test('is dark when nobody answers within 100 ms, or nobody is asked', async () => {
    const { core, clock } = open({ fences: true });
    clock.advance(100);
    expect(await core.background).toBe('dark');
    expect(await open().core.background).toBe('dark');
  });
});

describe('what is no picture', () => {
  test('goes along before the next frame, of each kind the newest', () => {
    const { core, sink, clock } = open();
    sink.isStopped = sink.isBusy = true;
    core.setTitle('first');
    core.setTitle('pods \x1b]0;evil\x07');
    core.copy('old');
    core.copy('new');
    clock.advance(100);
    expect(sink.take()).toEqual([]);
    sink.isStopped = sink.isBusy = false;
    core.sinkIdle();
    expect(sink.take()).toEqual([`\x1b]2;pods ␛]0;evil␇\x07\x1b]52;c;${btoa('new')}\x07`]);
  });

  test('a copy is cut at 74,994 bytes, between characters', () => {
    const { core, sink } = open();
    const { bytes, truncated } = core.copy('é'.repeat(40_000));
    expect({ bytes, truncated }).toEqual({ bytes: 74_994, truncated: true });
    expect(core.copy(`x${'é'.repeat(40_000)}`).bytes).toBe(74_993);
    const base64 = /;c;(.*)\x07/.exec(sink.take()[0] ?? '')?.[1] ?? '';
    expect(base64.length).toBeLessThanOrEqual(100_000);
    expect(Buffer.from(base64, 'base64').toString()).toBe('é'.repeat(37_497));
  });

  test.each<[string, Record<string, string>, (plain: string) => string]>([
    [
      'in tmux also wrapped, with every escape doubled',
      { TMUX: '/tmp/x,1,0' },
      (plain) => `${plain}\x1bPtmux;${plain.replace('\x1b', '\x1b\x1b')}\x1b\\`,
    ],
    [
      'in screen in parts of 768',
      { STY: '1.pts' },
      (plain) => `\x1bP${plain.slice(0, 768)}\x1b\\\x1bP${plain.slice(768)}\x1b\\`,
    ],
  ])('%s', (_, env, wrapped) => {
    const { core, sink } = open({ env });
    const text = 'x'.repeat(700);
    core.copy(text);
    expect(sink.take()).toEqual([wrapped(`\x1b]52;c;${btoa(text)}\x07`)]);
  });
});

describe('the life of a screen', () => {
  test('paused nothing is written, resumed everything', () => {
    const { core, sink, set, clock } = open();
    core.pause();
    set('two');
    core.flush();
    clock.advance(1000);
    expect(sink.take()).toEqual([]);
    core.resume();
    expect(sink.take()[0]).toMatch(/^\x1b\[r\x1b\[H\x1b\[mhead\x1b\[K\r\ntwo\x1b\[K/);
  });

  test('a repaint writes everything', () => {
    const { core, sink } = open();
    core.repaint();
    expect(sink.take()[0]).toMatch(/head.*one/s);
  });

  test('a snapshot is a copy, painted now', () => {
    const { core, set } = open();
    const before = core.snapshot();
    set('two');
    expect(core.snapshot().rowText(1).trim()).toBe('two');
    expect(before.rowText(1).trim()).toBe('one');
  });

  test('closed no timer is left', () => {
    const { core, set, clock } = open({ fences: true });
    core.tap({ fps: 10, frame() {} });
    set('x');
    core.input.feed(Uint8Array.of(0x1b));
    core.resize(10, 10);
    core.close();
    clock.advance(100);
    expect(clock.pending).toBe(0);
  });
});

describe('a resize', () => {
  test('shows the last of what Ink commits for it, in one frame', () => {
    const { core, sink, clock } = open();
    core.chrome.write('old layout');
    clock.advance(100);
    sink.take();
    core.chrome.on('resize', () => core.chrome.write('cut off'));
    core.onResize((cols, rows) => core.chrome.write(`new ${cols}x${rows}`));
    core.resize(30, 6);
    expect(core.snapshot().cols).toBe(20);
    clock.advance(20);
    const frames = sink.take();
    expect(frames.length).toBe(1);
    expect(frames[0]).toContain('new 30x6');
    expect(frames[0]).not.toContain('cut off');
    expect(core.snapshot().cols).toBe(30);
  });

  test('without a commit is shown blank after a while', () => {
    const { core, sink, clock } = open();
    core.chrome.write('old layout');
    clock.advance(100);
    sink.take();
    core.resize(30, 6);
    clock.advance(30);
    expect(sink.take()).toEqual([]);
    clock.advance(40);
    expect(sink.take().length).toBe(1);
  });

  test('to the same size is nothing', () => {
    const { core, sink, clock } = open();
    let calls = 0;
    core.onResize(() => calls++);
    core.resize(20, 4);
    clock.advance(100);
    expect(calls).toBe(0);
    expect(sink.take()).toEqual([]);
  });
});
