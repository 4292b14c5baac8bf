import { describe, expect, test } from 'vitest';
import { KpiError } from '../../../src/flow/index.ts';
import { type Export, type ExportRequest, ExportSession, type ExportSummary } from '../../../src/recorder/index.ts';

const request: ExportRequest = { kind: 'convert', format: 'txt', input: '/a.cast', output: '/a.txt' };
const summary: ExportSummary = { output: '/a.txt', bytes: 3, facts: [], notes: [], elapsedSeconds: 1 };

/** A session whose exports end when the test says so. */
function open() {
  const { promise, resolve, reject } = Promise.withResolvers<ExportSummary>();
  let cancelled = 0;
  let changes = 0;
  let report: Parameters<ConstructorParameters<typeof ExportSession>[0]['start']>[1] = () => {};
  const session = new ExportSession({
    start: (_request, onProgress): Export => {
      report = onProgress;
      return { done: promise, cancel: () => cancelled++ };
    },
    now: () => 1000,
    onChange: () => changes++,
  });
  return { session, resolve, reject, report: () => report, cancelled: () => cancelled, changes: () => changes };
}

describe('an export session', () => {
  test('runs one at a time, tells how far it is, and keeps what was made', async () => {
    const { session, resolve, report, changes } = open();
    expect(session.start(request)).toBe(true);
    expect(session.start(request)).toBe(false);
    expect(session.state).toMatchObject({ kind: 'running', startedMs: 1000, progress: undefined });
    const progress = { fraction: 0.5, frames: 2, bytes: 9, etaSeconds: 1 };
    report()(progress);
    expect(session.state).toMatchObject({ kind: 'running', progress });
    resolve(summary);
    await expect.poll(() => session.state).toEqual({ kind: 'done', request, summary });
    expect(changes()).toBe(3);
    expect(session.start(request)).toBe(true);
  });

  test('keeps the error of one that fails', async () => {
    const { session, reject } = open();
    session.start(request);
    reject(new KpiError('CAST_WRITE', 'no', { hint: 'why' }));
    await expect
      .poll(() => session.state)
      .toMatchObject({ kind: 'failed', error: { code: 'CAST_WRITE', hint: 'why' } });
  });

  test.each([
    ['as asked', 'EXPORT_CANCELLED'],
    ['because its file is gone already', 'GIF_WRITE'],
  ])('that is cancelled and ends %s keeps nothing', async (_name, code) => {
    const { session, reject, cancelled } = open();
    session.start(request);
    const gone = session.cancel();
    expect(session.state).toMatchObject({ kind: 'running', isCancelling: true });
    expect(cancelled()).toBe(1);
    reject(new KpiError(code, 'ended'));
    await gone;
    await expect.poll(() => session.state.kind).toBe('none');
    await session.cancel();
    expect(cancelled()).toBe(1);
  });
});
