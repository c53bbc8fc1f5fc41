import type * as z from 'zod';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import type { ApplicationConsent } from '../domain/consent.ts';

export const toConsentWire = ({
  applicationId,
  displayName,
  grants,
}: ApplicationConsent): z.input<typeof s.ApplicationConsent> => ({
  applicationId,
  displayName,
  applicationGrants: grants.map((grant) => ({ ...grant })),
  attributes: { objectType: 'ApplicationConsent' },
});

/** A consent as the customer sees it: with whose application it is. */
export const toMyConsentWire = (
  consent: ApplicationConsent,
  partnerName: string,
): z.input<typeof s.MyApplicationConsent> => ({
  ...toConsentWire(consent),
  partnerId: consent.partnerId,
  partnerName,
  consentedDate: toWireInstant(consent.givenAt),
});
