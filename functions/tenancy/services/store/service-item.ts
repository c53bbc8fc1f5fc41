import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { CustomDomain } from '../domain/custom-domain.ts';

/** That a subscription gives a service or gave one, as of the version that it `follows`. */
export const heldServiceItem = storedKind<{ readonly follows: number }>({
  kind: 'heldService',
  shape: 1,
  upgrades: [],
});

export const customDomainItem = storedKind<CustomDomain>({ kind: 'customDomain', shape: 1, upgrades: [] });
