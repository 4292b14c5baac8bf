import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { podFromWire, restartsText } from '../../../src/pods/index.ts';
import { parseRfc3339 } from '../../../src/text/index.ts';
import { wirePod } from '../../support/wire-pod.ts';

interface Recording {
  readonly printedAt: string;
  readonly cases: readonly {
    readonly pod: { readonly metadata: { readonly namespace: string } };
    readonly printed: Record<'NAME' | 'READY' | 'STATUS' | 'RESTARTS' | 'IP' | 'NODE', string>;
  }[];
}
const sample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../samples/pods/${name}.json`, import.meta.url), 'utf8'));

// The time was taken just before the server was asked, which counts in whole seconds: one second more may have begun.
const recorded = [sample('cases') as Recording, ...(sample('more-cases') as Recording[])].flatMap(
  ({ printedAt, cases }) =>
    cases.map(({ pod, printed }) => ({
      name: `${pod.metadata.namespace}/${printed.NAME}`,
      pod,
      printed,
      now: parseRfc3339(printedAt) as number,
    })),
);

describe('what the API server 1.27.2 printed for', () => {
  test.each(recorded)('$name', ({ pod, printed, now }) => {
    const row = podFromWire(wirePod(pod));
    expect({
      READY: `${row.ready}/${row.total}`,
      STATUS: row.status,
      IP: row.ip || '<none>',
      NODE: row.node || '<none>',
    }).toEqual({
      READY: printed.READY,
      STATUS: printed.STATUS,
      IP: printed.IP,
      NODE: printed.NODE,
    });
    expect([restartsText(row, now), restartsText(row, now + 1000)]).toContain(printed.RESTARTS);
  });
});
