import { createApplicationConsent } from './operations/create-application-consent.ts';
import { endConsents } from './operations/end-consents.ts';
import { listMyApplicationConsents } from './operations/list-my-application-consents.ts';
import { deleteApplicationConsent, deleteMyApplicationConsent } from './operations/withdraw-consent.ts';

/** What answers each route of the slice. */
export const consentsOperations = {
  createApplicationConsent,
  deleteApplicationConsent,
  listMyApplicationConsents,
  deleteMyApplicationConsent,
} as const;

/** What takes each event that the slice listens to. */
export const consentsConsumerFunctions = {
  endConsents,
} as const;
