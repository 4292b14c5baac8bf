import { describe, expect, test } from 'vitest';
import { soakInformers } from '../support/informer-soak.ts';
import { whyNoKube } from '../support/kube-peer.ts';

const missing = whyNoKube();

describe.skipIf(missing !== undefined)(
  `informers in trouble${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    // bench/informer-soak.ts is the same for half an hour.
    test('see every change once and in order, and have in the end what the server has', async () => {
      const { historyBroken, harms, changes, witnesses } = await soakInformers({
        seconds: 36,
        pods: 300,
        rate: 200,
        apiRate: 5,
        seed: 1,
        harms: [
          { atSeconds: 4, harm: 'cut' },
          { atSeconds: 7, harm: 'cut' },
          { atSeconds: 10, harm: 'blackout' },
          { atSeconds: 24, harm: 'jump' },
          { atSeconds: 28, harm: 'cut' },
        ],
      });
      expect(historyBroken).toBeUndefined();
      expect(harms).toMatchObject({ cut: 3, blackout: 1, jump: 1 });
      expect(changes).toBeGreaterThan(1000);
      for (const { name, comparison, counts, violations, notes, work, differences, isQuiet } of witnesses) {
        expect({ name, violations, ...comparison }).toMatchObject({
          name,
          violations: [],
          lost: 0,
          doubled: 0,
          invented: 0,
          misplaced: 0,
        });
        expect(comparison.seen).toBeGreaterThan(500);
        expect(counts.tombstones).toBeGreaterThan(0);
        expect(notes.gone).toBeGreaterThan(0);
        expect(work.requeued).toBeGreaterThan(0);
        expect(work.dropped).toBe(0);
        expect(differences).toEqual({ server: 0, model: 0, index: 0, workers: 0, store: 0 });
        expect(isQuiet).toBe(true);
      }
    });
  },
);
