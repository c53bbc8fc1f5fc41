import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Partnership } from '../domain/partnership.ts';

export const partnershipItem = storedKind<Partnership>({
  kind: 'resellerPartnership',
  shape: 2,
  upgrades: [unfoldState],
});
