import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Metered } from '../domain/metered.ts';

export const meteredItem = storedKind<Metered>({ kind: 'meteredSubscription', shape: 1, upgrades: [] });
