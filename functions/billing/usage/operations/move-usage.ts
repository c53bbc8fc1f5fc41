import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { addDays, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { movedSheets } from '../domain/moved-usage.ts';
import { ownerOn } from '../domain/usage-owner.ts';
import { headStore } from '../store/head-store.ts';
import { ownerStore } from '../store/owner-store.ts';
import { usageStore } from '../store/sheet-store.ts';
import type { FoldDeps } from './dependencies.ts';

type Deps = Pick<FoldDeps, 'table' | 'files'>;

/**
 * Usage of days that a subscription was not a partner's any more goes over to who had it (PRG-9): it was counted before the
 * succession was told of. Every step rests on the version of the head, as folds do: one that was prepared with the owners of
 * before begins anew. Harmless when repeated: what went over is not held any more.
 */
export async function moveUsage(subscriptionId: string, reportedAt: Instant, deps: Deps): Promise<void> {
  const heads = headStore(deps.table);
  await retryOnConflict(async () => {
    const head = await heads.load(subscriptionId);
    await deps.table.write([heads.write(subscriptionId, { ...head, version: head.version + 1 })]);
  });
  const owners = await ownerStore(deps.table).of(subscriptionId);
  const reportedOn = utcDay(reportedAt);
  const store = usageStore(deps);
  for (const { partnerId, customerId, until } of owners) {
    if (until === undefined || until > reportedOn) continue;
    const days = { start: until, end: addDays(reportedOn, 1) };
    for (const { usageOn } of await store.ofSubscription(partnerId, customerId, subscriptionId, days)) {
      const next = ownerOn(owners, usageOn);
      // One whose beginning has not been told of takes over when it is.
      if (!next || next.partnerId === partnerId) continue;
      const ids = { partnerId, customerId, subscriptionId };
      const theirs = { partnerId: next.partnerId, customerId: next.customerId, subscriptionId };
      await retryOnConflict(async () => {
        const head = await heads.load(subscriptionId);
        const from = (await store.sheet(ids, usageOn))?.rows ?? [];
        const moved = movedSheets({ from, to: (await store.sheet(theirs, usageOn))?.rows ?? [] }, reportedOn);
        if (!moved) return;
        await deps.table.write([
          heads.write(subscriptionId, { ...head, version: head.version + 1 }),
          await store.write({ ...ids, usageOn, rows: moved.from }),
          await store.write({ ...theirs, usageOn, rows: moved.to }),
        ]);
      });
    }
  }
}
