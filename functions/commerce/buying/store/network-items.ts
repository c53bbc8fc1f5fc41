import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** What commerce keeps of other contexts' facts about partners. `asOf` orders them: the newest fact stays. */

/** The company behind a network id. */
export interface NetworkCompany {
  readonly partnerId: string;
  readonly programRole: string;
  readonly asOf: number;
}
export const networkIdItem = storedKind<NetworkCompany>({ kind: 'networkId', shape: 1, upgrades: [] });

/** A reseller that works under a provider, or did. */
export interface Partnership {
  readonly resellerId: string;
  readonly isActive: boolean;
  readonly hasSignedAgreement: boolean;
  readonly asOf: number;
}
export const partnershipItem = storedKind<Partnership>({ kind: 'partnership', shape: 1, upgrades: [] });

/** How a partner stands with billing. */
export interface StoredStanding {
  readonly isOrderingSuspended?: boolean;
  /** Version of what billing said last of it. */
  readonly suspensionAsOf?: number;
  readonly creditAvailable?: { readonly amount: string; readonly currency: string };
  readonly creditAsOf?: number;
}
/** The first shape had no versions, the second none of credit. */
export const standingItem = storedKind<StoredStanding>({
  kind: 'partnerStanding',
  shape: 3,
  upgrades: [(record) => record, (record) => record],
});
