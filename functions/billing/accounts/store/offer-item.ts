import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** What an offer is called and belongs to, as of an instant. */
export interface OfferName {
  readonly offerId: string;
  readonly name: string;
  readonly productName: string;
  readonly family: string;
  readonly asOf: string;
}

export const offerItem = storedKind<OfferName>({ kind: 'billedOffer', shape: 1, upgrades: [] });
