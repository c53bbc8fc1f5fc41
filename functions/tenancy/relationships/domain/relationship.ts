import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Contact } from '../../tenants/domain/contact.ts';

/** What one partner and one customer are to each other (REL-3, REL-4, DAP-1). */
export interface PairState {
  readonly relationship: 'none' | 'advisor' | 'reseller';
  readonly delegatedAdmin: boolean;
}
export const strangers: PairState = { relationship: 'none', delegatedAdmin: false };

export type PairEvent =
  | 'partnerCreatedCustomer'
  | 'customerAcceptedResellerInvitation'
  | 'customerAcceptedAdvisorInvitation'
  | 'customerRemovedPrivileges'
  | 'partnerGaveUpPrivileges'
  | 'partnerRemovedRelationship'
  | 'partnerTerminated';

/**
 * The pair's state machine (tenancy contract 1). Total: every event is allowed in every state, so that a repeat changes
 * nothing. Accepting always grants delegated administration; taking it away ends an advisor's relationship, but never a
 * reseller's (R8).
 */
export function nextPairState(before: PairState, event: PairEvent): PairState {
  switch (event) {
    case 'partnerCreatedCustomer':
    case 'customerAcceptedResellerInvitation':
      return { relationship: 'reseller', delegatedAdmin: true };
    case 'customerAcceptedAdvisorInvitation':
      return { relationship: before.relationship === 'reseller' ? 'reseller' : 'advisor', delegatedAdmin: true };
    case 'customerRemovedPrivileges':
    case 'partnerGaveUpPrivileges':
      return { relationship: before.relationship === 'reseller' ? 'reseller' : 'none', delegatedAdmin: false };
    case 'partnerRemovedRelationship':
    case 'partnerTerminated':
      return strangers;
  }
}

/** One span of delegated administration. */
export interface Grant {
  readonly grantedAt: Instant;
  readonly source: GrantSource;
  readonly endedAt?: Instant;
  readonly endedBy?: 'customer' | 'partner' | 'operator';
}
export type GrantSource = 'tenantCreation' | 'invitation' | 'advisorRequest';

/** A partner's confirmation that the customer accepted the customer agreement (AGR-1). */
export interface Confirmation {
  readonly templateId: string;
  readonly agreementType: string;
  readonly agreedAt: Instant;
  readonly primaryContact: Contact;
  readonly userId: string;
  readonly confirmedAt: Instant;
}

/** Confirmations of one version that a pair keeps, one for each contact: they lie in its item, which every call reads. */
export const CONFIRMATIONS_MAX = 10;
/** Spans of delegated administration that a pair keeps; the oldest that have ended go. The audit log has every change. */
const GRANTS_MAX = 100;

/** The pair of a partner and a customer, with its history of grants and confirmations. */
export interface Pair extends PairState {
  readonly partnerId: string;
  readonly customerId: string;
  readonly version: number;
  /** Since when the relationship is what it is. */
  readonly since?: Instant;
  /** Indirect reseller for which the provider created or invited the customer (REL-7). */
  readonly resellerId?: string;
  readonly grants: readonly Grant[];
  readonly confirmations: readonly Confirmation[];
}

export const newPair = (partnerId: string, customerId: string): Pair => ({
  ...strangers,
  partnerId,
  customerId,
  version: 0,
  grants: [],
  confirmations: [],
});

const SOURCES: Partial<Record<PairEvent, GrantSource>> = {
  partnerCreatedCustomer: 'tenantCreation',
  customerAcceptedResellerInvitation: 'invitation',
  customerAcceptedAdvisorInvitation: 'advisorRequest',
};
const ENDERS: Partial<Record<PairEvent, Grant['endedBy']>> = {
  customerRemovedPrivileges: 'customer',
  partnerGaveUpPrivileges: 'partner',
  partnerRemovedRelationship: 'partner',
  partnerTerminated: 'operator',
};

/** Who is behind a change, as its event names it. */
export const sourceOf = (event: PairEvent): GrantSource | 'customer' | 'partner' | 'operator' =>
  SOURCES[event] ?? ENDERS[event]!;

/** The pair after an event; the same object when nothing changes. A grant is opened or closed with it. */
export function applyPairEvent(pair: Pair, event: PairEvent, at: Instant, resellerId?: string): Pair {
  const after = nextPairState(pair, event);
  const isSame = after.relationship === pair.relationship && after.delegatedAdmin === pair.delegatedAdmin;
  if (isSame && (resellerId === undefined || resellerId === pair.resellerId)) return pair;
  return {
    ...pair,
    ...after,
    ...(after.relationship !== pair.relationship && { since: at }),
    ...(resellerId !== undefined && { resellerId }),
    grants: grantsAfter(pair, after, event, at),
  };
}

function grantsAfter(pair: Pair, after: PairState, event: PairEvent, at: Instant): readonly Grant[] {
  if (after.delegatedAdmin === pair.delegatedAdmin) return pair.grants;
  const source = SOURCES[event];
  if (source) return [...pair.grants.slice(1 - GRANTS_MAX), { grantedAt: at, source }];
  const endedBy = ENDERS[event];
  return pair.grants.map((grant) => (grant.endedAt || !endedBy ? grant : { ...grant, endedAt: at, endedBy }));
}

/**
 * Adds a confirmation (AGR-1). Refuses the same template with the same contact again: a changed name, mail or phone
 * makes a new one; and more than {@link CONFIRMATIONS_MAX} of one version, of which the first gave the right to sell.
 */
export function confirmAgreement(
  pair: Pair,
  confirmation: Confirmation,
): Result<Pair, Refusal<'agreement_confirmation_exists' | 'too_many_confirmations'>> {
  const isSame = (known: Confirmation): boolean =>
    known.templateId === confirmation.templateId &&
    contactKey(known.primaryContact) === contactKey(confirmation.primaryContact);
  if (pair.confirmations.some(isSame)) return refuse('agreement_confirmation_exists');
  const ofVersion = pair.confirmations.filter(({ templateId }) => templateId === confirmation.templateId);
  if (ofVersion.length >= CONFIRMATIONS_MAX) return refuse('too_many_confirmations');
  return ok({ ...pair, confirmations: [...pair.confirmations, confirmation] });
}

const contactKey = ({ firstName, lastName, email, phoneNumber = '' }: Contact): string =>
  [firstName, lastName, email, phoneNumber].map((part) => part.trim().toLowerCase()).join('\n');
