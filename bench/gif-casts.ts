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
