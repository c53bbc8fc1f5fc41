import { newBusinessRefusal } from '../../../../shared/http/authorize.ts';
import type { RelatedCustomer } from '../../../../shared/http/call.ts';
import { type AccessRecords, relationshipUnchanged } from '../../../../shared/identity/access.ts';
import type { CallerAccount } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { checkPurchase } from '../../buying/index.ts';
import type { SuccessionDeps } from './dependencies.ts';

type Refused = Result<never, Refusal<'resource_not_found' | 'invalid_property'>>;

/** Only what a partner out of business sold goes on with others (PRG-9). */
export async function closedPartnerRefusal(partnerId: string, records: AccessRecords): Promise<Refused | undefined> {
  const partner = (await records.account(partnerId))?.partner;
  if (!partner) return refuse('resource_not_found');
  return partner.status === 'outOfBusiness'
    ? undefined
    : refuse('invalid_property', {
        field: 'partnerId',
        description: `The partner is not out of business but ${partner.status}.`,
      });
}

/** Who takes over, and for whom, as it was checked. */
export interface Successor {
  readonly account: CallerAccount;
  readonly customer: RelatedCustomer;
}

/**
 * Taking over is as good as a purchase: the customer has accepted the new partner, whose account is active, may sell to it, and has
 * its agreement attested (ORD-2). Refuses with the first of these reasons that does not hold.
 */
export async function checkSuccessor(
  ids: { readonly successorId: string; readonly customerId: string },
  at: Instant,
  deps: Pick<SuccessionDeps, 'table' | 'records'>,
): Promise<Result<Successor, Refusal<'invalid_property'>>> {
  const { records } = deps;
  const { successorId, customerId } = ids;
  const refused = (field: string, description: string) => refuse('invalid_property', { field, description });
  const [stored, view] = await Promise.all([
    records.account(successorId),
    records.customerView({ partnerId: successorId, customerId }),
  ]);
  const partner = stored?.partner;
  if (!stored || !partner || !SELLERS.has(partner.programRole))
    return refused('successorId', 'Name a direct partner or an indirect provider.');
  const { customer: account, relationship, agreementPolicy } = view;
  if (!account || relationship?.relationship !== 'reseller')
    return refused('successorId', 'The customer has not accepted this partner: it accepts its invitation first.');
  const regionCountries = partner.regionCountries ?? (await records.region(partner.region))?.countries ?? [];
  const successor: CallerAccount = { ...stored, partner: { ...partner, regionCountries } };
  if (newBusinessRefusal({ account: successor }, at))
    return refused('successorId', 'The account of this partner is not active, so it does no new business.');
  const { isPremise: _, ...unchanged } = relationshipUnchanged(relationship);
  const customer = { customerId, account, relationship, agreementPolicy, unchanged };
  const purchase = await checkPurchase({ at, caller: { tenantId: successorId, account: successor }, customer }, deps);
  if (!purchase.ok) return refused('successorId', `${WHY[purchase.refusal.name]}`);
  return ok({ account: successor, customer });
}

/** PRG-1: who sells here. */
const SELLERS: ReadonlySet<string> = new Set(['directPartner', 'indirectProvider']);

/** Why a purchase of the new partner would be refused, said to the operator. */
const WHY = {
  ordering_suspended: 'Ordering of this partner is suspended because its payments are late.',
  customer_under_review: 'The customer is under review.',
  customer_not_approved: 'The program does no business with this customer.',
  not_eligible_for_transaction: 'A partner does not sell to itself nor to another partner.',
  country_not_authorized: 'This partner is not authorized for the country of the customer.',
  customer_agreement_missing: 'The customer agreement is not attested with this partner.',
} as const;
