import { EXIT, KpiError } from '../flow/index.ts';
import { clean } from '../text/index.ts';

/** What a server says of a recording that it took; foreign text, made safe to show. */
export interface UploadAnswer {
  readonly url: string;
  readonly message: string | undefined;
}

interface ServerAnswer {
  readonly status: number;
  readonly body: string;
  /** Of a redirect. */
  readonly location: string | undefined;
}

/** More of a message is not shown. */
const LONGEST_MESSAGE = 2000;

/** What an answer means. Throws KpiError `UPLOAD_UNAUTHORIZED`, `UPLOAD_REFUSED` or `UPLOAD_ANSWER`. */
export function readUploadAnswer(
  answer: ServerAnswer,
  { server, installId }: { readonly server: string; readonly installId: string },
): UploadAnswer {
  const { status } = answer;
  if (status >= 200 && status < 300) return accepted(answer);
  const said = saidBy(answer.body);
  const reason = said === undefined ? `with status ${status}` : `with status ${status}: ${said}`;
  if (status === 401 || status === 403) {
    throw new KpiError('UPLOAD_UNAUTHORIZED', `${clean(server)} does not know this machine (${reason})`, {
      hint: `Open ${clean(server)}/connect/${installId} in a browser to link it to your account, then upload again.`,
      exitCode: EXIT.notPermitted,
    });
  }
  if (status === 413) {
    throw new KpiError('UPLOAD_REFUSED', said ?? 'the recording is too large for the server', {
      hint: "Make it smaller, for example with 'kpi-tui cut'.",
    });
  }
  if (status >= 300 && status < 400) {
    throw new KpiError('UPLOAD_REFUSED', `${clean(server)} sends to ${clean(answer.location ?? 'another place')}`, {
      hint: 'Give that address with --server-url if you trust it: nothing is sent to where a server points.',
    });
  }
  throw new KpiError('UPLOAD_REFUSED', `${clean(server)} answered ${reason}`, {
    hint: status >= 500 ? 'The server is in trouble; try again later.' : 'The recording was not taken.',
  });
}

function accepted({ body, status }: ServerAnswer): UploadAnswer {
  const { url, message } = objectOf(body);
  if (typeof url === 'string' && /^https?:\/\//.test(url)) {
    return { url: clean(url), message: typeof message === 'string' ? messageText(message) : undefined };
  }
  const shown = clean(body.trim().slice(0, 200));
  throw new KpiError('UPLOAD_ANSWER', `the server answered ${status}, but not where the recording is: ${shown}`, {
    hint: 'It may have taken the recording all the same; look for it on the server.',
  });
}

/** The reason in an error's body, which has several forms. */
function saidBy(body: string): string | undefined {
  const { message, error, reason } = objectOf(body);
  const text = [message, error, reason].find((value) => typeof value === 'string' && value !== '');
  if (typeof text === 'string') return messageText(text).replaceAll('\n', ' ');
  const isPlain = body.trim() !== '' && !/^\s*[<{[]/.test(body);
  return isPlain ? clean(body.trim().slice(0, 200)) : undefined;
}

/** Lines stay lines, all else that steers a terminal is shown as text. */
const messageText = (text: string): string =>
  text
    .slice(0, LONGEST_MESSAGE)
    .split(/\r?\n/)
    .map((line) => clean(line))
    .join('\n')
    .trim();

function objectOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
