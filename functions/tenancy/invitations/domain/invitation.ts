import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';

/** What a customer is invited to: to let the partner sell and administer, or administer alone. */
export type CustomerInvitationType = 'reseller-invitation' | 'advisor-invitation';
/** A partnership is what a provider invites resellers to. Links and events spell these words: they stay. */
export type InvitationType = CustomerInvitationType | 'partnership';

/** An invitation of a partner, for as many as like to accept it (REL-1). Whoever has its link can open it. */
export interface Invitation {
  readonly partnerId: string;
  readonly type: InvitationType;
  /** Indirect reseller that passes its provider's link on (REL-7). */
  readonly resellerId?: string;
  /** Counts withdrawals: the link of an older generation is withdrawn. */
  readonly generation: number;
  readonly version: number;
}

/** What a link stands for. */
export type LinkedInvitation = Omit<Invitation, 'version'>;

export interface Acceptance {
  readonly accepter: {
    readonly isGlobalAdmin: boolean;
    readonly isSyndication: boolean;
    readonly country: string;
    readonly isPartnerTenant: boolean;
    readonly isRejected: boolean;
  };
  readonly partner: {
    /** New business needs an active account (PRG-8). */
    readonly mayDoNewBusiness: boolean;
    readonly regionCountries: readonly string[];
  };
}
export type AcceptanceRefusal =
  | 'own_tenant_not_allowed'
  | 'customer_global_admin_required'
  | 'syndication_customer'
  | 'country_not_authorized'
  | 'customer_rejected'
  | 'account_not_active';

/**
 * May this person accept for its organisation (REL-2, R1, R7, R11, R12)? In the order of the contract: first failure
 * answers. A partner's tenant comes before all: none of its users could accept, whatever their role.
 */
export function checkAcceptance({ accepter, partner }: Acceptance): Result<true, Refusal<AcceptanceRefusal>> {
  if (accepter.isPartnerTenant) return refuse('own_tenant_not_allowed');
  if (!accepter.isGlobalAdmin) return refuse('customer_global_admin_required');
  if (accepter.isSyndication) return refuse('syndication_customer');
  if (!partner.regionCountries.includes(accepter.country)) return refuse('country_not_authorized');
  if (accepter.isRejected) return refuse('customer_rejected');
  if (!partner.mayDoNewBusiness) return refuse('account_not_active');
  return ok(true);
}
