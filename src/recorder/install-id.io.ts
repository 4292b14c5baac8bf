import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KpiError, messageOf, systemCodeOf } from '../flow/index.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The name by which servers know this machine: that of `own`, else one of `others` (asciinema's), else a new one, which is
 * kept in `own` for its owner alone. Throws KpiError `INSTALL_ID`.
 */
export async function installIdOf(own: string, others: readonly string[]): Promise<string> {
  for (const path of [own, ...others]) {
    const id = await readId(path);
    if (id !== undefined) return id;
  }
  const id = crypto.randomUUID();
  try {
    await mkdir(dirname(own), { recursive: true, mode: 0o700 });
    const file = await open(own, 'w', 0o600);
    await file.chmod(0o600);
    await file.writeFile(`${id}\n`);
    await file.close();
  } catch (cause) {
    throw new KpiError('INSTALL_ID', `cannot keep the install id in ${own}: ${messageOf(cause)}`, {
      cause,
      hint: 'The server would know this machine under another name each time; XDG_CONFIG_HOME moves the file.',
    });
  }
  return id;
}

/** Undefined when there is none, or it is no UUID. */
async function readId(path: string): Promise<string | undefined> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    return UUID.test(text) ? text : undefined;
  } catch (cause) {
    if (systemCodeOf(cause) === 'ENOENT' || systemCodeOf(cause) === 'ENOTDIR') return undefined;
    throw new KpiError('INSTALL_ID', `cannot read the install id ${path}: ${messageOf(cause)}`, {
      cause,
      hint: 'Check its permissions.',
    });
  }
}
