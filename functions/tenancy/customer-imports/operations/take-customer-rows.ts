import type { CustomerRowsHandedOver } from '../../../../events/commerce.ts';
import { type CustomerRowResult, CustomerRowsFile, type HandedRow } from '../../../../events/customer-rows.ts';
import { CustomerRowsTaken } from '../../../../events/tenancy.ts';
import { type EventOf, newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { isRefused } from '../../../../shared/dynamo/table.ts';
import { accessRecords } from '../../../../shared/identity/access.ts';
import { actingCaller } from '../../../../shared/identity/caller.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { causeOf, type Delivery } from '../../../../shared/messaging/consumer.ts';
import { domainStore, primaryDomain } from '../../tenants/index.ts';
import { answerKey } from '../store/keys.ts';
import { checkRow, createRow, errorOf } from './customer-row.ts';
import type { WorkDeps, Working } from './dependencies.ts';

/** Customers that are created side by side: the issuer takes some tens a second. */
const LANES = 5;

/**
 * ORD-8, CUS-1, AGR-1: works the rows of customers that commerce read from a file, for whoever began the import, as that
 * one may now, and tells what became of each. A row makes one customer however often it comes: its id follows from partner
 * and key. Where the file of the rows is gone they were done, and told, before.
 */
export async function takeCustomerRows(
  event: EventOf<typeof CustomerRowsHandedOver>,
  deps: WorkDeps,
  { receivedAt: at }: Delivery,
): Promise<void> {
  const { importId, mode, firstRow, key } = event.detail;
  const bytes = await deps.files.get(key);
  if (!bytes) return;
  const { rows } = CustomerRowsFile.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  const caller = await actingCaller(accessRecords(deps.table))(event.actor, at);
  const cause = causeOf(event);
  const results: CustomerRowResult[] = [];
  await inLanes(
    rows,
    async (row) => {
      const working = caller && { at, cause, partnerId: event.tenantId, caller };
      results.push(
        working
          ? await work[mode](row, working, deps)
          : { row: row.row, errors: [errorOf({ name: 'role_lacks_right' })] },
      );
    },
    LANES,
  );
  const about = { tenantId: event.tenantId, aggregateId: `${importId}#${event.eventId}`, occurredAt: at };
  const sorted = results.sort((a, b) => a.row - b.row);
  const taken = newEvent(CustomerRowsTaken, about, { importId, mode, firstRow, results: sorted });
  const aggregate = answerKey({ partnerId: event.tenantId, eventId: event.eventId });
  try {
    await deps.table.write(outboxWrite({ aggregate, version: 1, events: [taken], cause }));
  } catch (error) {
    // It came twice, and was told.
    if (!isRefused(error)) throw error;
  }
}

const work = { find: findRow, check: checkRow, create: createRow };

/** SUB-7: the customer of a domain, of those of the partner alone; of others it is as if there were none. */
async function findRow(
  { row, domain = '' }: HandedRow,
  { partnerId }: Working,
  { table, settings }: WorkDeps,
): Promise<CustomerRowResult> {
  const name = primaryDomain(domain, settings.customerDomainSuffixes);
  const customerId = name.ok ? await domainStore(table).holder(name.value) : undefined;
  const related = customerId && (await accessRecords(table).relationship({ partnerId, customerId }));
  return related && related.relationship === 'reseller'
    ? { row, customerId: related.customerId, errors: [] }
    : { row, errors: [errorOf({ name: 'no_relationship', field: 'domain' })] };
}
