import type { RateCardPublished } from '../../../../events/billing.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { rateCardStore } from '../store/rate-card-store.ts';
import type { BuyingDeps } from './dependencies.ts';

/** CAT-4: metered offers have no price in a list; they are sold where a rate card is in force. Shared services are not sold. */
export async function noteRateCard(event: EventOf<typeof RateCardPublished>, { table }: BuyingDeps): Promise<void> {
  const { card, effectiveOn, ...place } = event.detail;
  if (card === 'azure') await rateCardStore(table).note(place, day(effectiveOn));
}
