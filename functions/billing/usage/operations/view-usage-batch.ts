import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { usageRoutes } from '../routes.ts';
import { batchStore } from '../store/batch-store.ts';
import { toBatchWire } from './batch-wire.ts';
import type { UsageDeps } from './dependencies.ts';

type Routes = typeof usageRoutes;

/** USG-3: what became of a batch; loading until every record of it is counted or told apart. */
export const viewUsageBatch: Operation<Routes['viewUsageBatch'], UsageDeps> = async (call, { table }) => {
  const batchId = call.path.batchId.toLowerCase();
  const found = await batchStore(table).find(batchId);
  if (!found) return refuse('resource_not_found');
  return ok({ status: 200, body: toBatchWire(batchId, found.batch, found.isLoading) });
};
