import { instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { partnerOf } from '../store/collections-store.ts';
import { looksQuery } from '../store/keys.ts';
import type { CollectionsDeps } from './dependencies.ts';
import { settleAndCollect } from './review-collections.ts';

/**
 * L8: takes the steps that are due about invoices that are late. Only partners of whom something is due are looked at, each as it is
 * then: after days without a run the steps of those days are taken in their order, and twice is as once.
 */
export const advanceCollections: Walk<CollectionsDeps> = {
  due: ({ scheduledAt }) => [looksQuery(utcDay(instant(scheduledAt)))],
  async each(item, { scheduledAt }, deps) {
    await settleAndCollect({ partnerId: partnerOf(item), at: scheduledAt }, deps);
    return { partners: 1 };
  },
  counts: { partners: 0 },
};
