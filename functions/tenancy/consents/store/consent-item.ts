import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { ApplicationConsent } from '../domain/consent.ts';

/** A consent; one that ended is kept, so that its versions go on when it is given again. */
export const applicationConsentItem = storedKind<ApplicationConsent>({
  kind: 'applicationConsent',
  shape: 1,
  upgrades: [],
});
