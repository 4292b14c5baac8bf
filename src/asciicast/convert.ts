import type { CastItem, CastVersion, WrittenCastVersion } from './cast-event.ts';
import { CastEncoder, encodeHeader } from './encode.ts';

/**
 * Items of a recording in, text of a file of another version out. Unknown codes and comments live only within their
 * own version; version 2 has no exit event.
 */
export class CastConverter {
  readonly #encoder: CastEncoder;
  #from: CastVersion | undefined;

  constructor(to: WrittenCastVersion) {
    this.#encoder = new CastEncoder(to);
  }

  /** The lines for one item; '' for what the version does not have. */
  convert(item: CastItem): string {
    const to = this.#encoder.version;
    switch (item.kind) {
      case 'header':
        this.#from = item.header.version;
        return encodeHeader(item.header, to);
      case 'bad-line':
        return '';
      case 'comment':
        return to === 3 ? `#${item.text}\n` : '';
      case 'other':
        return this.#from === to ? this.#encoder.event(item) : '';
      case 'exit':
        return to === 2 && this.#from !== 2 ? '' : this.#encoder.event(item);
      default:
        return this.#encoder.event(item);
    }
  }
}
