import { retryOnConflict } from '../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../shared/http/call.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { checkMarket, countryRules } from '../domain/country-rules.ts';
import { type Customer, changeBillTo } from '../domain/customer.ts';
import { given } from '../domain/given.ts';
import type { tenancyRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import { pairStore } from '../store/pair-store.ts';
import { type Deps, occasionOf } from './dependencies.ts';
import { billToEtag, toBillingProfileWire, toCompanyProfileWire, toValidationWire } from './wire.ts';

type Routes = typeof tenancyRoutes.routes;

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

export const viewCustomerBillingProfile: Operation<Routes['viewCustomerBillingProfile'], Deps> = async (
  { customer: { customerId } },
  deps,
) => ok({ status: 200, body: toBillingProfileWire(await theCustomer(customerId, deps)) });

type Replace = Routes['replaceCustomerBillingProfile'];

/**
 * Changes the bill-to profile. The country stays within the partner's region (PRG-3) and the market's rules hold. A new
 * name goes into the lists of all partners of the customer in the same transaction.
 */
export const replaceCustomerBillingProfile: Operation<Replace, Deps> = (call, deps) =>
  retryOnConflict(() => replace(call, deps));

const replace = async (call: Call<Replace>, { table }: Deps): ReturnType<Operation<Replace, Deps>> => {
  const { attributes, id: _, defaultAddress, ...rest } = call.body;
  const customers = customerStore(table);
  const before = await theCustomer(call.customer.customerId, { table });
  if ((call.ifMatch ?? attributes?.etag) !== billToEtag(before.billing)) return refuse('stale_etag');
  const after = changeBillTo(before, {
    ...rest,
    ...given({ defaultAddress: defaultAddress && given(defaultAddress) }),
  });
  if (after === before) return ok({ status: 200, body: toBillingProfileWire(before) });
  const { partner } = call.caller.account;
  if (!partner?.regionCountries.includes(after.country)) return refuse('country_not_authorized');
  const market = {
    address: after.billing.defaultAddress,
    ...given({ registrationNumber: after.organizationRegistrationNumber }),
  };
  const fits = checkMarket(market, countryRules(after.country)!);
  if (!fits.ok) return fits;
  await table.write([
    ...(await customers.writes(before, after, occasionOf(call))),
    ...(await pairStore(table).renameWrites(before, after)),
    call.customer.unchanged,
  ]);
  return ok({ status: 200, body: toBillingProfileWire(after) });
};

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
