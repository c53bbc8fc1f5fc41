import type * as z from 'zod';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { shownRecords } from '../../../../shared/identity/access.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import type { Succession } from '../domain/succession.ts';
import { successionStore } from '../store/succession-store.ts';

type CustomerWire = z.input<typeof s.SucceedingCustomer>;

/** Customers as the operator sees them, with what was decided of each. */
export async function toCustomersWire(
  partnerId: string,
  customerIds: readonly string[],
  table: Table,
): Promise<CustomerWire[]> {
  const decided = await successionStore(table).ofCustomers(partnerId, customerIds);
  return toWire(customerIds, decided, table);
}

/** The same for one whose decision is at hand. */
export const toCustomerWire = (of: Succession, table: Table): Promise<CustomerWire[]> =>
  toWire([of.customerId], new Map([[of.customerId, of]]), table);

async function toWire(
  customerIds: readonly string[],
  decided: ReadonlyMap<string, Succession>,
  table: Table,
): Promise<CustomerWire[]> {
  const named = new Set([...customerIds, ...[...decided.values()].map(({ successorId }) => successorId)]);
  const accounts = named.size === 0 ? [] : await shownRecords(table).accounts([...named]);
  const names = new Map(accounts.map(({ tenantId, name }) => [tenantId, name]));
  return customerIds.map((customerId): CustomerWire => {
    const of = decided.get(customerId);
    return {
      customerId,
      customerName: names.get(customerId) ?? '',
      state: of?.state ?? 'open',
      ...(of && {
        successorId: of.successorId,
        successorName: names.get(of.successorId) ?? '',
        reason: of.reason,
        decidedDate: toWireInstant(of.decidedAt),
      }),
      moved: of?.moved ?? 0,
      attributes: { objectType: 'SucceedingCustomer' },
    };
  });
}
