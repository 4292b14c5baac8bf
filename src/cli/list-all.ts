import { failureOf, isContinueExpired, type ListerWatcher } from '../kube/index.ts';
import type { Pod } from '../pods/index.ts';

/** Pods of a page: what kubectl asks for too. */
const PAGE_SIZE = 500;

/** All pages of a list. When its history is compacted between two pages, it is asked for again as a whole. */
export async function listAll(
  source: ListerWatcher<Pod>,
  signal: AbortSignal,
  report: (received: number, remaining: number | undefined) => void = () => {},
): Promise<readonly Pod[]> {
  const pods: Pod[] = [];
  const page = (limit: number, token: string) =>
    source.list({ resourceVersion: '', resourceVersionMatch: '', limit, continue: token }, signal, (items, remaining) =>
      report(pods.length + items.length, remaining),
    );
  let token = '';
  try {
    do {
      const { items, continue: next } = await page(PAGE_SIZE, token);
      for (const pod of items) pods.push(pod);
      token = next;
    } while (token !== '');
    return pods;
  } catch (thrown) {
    if (token === '' || !isContinueExpired(failureOf(thrown))) throw thrown;
    pods.length = 0;
    return (await page(0, '')).items;
  }
}
