import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';

/** That a tenant was erased (CUS-6): all that is kept of it but what names no one. */
export const erasedTenantItem = storedKind<{ readonly erasedAt: Instant }>({
  kind: 'erasedTenant',
  shape: 1,
  upgrades: [],
});
