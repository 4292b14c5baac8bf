import { failureOf, isContinueExpired, type ListerWatcher, type ListPage, type ListProgress } from '../kube/index.ts';

export interface PagedList<T> {
  readonly items: readonly T[];
  /** Of the first page: all pages are of that moment. */
  readonly resourceVersion: string;
  /** Whether a second page was needed. */
  readonly isPaginated: boolean;
  readonly kind: string;
  readonly apiVersion: string;
}

export interface PagerOptions<T> {
  readonly listerWatcher: ListerWatcher<T>;
  readonly resourceVersion: string;
  /** 0: no limit parameter. */
  readonly pageSize: number;
  readonly signal: AbortSignal;
  readonly onPage: (page: ListPage<T>) => void;
  /** How many items have come so far, and how many are known to be missing. */
  readonly onProgress: (received: number, remaining: number | undefined) => void;
}

/** A list page by page. What it rejects with is the ApiFailure of the page that failed; nothing is kept then. */
export async function listPages<T>(options: PagerOptions<T>): Promise<PagedList<T>> {
  const { listerWatcher, resourceVersion, pageSize: limit, signal } = options;
  const first = await listerWatcher.list(
    { resourceVersion, resourceVersionMatch: '', limit, continue: '' },
    signal,
    progressAfter(0, options),
  );
  options.onPage(first);
  if (first.continue === '') return pagedList(first, first.items, false);
  const items = [...first.items];
  let token = first.continue;
  while (token !== '') {
    const page = await nextPage(options, token, items.length);
    if (page === 'expired') return pagedList(...(await wholeList(options)), true);
    for (const item of page.items) items.push(item);
    token = page.continue;
  }
  return pagedList(first, items, true);
}

/** With a token go neither resourceVersion nor resourceVersionMatch: it has both in it. */
async function nextPage<T>(options: PagerOptions<T>, token: string, before: number): Promise<ListPage<T> | 'expired'> {
  const { listerWatcher, pageSize: limit, signal } = options;
  try {
    const page = await listerWatcher.list(
      { resourceVersion: '', resourceVersionMatch: '', limit, continue: token },
      signal,
      progressAfter(before, options),
    );
    options.onPage(page);
    return page;
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (isContinueExpired(failure)) return 'expired';
    throw failure;
  }
}

/** The tokens of a list live some five minutes. What took longer is asked for in one piece. */
async function wholeList<T>(options: PagerOptions<T>): Promise<[ListPage<T>, readonly T[]]> {
  const { listerWatcher, resourceVersion, signal } = options;
  const page = await listerWatcher.list(
    { resourceVersion, resourceVersionMatch: '', limit: 0, continue: '' },
    signal,
    progressAfter(0, options),
  );
  options.onPage(page);
  return [page, page.items];
}

const progressAfter =
  <T>(before: number, { onProgress }: PagerOptions<T>): ListProgress<T> =>
  (items, remaining) =>
    onProgress(before + items.length, remaining);

function pagedList<T>(page: ListPage<T>, items: readonly T[], isPaginated: boolean): PagedList<T> {
  return {
    items,
    resourceVersion: page.resourceVersion,
    isPaginated,
    kind: page.kind ?? '',
    apiVersion: page.apiVersion ?? '',
  };
}
