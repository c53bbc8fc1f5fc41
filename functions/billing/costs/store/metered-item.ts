import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Metered } from '../domain/metered.ts';
import { withUse } from './with-use.ts';

export const meteredItem = storedKind<Metered>({
  kind: 'meteredSubscription',
  shape: 2,
  upgrades: [withUse],
});
