import { messageOf } from '../flow/index.ts';
import { STATUS_SCHEMA, type Status, statusOf } from './api-status.ts';
import { isRecord, JsonDecoder } from './json-decoder.ts';
import { type BodyReader, parseJson } from './list-reader.ts';
import { ProtobufDecoder } from './protobuf-decoder.ts';
import { openEnvelope } from './protobuf-envelope.ts';
import { StreamError } from './stream-error.ts';
import { StringTable } from './string-table.ts';

/** A whole body, of at most `limitBytes`. */
export class BodyCollector implements BodyReader {
  readonly #limitBytes: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  push(chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#limitBytes) throw new StreamError(`a body of more than ${this.#limitBytes} bytes`);
    // A chunk may lie in a buffer that the transport uses again.
    this.#chunks.push(Buffer.from(chunk));
  }

  end(): void {}

  bytes(): Buffer {
    return Buffer.concat(this.#chunks, this.#length);
  }

  json(): unknown {
    const bytes = this.bytes();
    return parseJson(bytes, 0, bytes.length);
  }
}

/** The longest text of an answer that is no Status: a proxy's page says enough in its first lines. */
const LONGEST_MESSAGE = 300;

/** What a body that goes with an error says, in whatever form it comes. Never throws. */
export function statusOfBody(
  head: { status: number; contentType: string; retryAfterSeconds: number },
  body: Buffer,
): Status {
  const status = { ...readStatus(head.contentType, body) };
  if (status.code === 0) status.code = head.status;
  if (head.retryAfterSeconds === 0 || status.details?.retryAfterSeconds !== undefined) return status;
  return { ...status, details: { ...status.details, retryAfterSeconds: head.retryAfterSeconds } };
}

function readStatus(contentType: string, body: Buffer): Status & { code: number } {
  try {
    if (contentType.includes('protobuf')) {
      const decoder = new ProtobufDecoder(new StringTable());
      const { raw } = openEnvelope(decoder, body, 0, body.length);
      return statusOf(decoder.decode(STATUS_SCHEMA, body, raw.start, raw.end));
    }
    const json = parseJson(body, 0, body.length);
    if (isRecord(json) && json.kind === 'Status')
      return statusOf(new JsonDecoder(new StringTable()).decode(STATUS_SCHEMA, json));
  } catch (cause) {
    if (body.length === 0) return { code: 0, reason: '', message: messageOf(cause) };
  }
  return { code: 0, reason: '', message: body.toString('utf8', 0, LONGEST_MESSAGE).trim() };
}
