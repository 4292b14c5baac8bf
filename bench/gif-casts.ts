import { seededRandom } from '../src/flow/index.ts';

/** Recordings that no sample holds: made by rule, the same each time. */

const header = (cols: number, rows: number): string => JSON.stringify({ version: 2, width: cols, height: rows });
const event = (time: number, data: string): string => JSON.stringify([Number(time.toFixed(6)), 'o', data]);

/** 24-bit plasma in half blocks, 15 frames a second: every cell changes in every frame, and no colour comes back. */
export function plasmaCast({ cols = 120, rows = 35, seconds = 10 } = {}): string {
  const lines = [header(cols, rows)];
  for (let frame = 0; frame < seconds * 15; frame++) {
    const time = frame / 15;
    let data = '\u001b[H';
    for (let row = 0; row < rows; row++) {
      data += `\u001b[${row + 1};1H`;
      for (let col = 0; col < cols; col++) {
        const [top, bottom] = [plasma(col, 2 * row, time), plasma(col, 2 * row + 1, time)];
        data += `\u001b[38;2;${top.join(';')};48;2;${bottom.join(';')}m\u2580`;
      }
    }
    lines.push(event(time, data));
  }
  return `${lines.join('\n')}\n`;
}

function plasma(x: number, y: number, time: number): number[] {
  const value =
    Math.sin(x / 8 + time) +
    Math.sin((y + time * 6) / 9) +
    Math.sin((x + y) / 16 + time) +
    Math.sin(Math.hypot(x - 60, y - 35) / 8 - time * 2);
  return [0, 2, 4].map((phase) => Math.round(127.5 + 127.5 * Math.sin((value * Math.PI) / 3 + phase + time / 3)));
}

/** Falling green characters, as screen savers show them: most of a full screen changes 20 times a second. */
export function rainCast({ cols = 120, rows = 35, seconds = 20 } = {}): string {
  const random = seededRandom(7);
  const heads = Array.from({ length: cols }, () => Math.floor(random() * rows * 2) - rows);
  const lines = [header(cols, rows), event(0, '\u001b[?25l\u001b[2J')];
  for (let frame = 0; frame < seconds * 20; frame++) {
    let data = '';
    for (let col = 0; col < cols; col += 2) {
      const head = (heads[col] as number) + 1;
      const length = 8 + (col % 13);
      heads[col] = head - length > rows ? -Math.floor(random() * rows) : head;
      const glyph = String.fromCharCode(33 + Math.floor(random() * 93));
      if (head >= 1 && head <= rows) data += `\u001b[${head};${col + 1}H\u001b[1;97m${glyph}`;
      if (head >= 2 && head - 1 <= rows) data += `\u001b[${head - 1};${col + 1}H\u001b[0;32m${glyph}`;
      if (head - length >= 1 && head - length <= rows) data += `\u001b[${head - length};${col + 1}H\u001b[0m `;
    }
    lines.push(event((frame + 1) / 20, data));
  }
  return `${lines.join('\n')}\n`;
}

/** A clock that ticks once a second, with a command now and then: the long recording of an idle shell. */
export function clockCast(seconds: number): string {
  const lines = [header(80, 24), event(0, 'waiting\r\n')];
  for (let second = 1; second <= seconds; second++) {
    const clock = new Date(second * 1000).toISOString().slice(11, 19);
    lines.push(event(second, `\u001b7\u001b[24;72H\u001b[7m${clock}\u001b[0m\u001b8`));
    if (second % 30 === 0)
      lines.push(event(second + 0.4, `$ step ${second}\r\n\u001b[32mok\u001b[0m ${'.'.repeat(second % 60)}\r\n`));
  }
  return `${lines.join('\n')}\n`;
}

/** What a build prints: lines of a few colours that scroll a full screen, in bursts. */
export function buildLogCast({ cols = 120, rows = 40, lines = 3000 } = {}): string {
  const random = seededRandom(11);
  const out = [header(cols, rows)];
  let time = 0;
  for (let line = 0; line < lines; line++) {
    time += random() < 0.02 ? 0.4 : random() * 0.012;
    const words = Array.from(
      { length: 3 + Math.floor(random() * 8) },
      () => WORDS[Math.floor(random() * WORDS.length)],
    );
    const kind = random();
    const tag =
      kind < 0.8 ? '\u001b[32mok\u001b[0m  ' : kind < 0.95 ? '\u001b[33mwarn\u001b[0m' : '\u001b[1;31mfail\u001b[0m';
    out.push(
      event(
        time,
        `[${String(line).padStart(5)}] ${tag} ${words.join(' ')} \u001b[2m${(random() * 9).toFixed(2)}s\u001b[0m\r\n`,
      ),
    );
  }
  return `${out.join('\n')}\n`;
}

const WORDS =
  'compile link src/main.c node-exporter kubelet.service layer pulled sha256:7f3a image ready test cache hit'.split(
    ' ',
  );

/** A process table on a large screen that is redrawn twice a second, numbers and meters changing. */
export function tableCast({ cols = 200, rows = 50, seconds = 30 } = {}): string {
  const random = seededRandom(5);
  const out = [header(cols, rows), event(0, '\u001b[?1049h\u001b[?25l\u001b[2J')];
  for (let frame = 0; frame < seconds * 2; frame++) {
    let data = '\u001b[H';
    for (let cpu = 0; cpu < 4; cpu++) {
      const load = random();
      const bar = '|'.repeat(Math.round(load * 60)).padEnd(60);
      data += `  ${cpu}[\u001b[32m${bar.slice(0, 30)}\u001b[31m${bar.slice(30)}\u001b[0m${(load * 100).toFixed(1).padStart(6)}%]\r\n`;
    }
    data += `\u001b[30;42m${'    PID USER      PRI  NI  VIRT   RES S  CPU% MEM%   TIME+  Command'.padEnd(cols)}\u001b[0m`;
    for (let row = 0; row < rows - 6; row++) {
      const use = random() ** 6 * 100;
      const numbers = `${String(1000 + row * 37).padStart(7)} root       20   0 ${String(400 + row)}M ${String(90 + row)}M S`;
      data += `\r\n${numbers} \u001b[${use > 20 ? 1 : 0}m${use.toFixed(1).padStart(5)}\u001b[0m  0.${row % 10}  0:${String(frame % 60).padStart(2, '0')}.${row % 10} \u001b[36mprocess-${row}\u001b[0m --config /etc/process-${row}.yaml`;
    }
    out.push(event(frame / 2, data));
  }
  return `${out.join('\n')}\n`;
}

/** Somebody types into an editor: a character at a time, the screen scrolls now and then, numbers and a status line follow. */
export function editorCast({ cols = 100, rows = 30, seconds = 60 } = {}): string {
  const random = seededRandom(3);
  const out = [header(cols, rows), event(0, '\u001b[?1049h\u001b[2J\u001b[H')];
  let line = 1;
  let col = 0;
  for (let time = 0.5; time < seconds; time += 0.06 + random() * 0.2) {
    const row = Math.min(line, rows - 2);
    let data = '';
    if (col === 0) {
      if (line > rows - 2) data += `\u001b[1;${rows - 2}r\u001b[${rows - 2};1H\n\u001b[r`;
      data += `\u001b[${row};1H\u001b[33m${String(line).padStart(4)} \u001b[0m`;
    }
    const color = col < 8 ? 35 : col % 17 < 6 ? 36 : 39;
    data += `\u001b[${row};${col + 6}H\u001b[${color}m${'if (ready) { return state.next(); } // wait'[col % 43]}\u001b[0m`;
    data += `\u001b7\u001b[${rows};1H\u001b[7m main.c [+] \u001b[0m${`${line},${col + 1}`.padStart(cols - 20)}\u001b8`;
    out.push(event(time, data));
    if (++col > 30 + (line % 40)) {
      col = 0;
      line++;
    }
  }
  return `${out.join('\n')}\n`;
}

/** A prompt, a command and its answer: what most recordings begin as. */
export const tinyCast = (): string =>
  `${[header(80, 24), event(0.1, '$ '), event(0.8, 'uname\r\n'), event(0.9, 'Linux\r\n$ ')].join('\n')}\n`;
