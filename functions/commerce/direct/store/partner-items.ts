import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** What commerce keeps of tenancy's facts for customers. `asOf` orders them: the newest fact stays. */

/** A partner that a customer has or had. */
export interface CustomersPartner {
  readonly partnerId: string;
  readonly customerId: string;
  readonly relationship: string;
  readonly asOf: number;
}
export const customersPartnerItem = storedKind<CustomersPartner>({ kind: 'customersPartner', shape: 1, upgrades: [] });

/** How a partner gives support (PRG-12). */
export interface PartnerSupport {
  readonly email?: string | undefined;
  readonly telephone?: string | undefined;
  readonly website?: string | undefined;
  readonly asOf: number;
}
export const partnerSupportItem = storedKind<PartnerSupport>({ kind: 'partnerSupport', shape: 1, upgrades: [] });
