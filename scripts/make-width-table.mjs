// Writes src/text/width-table.generated.ts from the width data of xterm's unicode11 addon.
import { writeFileSync } from 'node:fs';
import { Unicode11Addon } from '@xterm/addon-unicode11';

let provider;
new Unicode11Addon().activate({
  unicode: {
    register: (given) => {
      provider = given;
    },
  },
});
const ranges = { zero: [], wide: [] };
for (let code = 0x20; code <= 0x10ffff; code++) {
  const width = provider.wcwidth(code);
  const list = width === 0 ? ranges.zero : width === 2 ? ranges.wide : undefined;
  if (list === undefined) continue;
  if (list.length > 0 && list.at(-1) === code - 1) list[list.length - 1] = code;
  else list.push(code, code);
}
const lines = (name, list) =>
  `export const ${name}: readonly number[] = [\n${chunk(list)
    .map((row) => `  ${row.map((n) => `0x${n.toString(16)}`).join(', ')},`)
    .join('\n')}\n];\n`;
function chunk(list) {
  const rows = [];
  for (let at = 0; at < list.length; at += 12) rows.push(list.slice(at, at + 12));
  return rows;
}
writeFileSync(
  new URL('../src/text/width-table.generated.ts', import.meta.url),
  `// Written by scripts/make-width-table.mjs: pairs of first and last code point, ascending.\n\n${lines('ZERO_WIDTH', ranges.zero)}\n${lines('WIDE', ranges.wide)}`,
);
console.log(`${ranges.zero.length / 2} zero width ranges, ${ranges.wide.length / 2} wide ranges`);
