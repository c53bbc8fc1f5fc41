import type { RateCardPublished } from '../../../../events/billing.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { cardVersionStore } from '../store/card-version-store.ts';
import type { PriceSheetsDeps } from './dependencies.ts';

/** CAT-3: keeps where the rates of metered use lie. Those of shared services are on no price sheet. */
export async function keepRateCard(
  { detail, aggregateVersion: version }: EventOf<typeof RateCardPublished>,
  { table }: Pick<PriceSheetsDeps, 'table'>,
): Promise<void> {
  const { card, currency, region, cards = [] } = detail;
  if (card !== 'azure') return;
  for (const { effectiveOn, file } of cards)
    await cardVersionStore(table).keep({ currency, region }, { effectiveOn: day(effectiveOn), file, version });
}
