import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { CustomerScope } from '../../buying/index.ts';

/** Whose a subscription is: who sold it last, to whom, and since when. */
export interface SubscriptionPlace extends CustomerScope {
  readonly since: Instant;
}
export const placeItem = storedKind<SubscriptionPlace>({ kind: 'subscriptionPlace', shape: 1, upgrades: [] });
