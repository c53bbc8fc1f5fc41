import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';

/** That a customer was told that it can choose another partner than one that is out of business (PRG-9). */
export const choiceOfferItem = storedKind<{
  readonly partnerId: string;
  readonly customerId: string;
  readonly offeredAt: Instant;
}>({ kind: 'choiceOffer', shape: 1, upgrades: [] });
