import type { RelatedCustomer } from '../../../../shared/http/call.ts';
import { hasCustomerAgreement } from '../../../../shared/identity/access.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Money } from '../../../../shared/kernel/money.ts';
import { ok, type Result } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import {
  creditRefusal,
  type EligibilityRefusal,
  eligibilityRefusal,
  type PartnerStanding,
  type Purchase,
} from '../domain/purchase-eligibility.ts';
import { networkStore } from '../store/network-store.ts';
import type { BuyingDeps } from './dependencies.ts';

/** Who buys, for whom, when: what every purchase has at hand. */
export interface Buying {
  readonly at: Instant;
  readonly caller: Caller;
  readonly customer: RelatedCustomer;
}

/** The same, where nobody calls. */
interface Buyer extends Pick<Buying, 'at' | 'customer'> {
  readonly caller: Pick<Caller, 'tenantId' | 'account'>;
}

/**
 * ORD-2: the checks of commerce contract 3 that the dispatcher leaves to commerce, rows 5 and 7 to 10. The dispatcher
 * has checked role, account, program agreement and relationship.
 */
export async function checkPurchase(
  { at, caller, customer }: Buyer,
  { table }: Pick<BuyingDeps, 'table'>,
): Promise<Result<PartnerStanding, EligibilityRefusal>> {
  const { partner } = caller.account;
  invariant(partner, 'a buyer is a partner');
  const { account } = customer;
  const standing = await networkStore(table).standing(caller.tenantId);
  const purchase: Purchase = {
    partner: { tenantId: caller.tenantId, domain: caller.account.domain, regionCountries: partner.regionCountries },
    customer: {
      tenantId: customer.customerId,
      domain: account.domain,
      country: account.country,
      isPartner: account.partner !== undefined,
      validation: account.customer?.validation ?? 'allowed',
      validationReason: account.customer?.validationReason,
    },
    standing,
    // Who buys direct accepts the program's terms with its order: nobody attests anything for it (AGR-1).
    hasAgreement:
      caller.tenantId === DIRECT_CHANNEL ||
      hasCustomerAgreement(at, customer.agreementPolicy, customer.relationship, account.customer),
  };
  const refusal = eligibilityRefusal(purchase);
  return refusal ? { ok: false, refusal } : ok(standing);
}

/** BIL-5: whether the credit that is left covers what the purchase costs at first. */
export const overCredit = (standing: PartnerStanding, incoming: Money) => creditRefusal(standing, incoming);
