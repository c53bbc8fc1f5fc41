import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { pairStore } from '../../relationships/index.ts';
import type { customersRoutes } from '../routes.ts';
import { billToStore } from '../store/bill-to-store.ts';
import { customerStore } from '../store/customer-store.ts';
import { toCustomerWire } from './customer-wire.ts';
import type { Deps } from './dependencies.ts';

/** Reads one customer; address, mail and custom domains only with delegated administration (CUS-2, R8). */
export const viewCustomer: Operation<typeof customersRoutes.viewCustomer, Deps> = async (
  { caller, customer: { customerId } },
  { table },
) => {
  const [customer, pair] = await Promise.all([
    customerStore(table).load(customerId),
    pairStore(table).load({ partnerId: caller.tenantId, customerId }),
  ]);
  if (!customer) return refuse('no_relationship');
  const billTo = await billToStore(table).load(customer, caller.tenantId);
  return ok({ status: 200, body: toCustomerWire(customer, pair, billTo) });
};
