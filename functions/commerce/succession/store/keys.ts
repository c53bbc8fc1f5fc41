import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import { type CustomerScope, customerPartition } from '../../buying/index.ts';
import { soldBy } from '../../subscriptions/index.ts';

/** With whom does a customer of a partner out of business go on? Beside what that one sold to it. */
export const successionKey = (scope: CustomerScope): Key => ({ pk: customerPartition(scope), sk: 'SUCCESSION' });

/** Customers of a partner, by what it sold to them: those behind one, or before it. */
export const customersBehind = (partnerId: string, customerId = ''): Query => ({
  ...soldBy(partnerId),
  sk: { from: customerId === '' ? '0' : `${customerId}~` },
  limit: 1,
});
export const customersBefore = (partnerId: string, customerId: string): Query => ({
  ...soldBy(partnerId),
  sk: { before: customerId },
  descending: true,
  limit: 1,
});
