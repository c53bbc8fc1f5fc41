import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** The tenant that holds a domain. */
export const domainItem = storedKind<{ readonly tenantId: string }>({ kind: 'domain', shape: 1, upgrades: [] });
