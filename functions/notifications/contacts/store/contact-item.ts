import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { PartnerUser } from '../domain/recipients.ts';

/** A partner as its own latest event tells of it. */
export const partnerContactItem = storedKind<{ readonly companyName: string; readonly version: number }>({
  kind: 'partnerContact',
  shape: 1,
  upgrades: [],
});

/** One of its users, likewise. */
export const userContactItem = storedKind<{ readonly user: PartnerUser; readonly version: number }>({
  kind: 'userContact',
  shape: 1,
  upgrades: [],
});
