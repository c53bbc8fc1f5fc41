import type { PartnerChanged } from '../../../../events/tenancy.ts';
import type { EventDetail } from '../../../../shared/contracts/events.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** Whom a partner's invoice goes to, as tenancy last told. */
export type BillingProfile = Omit<EventDetail<typeof PartnerChanged>, 'showThirdPartyHostingSuggestions'>;

interface StoredAccount {
  readonly profile: BillingProfile;
  /** Version of the partner that the profile is of. */
  readonly sourceVersion: number;
  /** Terms that are not set are those of everybody. */
  readonly paymentTermDays?: number;
  readonly taxRatePercent?: string;
}

/** Profiles of the first shape say no culture. */
export const accountItem = storedKind<StoredAccount>({
  kind: 'billingAccount',
  shape: 2,
  upgrades: [(record) => record],
});
