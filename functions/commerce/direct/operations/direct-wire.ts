import type * as z from 'zod';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { startOfDay } from '../../../../shared/kernel/time.ts';
import { isDirect, pricingOf } from '../../buying/index.ts';
import type * as s from '../../schemas.ts';
import { type Subscription, type SubscriptionView, toSubscriptionsWire } from '../../subscriptions/index.ts';

type DirectWire = z.input<typeof s.DirectSubscription>;

/** Direct subscriptions as their customer sees them, and who administers them on its behalf (commerce contract 19.4). */
export async function toDirectWire(all: readonly Subscription[], view: SubscriptionView): Promise<DirectWire[]> {
  const wires = await toSubscriptionsWire(all, view);
  return wires.map((wire, index) => ({
    ...asCustomerSees(wire),
    friendlyName: wire.friendlyName,
    channel: 'direct' as const,
    ...priceOf(all[index]!),
  }));
}

/** What was sold by a partner as its customer sees it: the partner's name for it and its reseller are its own affair. */
export const asCustomerSees = ({ partnerId: _, links: __, ...wire }: z.input<typeof s.Subscription>) => ({
  ...wire,
  friendlyName: wire.offerName,
  links: {},
});

/** List price of a seat and of all seats for one cycle, before tax; none of metered use. */
function priceOf(of: Subscription): Pick<DirectWire, 'price'> {
  const pricing =
    isDirect(of) && pricingOf({ ...of, anchorOn: of.termStartOn, purchasedAt: startOfDay(of.termStartOn) });
  return pricing
    ? {
        price: {
          currencyCode: of.currency,
          unitPrice: amountNumber(pricing.unit),
          cyclePrice: amountNumber(pricing.extended),
        },
      }
    : {};
}
