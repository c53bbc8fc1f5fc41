import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { pairStore } from '../../relationships/index.ts';
import { checkMarket, marketStore } from '../../tenants/index.ts';
import { type Customer, changeBillTo, renamedBy } from '../domain/customer.ts';
import type { customersRoutes } from '../routes.ts';
import { billToStore } from '../store/bill-to-store.ts';
import { customerStore } from '../store/customer-store.ts';
import { billToEtag, toBillingProfileWire, toCompanyProfileWire, toValidationWire } from './customer-wire.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof customersRoutes;

async function theCustomer(customerId: string, { table }: Pick<Deps, 'table'>): Promise<Customer> {
  const customer = await customerStore(table).load(customerId);
  invariant(customer, 'a related customer exists');
  return customer;
}

/** Address and mail only with delegated administration (R8). */
export const viewCustomerCompanyProfile: Operation<Routes['viewCustomerCompanyProfile'], Deps> = async (
  { customer: { customerId, relationship } },
  deps,
) => ok({ status: 200, body: toCompanyProfileWire(await theCustomer(customerId, deps), relationship.delegatedAdmin) });

/** Whom this partner bills for the customer; another partner's profile is its own. */
export const viewCustomerBillingProfile: Operation<Routes['viewCustomerBillingProfile'], Deps> = async (
  { caller, customer: { customerId } },
  deps,
) => {
  const billTo = await billToStore(deps.table).load(await theCustomer(customerId, deps), caller.tenantId);
  return ok({ status: 200, body: toBillingProfileWire(customerId, billTo) });
};

type Replace = Routes['replaceCustomerBillingProfile'];

/**
 * Changes whom the partner bills for the customer. The country stays within the partner's region (PRG-3) and the market's
 * rules hold; the customer's own country and company profile stay as they are. The name that the creating partner gives is
 * the customer's; it stands in the own list at once, and in those of its other partners in moments (`follow-names.ts`).
 */
export const replaceCustomerBillingProfile: Operation<Replace, Deps> = (call, deps) =>
  retryOnConflict(() => replace(call, deps));

const replace = async (call: Call<Replace>, { table }: Deps): ReturnType<Operation<Replace, Deps>> => {
  const { attributes, id: _, defaultAddress, ...rest } = call.body;
  const ids = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const customer = await theCustomer(ids.customerId, { table });
  const before = await billToStore(table).load(customer, ids.partnerId);
  if ((call.ifMatch ?? attributes?.etag) !== billToEtag(before)) return refuse('stale_etag');
  const sent = { ...rest, ...given({ defaultAddress: defaultAddress && given(defaultAddress) }) };
  const changed = changeBillTo(before, sent);
  if (!changed.ok) return changed;
  const after = changed.value;
  if (after === before) return ok({ status: 200, body: toBillingProfileWire(ids.customerId, before) });
  const { country } = after.defaultAddress;
  const place = await marketStore(table).market(country);
  if (!place || place.region !== call.caller.account.partner?.region) return refuse('country_not_authorized');
  const market = {
    address: after.defaultAddress,
    ...given({ registrationNumber: customer.organizationRegistrationNumber }),
  };
  const fits = checkMarket(market, place.rules);
  if (!fits.ok) return fits;
  await table.write([
    ...billToStore(table).writes(ids, before, after, occasionOf(call)),
    ...(await renameWrites(customer, renamedBy(customer, ids.partnerId, after), call, { table })),
    call.customer.unchanged,
  ]);
  return ok({ status: 200, body: toBillingProfileWire(ids.customerId, after) });
};

async function renameWrites(before: Customer, after: Customer, call: Call<Replace>, { table }: Pick<Deps, 'table'>) {
  if (after === before) return [];
  const own = await customerStore(table).writes(before, after, occasionOf(call));
  const ids = { partnerId: call.caller.tenantId, customerId: after.customerId };
  return [...own, ...(await pairStore(table).renameWrites(ids, after))];
}

/** What the program says about doing business with the customer (PRG-6); 404 when it was never vetted. */
export const viewValidationStatus: Operation<Routes['viewValidationStatus'], Deps> = async (
  { customer: { customerId } },
  deps,
) => {
  const customer = await theCustomer(customerId, deps);
  if (!customer.validation.at) return refuse('account_status_missing');
  const { reason: _, ...body } = toValidationWire(customer);
  return ok({ status: 200, body });
};
