import { utcDay } from '../../../../shared/kernel/time.ts';
import { retireOffer as retired } from '../domain/offer-change.ts';
import { changeOneOffer } from './change-one-offer.ts';
import type { CatalogueOperation } from './dependencies.ts';

/** SUB-1: ends new sales; `renewable` (true unless said) tells whether running subscriptions still renew. */
export const retireOffer: CatalogueOperation<'retireOffer'> = async (call, deps) => {
  const { from = call.at, renewable = true } = call.body ?? {};
  const about = { at: call.at, cause: call.cause, complete: call.once.complete };
  return changeOneOffer(call.path.offerId, async (before) => retired(before, utcDay(from), renewable), about, deps);
};
