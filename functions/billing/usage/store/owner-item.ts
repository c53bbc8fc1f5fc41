import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { UsageOwner } from '../domain/usage-owner.ts';

/** An owner as it lies in the table; `version` counts its own saves. */
export interface StoredOwner extends UsageOwner {
  readonly version: number;
}

export const ownerItem = storedKind<StoredOwner>({ kind: 'usageOwner', shape: 1, upgrades: [] });
