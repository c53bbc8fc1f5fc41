import type { Upgrade } from '../../../../shared/dynamo/stored-kind.ts';

/** Costs from before they said whether anything was used. */
export const withUse: Upgrade = (record) => {
  const cost = record.cost as { readonly total: string } | undefined;
  return cost ? { ...record, cost: { ...cost, isUsed: cost.total !== '0' } } : record;
};
