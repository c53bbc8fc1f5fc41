import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** The operator's tenant and its first application. */
export const bootstrapItem = storedKind<{ readonly tenantId: string; readonly clientId: string }>({
  kind: 'bootstrap',
  shape: 1,
  upgrades: [],
});
