import { collection } from '../../../../shared/contracts/wire.ts';
import { pageOf } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { toWireDay, toWireInstant } from '../../../../shared/kernel/time.ts';
import { VERSIONS_PER_PAGE_MAX } from '../schemas.ts';
import type { RateVersion } from '../store/rate-card-items.ts';
import { rateCardStore } from '../store/rate-card-store.ts';
import type { RateCardsOperation } from './dependencies.ts';

/** USG-2: what was published, and how much of it, for the operator. */
export const listRateCardVersions: RateCardsOperation<'listRateCardVersions'> = async (call, deps) => {
  const versions = await rateCardStore(deps).named(call.path.cardName);
  const page = pageOf(versions, { size: VERSIONS_PER_PAGE_MAX, ...call.query });
  return ok({ status: 200, body: collection(page.items.map(toWire), offsetLinks(call, page)) });
};

const toWire = ({ currency, region, effectiveOn, meterCount, cardMeterCount, publishedAt }: RateVersion) => ({
  currency,
  region,
  effectiveDate: toWireDay(effectiveOn),
  meterCount,
  cardMeterCount,
  publishedDate: toWireInstant(publishedAt),
  attributes: { objectType: 'RateCardVersion' as const },
});
