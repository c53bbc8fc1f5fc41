import type { EventRecord } from '../../../../shared/contracts/events.ts';
import type { Delivery } from '../../../../shared/messaging/consumer.ts';
import type { CreditDeps } from './dependencies.ts';
import { wantCredit } from './want-credit.ts';

type Consumer<E, Deps> = (event: E, deps: Deps, delivery: Delivery) => Promise<void>;

/** M7: a consumer after which the credit of the event's partner is asked for. Whoever is interrupted between is delivered again. */
export const followsCredit =
  <E extends Pick<EventRecord, 'tenantId'>, Deps>(take: Consumer<E, Deps>): Consumer<E, Deps & CreditDeps> =>
  async (event, deps, delivery) => {
    await take(event, deps, delivery);
    await wantCredit({ partnerId: event.tenantId, at: delivery.receivedAt }, deps);
  };
