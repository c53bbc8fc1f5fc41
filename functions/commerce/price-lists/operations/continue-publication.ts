import type { PriceListPublicationAdvanced } from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { publicationStore } from '../store/publication-store.ts';
import type { PriceListsDeps } from './dependencies.ts';

/**
 * CAT-4: takes a publication one step further, from where the event left it. The step saves where it came to with the
 * next event, so that the chain goes on whoever stops; an event that comes twice or late finds it further, and does
 * nothing.
 */
export async function continuePublication(
  event: EventOf<typeof PriceListPublicationAdvanced>,
  { table }: Pick<PriceListsDeps, 'table'>,
): Promise<void> {
  const { month } = event.detail;
  const publications = publicationStore(table);
  const publication = await publications.load(month);
  if (publication?.version !== event.aggregateVersion) return;
  const occasion = { at: instant(event.occurredAt), cause: causeOf(event) };
  await retryOnConflict(() => publications.step(month, { ...occasion, complete: () => [] }));
}
