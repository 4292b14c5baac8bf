import { clean } from '../text/index.ts';
import { usageError } from './usage-error.ts';

const EXAMPLE = 'An address is like https://asciinema.example.org.';

/** The address of the server to which recordings go, without a slash at its end. Throws KpiError `USAGE`. */
export function uploadServer(asked: string | undefined): string {
  if (asked === undefined) {
    throw usageError(
      'no server to upload to: there is no default',
      'Name one by --server-url URL, ASCIINEMA_SERVER_URL, or serverUrl in the settings file.',
    );
  }
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw usageError(`'${clean(asked)}' is no address of a server`, EXAMPLE);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw usageError('the address of a server has no name, password, ? or #', EXAMPLE);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
