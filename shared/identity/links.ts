import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Links that carry a right (invitations, first sign-in). The token is derived with a secret from what it stands for,
 * so that the same link can be shown again while only its hash is stored, and so that the mail writer can make it
 * without the token ever being in an event.
 */
export interface LinkSubject {
  readonly kind: 'reseller-invitation' | 'advisor-invitation' | 'partnership' | 'password';
  /** Tenant, or tenant and user: see {@link linkSubjects}. */
  readonly subject: string;
  /** Counts rotations; a withdrawn link has an older one. */
  readonly generation: number;
}

export const linkToken = (secret: string, { kind, subject, generation }: LinkSubject): string =>
  createHmac('sha256', secret).update([kind, subject, generation].join('\u0000')).digest('base64url');

/** What is stored and indexed in place of the token. */
export const linkHash = (token: string): string => createHash('sha256').update(token).digest('hex');

export const sameToken = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Whom a link stands for: tenancy and the mail writer derive the same token from the same words. */
export const linkSubjects = {
  /** `resellerId`: the indirect reseller that passes its provider's link on. */
  invitation: (partnerId: string, resellerId?: string): string =>
    resellerId === undefined ? partnerId : `${partnerId}#${resellerId}`,
  password: ({ tenantId, userId }: { tenantId: string; userId: string }): string => `${tenantId}#${userId}`,
};

/** Where links lead, from the root of the portal. */
export const linkPaths = {
  invitation: (token: string, partnerId: string): string => `/invitations/${token}?partnerId=${partnerId}`,
  password: (token: string): string => `/password/${token}`,
  /** Where a password that somebody else set is replaced. */
  passwordChoice: (userName?: string): string =>
    userName === undefined ? '/password' : `/password?userName=${encodeURIComponent(userName)}`,
};
