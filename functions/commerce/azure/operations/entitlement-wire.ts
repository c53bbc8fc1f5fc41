import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import { type Subscription, statusAt } from '../../subscriptions/index.ts';

/** Where an entitlement is; its id is that of its subscription, as subscriptions show it. */
export const entitlementPath = ({ customerId, subscriptionId }: Subscription): string =>
  `/customers/${customerId}/subscriptions/${subscriptionId.toUpperCase()}/azureEntitlements/${subscriptionId}`;

/** USG-1: an entitlement runs with its subscription, unless it was cancelled. */
export const toEntitlementWire = (of: Subscription, at: Instant): z.input<typeof s.AzureEntitlement> => ({
  id: of.subscriptionId,
  friendlyName: of.friendlyName,
  status: statusAt(of, at) === 'active' && of.entitlementCancelledAt === undefined ? 'active' : 'inactive',
  subscriptionId: of.subscriptionId.toUpperCase(),
  links: { self: link(entitlementPath(of)) },
  attributes: { objectType: 'AzureEntitlement' },
});
