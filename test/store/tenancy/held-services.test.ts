import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goneKey, heldKey } from '../../../functions/tenancy/services/store/keys.ts';
import { serviceStore } from '../../../functions/tenancy/services/store/service-store.ts';
import { memoryTable } from '../../support/memory-table.ts';

const ids = { customerId: 'customer', family: 'office365', partnerId: 'partner', subscriptionId: 'subscription' };

/** Saves of one subscription, as events tell of them: bought, resized, gone. */
const SAVES = [
  { isHeld: true, version: 1 },
  { isHeld: true, version: 2 },
  { isHeld: false, version: 3 },
] as const;

/** Delivers them all at once, in this order, each step of each when the scheduler says; what dies is delivered again. */
async function delivered(
  saves: readonly { readonly isHeld: boolean; readonly version: number }[],
  dying: readonly number[],
  scheduler: fc.Scheduler,
): Promise<string[]> {
  let writes = 0;
  const step = (): Promise<void> => scheduler.schedule(Promise.resolve());
  const table = memoryTable({
    beforeRead: step,
    beforeWrite: async () => {
      await step();
      writes += 1;
      if (dying.includes(writes)) throw new Error('the process died');
    },
    afterWrite: () => {
      if (dying.includes(-writes)) throw new Error('the answer was lost');
    },
  });
  const deliver = async (save: (typeof saves)[number]): Promise<void> => {
    for (;;)
      try {
        return await serviceStore(table).follow(ids, save);
      } catch (error) {
        if (!(error instanceof Error && /died|lost/.test(error.message))) throw error;
      }
  };
  await scheduler.waitFor(Promise.all(saves.map(deliver)));
  return [...table.items.values()].map(({ sk }) => sk);
}

const anyOrder = fc.shuffledSubarray([...SAVES, ...SAVES], { minLength: SAVES.length * 2 });
const anyDeaths = fc.array(fc.integer({ min: -12, max: 12 }), { maxLength: 4 });

test('DAP-2: a service that is gone is gone, however its events come, at once, twice, or stopped at any write', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrder, anyDeaths, fc.scheduler(), async (saves, dying, scheduler) => {
      expect(await delivered(saves, dying, scheduler)).toEqual([goneKey(ids).sk]);
    }),
    { numRuns: 300 },
  );
});

test('DAP-2: one that is not gone is held, however its events come', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrder, anyDeaths, fc.scheduler(), async (saves, dying, scheduler) => {
      const living = saves.filter(({ isHeld }) => isHeld);
      expect(await delivered(living, dying, scheduler)).toEqual([heldKey(ids).sk]);
    }),
    { numRuns: 100 },
  );
});
