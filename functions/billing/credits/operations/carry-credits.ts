import { retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { nextBillingDate } from '../../../../shared/kernel/billing-period.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { accountStore } from '../../accounts/index.ts';
import type { Credit } from '../domain/credit.ts';
import { carriedWrites, creditStore } from '../store/credit-store.ts';

/**
 * Puts the credits of a subscription that an invoice leaves out on the next one, each once; harmless when repeated. The period is
 * locked, so that none is granted or withdrawn meanwhile.
 */
export const carryCredits = (
  of: Pick<Credit, 'partnerId' | 'kind' | 'billingOn' | 'customerId' | 'subscriptionId'>,
  { table }: { readonly table: Table },
): Promise<void> =>
  retryOnConflict(async () => {
    const left = await creditStore(table).ofSubscription(of);
    if (left.length === 0) return;
    const account = await accountStore(table).load(of.partnerId);
    invariant(account?.profile.billingDay, 'a partner that is invoiced has a billing day');
    const next = nextBillingDate(of.billingOn, account.profile.billingDay);
    for (const credit of left) await table.write(carriedWrites(credit, next));
  });
