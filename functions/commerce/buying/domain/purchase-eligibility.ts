import { compareMoney, type Money, subtract } from '../../../../shared/kernel/money.ts';
import type { Refusal } from '../../../../shared/kernel/result.ts';

/** Who buys for whom, as far as the checks of a purchase ask (commerce contract 3). */
export interface Purchase {
  readonly partner: { readonly tenantId: string; readonly domain: string; readonly regionCountries: readonly string[] };
  readonly customer: {
    readonly tenantId: string;
    readonly domain: string;
    readonly country: string;
    readonly isPartner: boolean;
    readonly validation: 'allowed' | 'underReview' | 'notAllowed';
    readonly validationReason?: string | undefined;
  };
  /** What billing last said about the partner; absent as long as it said nothing. */
  readonly standing: PartnerStanding;
  readonly hasAgreement: boolean;
}

export interface PartnerStanding {
  readonly isOrderingSuspended: boolean;
  readonly creditAvailable?: Money | undefined;
}

export type EligibilityRefusal = Refusal<
  | 'ordering_suspended'
  | 'customer_under_review'
  | 'customer_not_approved'
  | 'not_eligible_for_transaction'
  | 'country_not_authorized'
  | 'customer_agreement_missing'
>;

type Check = (purchase: Purchase) => EligibilityRefusal | undefined;

/** BIL-5: collections may suspend ordering. */
const orderingAllowed: Check = ({ standing }) =>
  standing.isOrderingSuspended ? { name: 'ordering_suspended' } : undefined;

/** PRG-6: the program does no business with a customer that it does not approve. */
const customerApproved: Check = ({ customer }) => {
  if (customer.validation === 'allowed') return undefined;
  const name = customer.validation === 'underReview' ? 'customer_under_review' : 'customer_not_approved';
  return customer.validationReason === undefined
    ? { name }
    : { name, description: `The program does no business with this customer now: ${customer.validationReason}` };
};

/** PRG-5: nobody buys for itself, nor for another partner. */
const customerIsStranger: Check = ({ partner, customer }) => {
  const isOwn =
    customer.tenantId === partner.tenantId || customer.domain.toLowerCase() === partner.domain.toLowerCase();
  return isOwn || customer.isPartner ? { name: 'not_eligible_for_transaction' } : undefined;
};

/** PRG-3: the customer is in the partner's region. */
const customerInRegion: Check = ({ partner, customer }) =>
  partner.regionCountries.includes(customer.country)
    ? undefined
    : {
        name: 'country_not_authorized',
        description: `The partner is not authorized for ${customer.country}, the country of this customer.`,
      };

/** AGR-1, AGR-2: the agreement in force is attested. */
const agreementAttested: Check = ({ hasAgreement }) =>
  hasAgreement ? undefined : { name: 'customer_agreement_missing' };

/** In the order of the contract; role, account and relationship were checked before. */
const CHECKS: readonly Check[] = [
  orderingAllowed,
  customerApproved,
  customerIsStranger,
  customerInRegion,
  agreementAttested,
];

/** ORD-2: why this purchase may not be made, the first reason in the contract's order. */
export function eligibilityRefusal(purchase: Purchase): EligibilityRefusal | undefined {
  for (const check of CHECKS) {
    const refusal = check(purchase);
    if (refusal) return refusal;
  }
  return undefined;
}

/** BIL-5, billing contract M7: what the purchase costs at first is covered by the credit that is left. */
export const creditRefusal = (
  { creditAvailable }: PartnerStanding,
  incoming: Money,
): Refusal<'credit_limit_exceeded'> | undefined =>
  creditAvailable && creditAvailable.currency === incoming.currency && compareMoney(incoming, creditAvailable) > 0
    ? { name: 'credit_limit_exceeded' }
    : undefined;

/** BIL-5: what is left for the next purchase, until billing says so itself. */
export const afterPurchase = (standing: PartnerStanding, charge: Money): PartnerStanding =>
  standing.creditAvailable?.currency === charge.currency
    ? { ...standing, creditAvailable: subtract(standing.creditAvailable, charge) }
    : standing;
