import type { Write } from '../../shared/dynamo/table.ts';
import type { MemoryTableHooks } from '../support/memory-table.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import type { Scheduler, Task } from './scheduler.ts';

/** No context writes what another one owns, and nobody writes a partner's records on behalf of another partner. */
export function ownKeysOnly(tasks: Scheduler, partnerIds: ReadonlySet<string>): MemoryTableHooks {
  return {
    ...tasks.hooks,
    async beforeWrite(writes) {
      const task = tasks.running();
      if (task) for (const write of writes) assertOwn(task, write, partnerIds);
      await tasks.hooks.beforeWrite?.(writes);
    },
  };
}

function assertOwn({ context, tenantId, what }: Task, write: Write, partnerIds: ReadonlySet<string>): void {
  const partition = partitionOf(write);
  const [owner, ...rest] = partition.split('#');
  // Tenancy alone writes access records; a purchase holds that they are as it read them, and counts what is sold; the end
  // of a relationship holds the count. Every context says how its jobs go.
  const isOwn =
    owner === context.toUpperCase() ||
    owner === 'JOBS' ||
    (owner === 'ACCESS' && (context === 'tenancy' || 'check' in write)) ||
    (owner === 'SALES' && (context === 'commerce' || 'check' in write));
  if (!isOwn) throw new BrokenInvariantError(`${what} of ${context} wrote ${partition}`);
  // What is told of a customer is in the log of its partner.
  const isPartners = tenantId !== undefined && partnerIds.has(tenantId);
  const foreign = isPartners && rest.some((part) => partnerIds.has(part) && part !== tenantId);
  if (foreign) throw new BrokenInvariantError(`${what} on behalf of ${tenantId} wrote ${partition}`);
}

const partitionOf = (write: Write): string =>
  'put' in write
    ? write.put.pk
    : 'delete' in write
      ? write.delete.pk
      : 'check' in write
        ? write.check.pk
        : write.update.pk;
