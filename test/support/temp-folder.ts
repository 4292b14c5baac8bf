import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for one test file; removed by `remove`, also while a shell that ends still writes its history. */
export function tempFolder(): { readonly path: string; file(name: string): string; names(): string[]; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'kpi-tui-test-'));
  return {
    path,
    file: (name) => join(path, name),
    names: () => readdirSync(path).sort(),
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
