import type { Environment } from './color-choice.ts';

/** 100,000 characters of base64, which is what terminals take at most. */
const COPY_LIMIT_BYTES = 74_994;
/** GNU screen takes no longer device control string. */
const SCREEN_PART = 768;

export interface Copy {
  readonly sequence: string;
  /** Bytes of text in it. */
  readonly bytes: number;
  readonly truncated: boolean;
}

/**
 * OSC 52: puts a text into the clipboard of the person's terminal, through tmux (which needs `allow-passthrough on`, or
 * takes the plain form itself with `set-clipboard on`) or screen. Whether it worked is not known.
 */
export function copySequence(text: string, env: Environment): Copy {
  const all = Buffer.from(text, 'utf8');
  const part = all.length <= COPY_LIMIT_BYTES ? all : all.subarray(0, characterEnd(all, COPY_LIMIT_BYTES));
  const plain = `\x1b]52;c;${part.toString('base64')}\x07`;
  return { sequence: wrapped(plain, env), bytes: part.length, truncated: part.length < all.length };
}

function wrapped(plain: string, env: Environment): string {
  if ((env.TMUX ?? '') !== '') return `${plain}\x1bPtmux;${plain.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
  if ((env.STY ?? '') === '') return plain;
  let parts = '';
  for (let at = 0; at < plain.length; at += SCREEN_PART) parts += `\x1bP${plain.slice(at, at + SCREEN_PART)}\x1b\\`;
  return parts;
}

/** The last index up to `limit` that does not split a UTF-8 character. */
function characterEnd(bytes: Uint8Array, limit: number): number {
  let end = limit;
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return end;
}
