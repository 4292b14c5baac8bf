import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one request brought, parsed by hand: by nobody's code but this. */
export interface ReceivedUpload {
  readonly method: string;
  readonly path: string;
  readonly user: string;
  readonly password: string;
  readonly accept: string;
  /** Name and file name of the form's only part, and its bytes. */
  readonly field: string;
  readonly fileName: string;
  readonly file: Buffer;
}

/** How the server answers each of the requests, by path; undefined: it hangs up without a word. */
export type Answer = (upload: ReceivedUpload) => { status: number; body: string; location?: string } | undefined;

/** A small asciinema server: it keeps what it was sent and answers as it is told. */
export class FakeAsciinemaServer {
  readonly received: ReceivedUpload[] = [];
  readonly #server: Server;
  #answer: Answer;
  #port = 0;

  private constructor(answer: Answer) {
    this.#answer = answer;
    this.#server = createServer((request, response) => {
      request.on('error', () => {});
      void this.#serve(request, response);
    });
  }

  static async start(answer: Answer = newApi): Promise<FakeAsciinemaServer> {
    const fake = new FakeAsciinemaServer(answer);
    await new Promise<void>((listening) => fake.#server.listen(0, '127.0.0.1', listening));
    fake.#port = (fake.#server.address() as AddressInfo).port;
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  answer(answer: Answer): void {
    this.received.length = 0;
    this.#answer = answer;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const upload = uploadOf(request, Buffer.concat(chunks));
    this.received.push(upload);
    const answer = this.#answer(upload);
    if (answer === undefined) {
      request.socket.destroy();
      return;
    }
    const location = answer.location === undefined ? {} : { location: answer.location };
    response.writeHead(answer.status, { 'content-type': 'application/json', ...location });
    response.end(answer.body);
  }
}

const taken = (url: string) => ({ status: 201, body: JSON.stringify({ url, message: `View it at:\n\n    ${url}\n` }) });

/** A server of today. */
export const newApi: Answer = ({ path }) =>
  path === '/api/v1/recordings' ? taken('https://example.org/a/new') : { status: 404, body: '' };

/** A server before 2025. */
export const oldApi: Answer = ({ path }) =>
  path === '/api/asciicasts' ? taken('https://example.org/a/old') : { status: 404, body: 'Not Found' };

function uploadOf(request: IncomingMessage, body: Buffer): ReceivedUpload {
  const { authorization = '', accept = '', 'content-type': type = '' } = request.headers;
  const [user = '', password = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  const [, boundary = ''] = /boundary=(\S+)/.exec(type) ?? [];
  const headEnd = body.indexOf('\r\n\r\n');
  const head = body.subarray(0, headEnd).toString();
  const end = body.lastIndexOf(`\r\n--${boundary}--\r\n`);
  const isForm = type.startsWith('multipart/form-data; ') && head.startsWith(`--${boundary}\r\n`) && end > headEnd;
  const [, field = '', fileName = ''] = /name="([^"]*)"; filename="([^"]*)"/.exec(head) ?? [];
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    user,
    password,
    accept,
    field: isForm ? field : '',
    fileName,
    file: isForm ? body.subarray(headEnd + 4, end) : Buffer.alloc(0),
  };
}
