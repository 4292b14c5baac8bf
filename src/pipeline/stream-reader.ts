import { KpiError } from '../flow/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { decodeHeader, decodeLine, type StreamHeader, type StreamLine } from './stream-line.ts';

/** As everywhere where lines come from outside. */
const LONGEST_LINE_CHARS = 16 * 1024 * 1024;

interface TextLine {
  readonly text: string;
  /** It ends with a newline: a writer that was killed leaves its last line without. */
  readonly isWhole: boolean;
}

/** Reads a recorded watch stream while it comes; a line that was cut off at the end is passed over. */
export class StreamReader<T extends KubeObject> {
  readonly header: StreamHeader;
  readonly #lines: AsyncGenerator<TextLine, void>;

  private constructor(header: StreamHeader, lines: AsyncGenerator<TextLine, void>) {
    this.header = header;
    this.#lines = lines;
  }

  /** Reads the header. Rejects with KpiError `STREAM_FORMAT`, `STREAM_VERSION`, and what `bytes` throws. */
  static async open<T extends KubeObject>(bytes: AsyncIterable<Uint8Array>): Promise<StreamReader<T>> {
    const lines = linesOf(bytes);
    try {
      const first = await lines.next();
      return new StreamReader<T>(decodeHeader(first.done === true ? undefined : first.value.text), lines);
    } catch (cause) {
      // Or the file behind it stays open.
      await lines.return();
      throw cause;
    }
  }

  /** Rejects with KpiError `STREAM_LINE` at a line that is none. */
  async *lines(): AsyncGenerator<StreamLine<T>> {
    let number = 1;
    for await (const { text, isWhole } of this.#lines) {
      number++;
      if (text === '') continue;
      const line = decodeLine<T>(text, this.header.namespaces.length);
      if (line !== undefined) yield line;
      else if (isWhole) throw badLine(number, 'is damaged');
    }
  }
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine, void> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let chars = 0;
  let number = 1;
  for await (const chunk of bytes) {
    const [first = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n');
    pieces.push(first);
    chars += first.length;
    if (chars > LONGEST_LINE_CHARS) throw badLine(number, 'is longer than 16 MB');
    for (const start of more) {
      yield { text: pieces.join(''), isWhole: true };
      pieces = [start];
      chars = start.length;
      number++;
    }
  }
  const rest = pieces.join('') + decoder.decode();
  if (rest !== '') yield { text: rest, isWhole: false };
}

const badLine = (number: number, what: string): KpiError =>
  new KpiError('STREAM_LINE', `line ${number} of the watch stream ${what}`, {
    hint: 'What comes before it was replayed. Record the stream anew, or cut the file off there.',
  });
