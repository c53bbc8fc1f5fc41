import type { Instant } from '../../../../shared/kernel/time.ts';

/**
 * A customer's consent to an application of a partner, given by the partner on the customer's behalf (tenancy contract
 * 11.2): the customer's people may sign in through it. What the application may then do is what each of them may; the
 * grants say for which resources it was asked, and are shown as they were sent.
 */
export interface ApplicationConsent {
  readonly customerId: string;
  readonly applicationId: string;
  /** Whose application it is, and who consented. */
  readonly partnerId: string;
  readonly version: number;
  readonly displayName: string;
  readonly grants: readonly Grant[];
  readonly givenAt: Instant;
  /** User of the partner. */
  readonly givenBy: string;
  /** The version of the pair that gave the right to consent: what ended in a later one ended the consent too. */
  readonly pairVersion: number;
  readonly isInForce: boolean;
  readonly endedBy?: EndedBy;
}
export interface Grant {
  readonly enterpriseApplicationId: string;
  readonly scope: string;
}
/** `privileges`: the partner lost the delegated administration by which it had consented. */
export type EndedBy = 'customer' | 'partner' | 'privileges';

/** The consent once it has ended; the same object when it had before. */
export const ended = (consent: ApplicationConsent, endedBy: EndedBy): ApplicationConsent =>
  consent.isInForce ? { ...consent, isInForce: false, endedBy } : consent;

/** Does a consent end with delegated administration that ended in this version of the pair? Not one given after it. */
export const endsWith = (consent: ApplicationConsent, partnerId: string, pairVersion: number): boolean =>
  consent.isInForce && consent.partnerId === partnerId && consent.pairVersion < pairVersion;

/** Scopes that one grant names at most. */
const SCOPES_MAX = 100;
const SCOPE = /^[\w.:/-]{1,200}$/;

/** A list of scopes with commas between them, each once, in the order sent; undefined when it is none. */
export function scopeList(text: string): string | undefined {
  const scopes = [...new Set(text.split(',').map((scope) => scope.trim()))];
  return scopes.length <= SCOPES_MAX && scopes.every((scope) => SCOPE.test(scope)) ? scopes.join(',') : undefined;
}
