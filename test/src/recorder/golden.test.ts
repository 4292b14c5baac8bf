import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CASTS } from '../asciicast/cast-files.ts';
import { replay } from './replay.ts';

test.each(CASTS)('%s ends with the screen it always ended with', async (name) => {
  const screen = await replay(fileURLToPath(new URL(`../../casts/${name}.cast`, import.meta.url)));
  const rows = Array.from({ length: screen.rows }, (_, y) => screen.rowText(y).trimEnd());
  const text = `${rows.join('\n').trimEnd()}\n`;
  await expect(text).toMatchFileSnapshot(
    fileURLToPath(new URL(`../../../recordings/golden/${name}.txt`, import.meta.url)),
  );
});
