import { type SequenceKind, VtScanner, type VtVisitor } from '../redaction/vt-scanner.ts';

/**
 * Lets a recording's output through to the real terminal without what must not come from a foreign file: OSC 52
 * (clipboard), titles, DCS, and every query, whose answer would arrive at the shell as if it had been typed.
 */
export class RawFilter implements VtVisitor {
  readonly #scanner = new VtScanner();
  #out = '';

  /** A sequence split between chunks comes out with the chunk that completes it. */
  filter(text: string): string {
    this.#out = '';
    this.#scanner.scan(text, this);
    return this.#out;
  }

  print(text: string, from: number, to: number): void {
    this.#out += text.slice(from, to);
  }

  control(code: number): void {
    // ENQ asks for the answerback; C1 controls have ESC forms that programs use.
    if (code !== 0x05 && code < 0x80) this.#out += String.fromCharCode(code);
  }

  sequence(kind: SequenceKind, body: string): void {
    if (kind === 'csi' && !isCsiQuery(body)) this.#out += `\u001b[${body}`;
    if (kind === 'esc' && body !== 'Z' && body !== '\\') this.#out += `\u001b${body}`;
    if (kind === 'osc' && isHarmlessOsc(body)) this.#out += `\u001b]${body}\u001b\\`;
  }
}

/** DA (c), DSR (n), DECRQM ($p), XTVERSION (>q), DECREQTPARM (x), DECRQPSR ($w), checksums (*y), window reports (t), kitty keys (?u). */
function isCsiQuery(body: string): boolean {
  const final = body.at(-1);
  if (final === 'c' || final === 'n' || final === 'x' || final === 't') return true;
  if (final === 'q') return body.startsWith('>');
  if (final === 'u') return body.startsWith('?');
  return body.endsWith('$p') || body.endsWith('$w') || body.endsWith('*y') || body.endsWith('$u');
}

/** Only colours that are set (not asked for) and hyperlinks. */
function isHarmlessOsc(body: string): boolean {
  const [, code] = /^(\d+)/.exec(body) ?? [];
  if (code === '8' || code === '104' || code === '110' || code === '111' || code === '112') return true;
  return (code === '4' || code === '10' || code === '11' || code === '12') && !body.includes('?');
}
