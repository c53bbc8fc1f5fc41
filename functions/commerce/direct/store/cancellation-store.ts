import { DirectCancellationRequested } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Subscription } from '../../subscriptions/index.ts';
import { cancellationKey } from './keys.ts';

/** That support was asked to cancel a direct subscription: with the number of the service request (ORD-7). */
export interface RequestedCancellation {
  readonly subscriptionId: string;
  readonly serviceRequestId: string;
  readonly requestedAt: Instant;
  /** Licences that end with it. */
  readonly licences: number;
  /** The partner that asked on the customer's behalf. */
  readonly partnerId?: string | undefined;
}
export const requestedCancellationItem = storedKind<RequestedCancellation>({
  kind: 'requestedCancellation',
  shape: 1,
  upgrades: [],
});

const keyOf = ({ customerId, subscriptionId, activations = 0 }: Subscription) =>
  cancellationKey({ customerId, subscriptionId, activations: String(activations) });

export const cancellationStore = (table: Table) => ({
  /** What was asked since the subscription last began to run. */
  async load(of: Subscription): Promise<RequestedCancellation | undefined> {
    const item = await table.get(keyOf(of), { consistent: true });
    return item && requestedCancellationItem.fromItem(item);
  },
});

/** Writes that ask support, with the event that it takes up: two. They fail when it was asked before. */
export function requestWrites(of: Subscription, asked: RequestedCancellation, cause: Cause): Write[] {
  const { customerId, subscriptionId, offerName } = of;
  const about = { tenantId: customerId, aggregateId: subscriptionId, occurredAt: asked.requestedAt };
  const event = newEvent(DirectCancellationRequested, about, {
    customerId,
    subscriptionId,
    offerName,
    serviceRequestId: asked.serviceRequestId,
    licences: asked.licences,
    ...(asked.partnerId !== undefined && { partnerId: asked.partnerId }),
  });
  const aggregate = keyOf(of);
  return [
    putNew(requestedCancellationItem.toItem(aggregate, asked)),
    ...outboxWrite({ aggregate, version: 1, events: [event], cause }),
  ];
}
