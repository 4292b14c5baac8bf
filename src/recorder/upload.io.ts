import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type Dispatcher, EnvHttpProxyAgent, request as httpRequest } from 'undici';
import { EXIT, KpiError, messageOf } from '../flow/index.ts';
import { clean } from '../text/index.ts';
import { readUploadAnswer, type UploadAnswer } from './upload-answer.ts';

/** Time for one TCP and TLS handshake. */
const CONNECT_TIMEOUT_MS = 10_000;
/** A server may convert what it got before it answers. */
const ANSWER_TIMEOUT_MS = 120_000;
/** An answer is a few lines. */
const LONGEST_ANSWER_BYTES = 64 * 1024;

/** Of the API since 2025; and of the servers before it, which say 404 to the first. */
const ENDPOINTS = [
  { path: '/api/v1/recordings', field: 'file' },
  { path: '/api/asciicasts', field: 'asciicast' },
] as const;

export interface UploadRequest {
  readonly path: string;
  /** Without a slash at its end. */
  readonly server: string;
  /** May be empty. */
  readonly user: string;
  readonly installId: string;
  /** `http_proxy`, `https_proxy` and `no_proxy` are followed. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly sentBytes: number; readonly totalBytes: number }) => void) | undefined;
}

/**
 * Sends a recording to an asciinema server. The file is streamed. Throws KpiError `UPLOAD_UNREACHABLE`,
 * `UPLOAD_UNAUTHORIZED`, `UPLOAD_REFUSED`, `UPLOAD_ANSWER` or `CAST_READ`, or the signal's reason.
 */
export async function uploadCast(request: UploadRequest): Promise<UploadAnswer> {
  const { env } = request;
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? '',
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '',
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    allowH2: false,
  });
  try {
    for (const endpoint of ENDPOINTS) {
      const response = await send(request, endpoint, dispatcher);
      if (response.status !== 404) return readUploadAnswer(response, request);
    }
    throw new KpiError('UPLOAD_REFUSED', `${clean(request.server)} knows no recordings (404)`, {
      hint: 'It must be the address of an asciinema server.',
    });
  } finally {
    await dispatcher.destroy();
  }
}

async function send(
  { path, server, user, installId, signal, onProgress }: UploadRequest,
  { path: endpoint, field }: (typeof ENDPOINTS)[number],
  dispatcher: Dispatcher,
): Promise<{ readonly status: number; readonly body: string; readonly location: string | undefined }> {
  const form = await multipart(path, field, onProgress);
  try {
    const response = await httpRequest(`${server}${endpoint}`, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        // A colon would end the name.
        authorization: `Basic ${Buffer.from(`${user.replaceAll(':', '')}:${installId}`).toString('base64')}`,
        'content-type': form.type,
        'content-length': String(form.bytes),
        'user-agent': 'kpi-tui',
      },
      body: form.body,
      dispatcher,
      signal: signal ?? null,
    });
    const { location } = response.headers;
    return {
      status: response.statusCode,
      body: await textOf(response.body),
      location: typeof location === 'string' ? location : undefined,
    };
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof KpiError) throw cause;
    throw new KpiError('UPLOAD_UNREACHABLE', `cannot upload to ${clean(server)}: ${messageOf(cause)}`, {
      cause,
      hint: 'Check the address and the network; a server may also hang up on a file that is too large for it.',
      exitCode: EXIT.notReachable,
    });
  }
}

/** RFC 7578, with one part. */
async function multipart(path: string, field: string, onProgress: UploadRequest['onProgress']) {
  const boundary = `kpi-tui-${crypto.randomUUID()}`;
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="ascii.cast"\r\n` +
      'Content-Type: application/x-asciicast\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const { size } = await stat(path);
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield head;
    let sentBytes = 0;
    // Not what is appended meanwhile: the length was told.
    for await (const chunk of createReadStream(path, { end: size - 1 })) {
      yield chunk as Uint8Array;
      sentBytes += (chunk as Uint8Array).length;
      onProgress?.({ sentBytes, totalBytes: size });
    }
    yield tail;
  }
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: head.length + size + tail.length,
    body: Readable.from(parts(), { objectMode: false }),
  };
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
