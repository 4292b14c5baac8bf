import type { CastHeader } from '../../asciicast/index.ts';
import { codePointWidth } from '../../text/index.ts';
import { type Detector, findSecrets } from './detectors.ts';
import { PRIVATE_KEY_BODY } from './private-key.ts';

/** A text with its secrets as stars, one a column. */
export function redactText(text: string, detectors: readonly Detector[]): string {
  const secrets = findSecrets(text, detectors);
  const mask = new Uint8Array(text.length);
  for (const { from, to } of secrets) mask.fill(1, from, to);
  for (const { index, 0: block } of text.matchAll(PRIVATE_KEY_BODY)) mask.fill(1, index, index + block.length);
  return maskText(text, mask);
}

/** Replaces the masked UTF-16 units: a star for a character of one column, two for a wide one, none for a mark. */
export function maskText(text: string, mask: Uint8Array): string {
  if (!mask.includes(1)) return text;
  let out = '';
  let kept = 0;
  for (let at = 0; at < text.length; at++) {
    if (mask[at] !== 1) continue;
    const code = text.codePointAt(at) as number;
    out += text.slice(kept, at) + '*'.repeat(codePointWidth(code));
    if (code > 0xffff) at++;
    kept = at + 1;
  }
  return out + text.slice(kept);
}

/** Masks what a header says of the session: command, title, tags, environment. */
export function redactHeader(detectors: readonly Detector[]): (header: CastHeader) => CastHeader {
  const redact = (text: string): string => redactText(text, detectors);
  return (header) => ({
    ...header,
    ...(header.command === undefined ? {} : { command: redact(header.command) }),
    ...(header.title === undefined ? {} : { title: redact(header.title) }),
    ...(header.tags === undefined ? {} : { tags: header.tags.map(redact) }),
    ...(header.env === undefined ? {} : { env: redactEnv(header.env, detectors) }),
  });
}

/** A variable is judged with its name: `K3S_TOKEN` is a secret whatever it looks like. */
function redactEnv(env: Readonly<Record<string, string>>, detectors: readonly Detector[]): Record<string, string> {
  const entries = Object.entries(env).map(([name, value]) => {
    const assignment = redactText(`${name}=${value}`, detectors);
    return [name, assignment.startsWith(`${name}=`) ? assignment.slice(name.length + 1) : redactText(value, detectors)];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
