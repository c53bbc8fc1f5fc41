import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** How many subscriptions of a partner have customers that begin with one digit. */
export const sizeItem = storedKind<{ readonly count: number }>({
  kind: 'billedSubscriptionCount',
  shape: 1,
  upgrades: [],
});
