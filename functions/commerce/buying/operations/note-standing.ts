import type { CreditAvailable, OrderingSuspensionChanged } from '../../../../events/billing.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { networkStore } from '../store/network-store.ts';
import type { BuyingDeps } from './dependencies.ts';

/** BIL-5: keeps whether a partner may order. Told late, twice or in another order, what billing said last stays. */
export const noteOrderingSuspension = (
  { detail, aggregateVersion }: EventOf<typeof OrderingSuspensionChanged>,
  { table }: BuyingDeps,
): Promise<void> => networkStore(table).noteSuspension(detail.partnerId, detail.isSuspended, aggregateVersion);

/** BIL-5, billing contract M7: keeps what a partner may order still; likewise. */
export const noteCredit = (
  { detail, aggregateVersion }: EventOf<typeof CreditAvailable>,
  { table }: BuyingDeps,
): Promise<void> => networkStore(table).noteCredit(detail.partnerId, detail.available, aggregateVersion);
