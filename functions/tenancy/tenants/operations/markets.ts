import type { Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Address } from '../domain/contact.ts';
import { addressFault } from '../domain/country-rules.ts';
import type { tenantsRoutes } from '../routes.ts';
import { marketStore } from '../store/market-store.ts';
import type { Deps } from './dependencies.ts';
import { toRulesWire } from './market-wire.ts';

type Routes = typeof tenantsRoutes;

/** Inner code that clients look for in the description. */
const ADDRESS_CODE = '60071';

/** Checks an address against its market; the description of a refusal is JSON text, as clients read it. */
export const validateAddress: Operation<Routes['validateAddress'], Deps> = async ({ body }, { table }) => {
  const address: Address = given(body);
  const rules = (await marketStore(table).market(address.country))?.rules;
  const fault = rules
    ? addressFault(address, rules)
    : { field: 'country' as const, reason: 'The program is not sold in this country.' };
  if (!fault) return ok({ status: 200, body: true });
  const description = JSON.stringify({
    code: ADDRESS_CODE,
    reason: fault.reason,
    corrected_address: snakeCased(address),
    object_type: 'AddressValidation',
    resource_status: 'Active',
  });
  return refuse('address_invalid', { field: fault.field, description });
};

const snakeCased = (address: Address): Record<string, string> =>
  Object.fromEntries(
    Object.entries(address).map(([name, value]) => [
      name.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`),
      value as string,
    ]),
  );

/** What a market asks of addresses and companies; 404 where the program is not sold (tenancy contract 9.1). */
export const viewCountryRules: Operation<Routes['viewCountryRules'], Deps> = async ({ path }, { table }) => {
  const market = await marketStore(table).market(path.country.toUpperCase());
  return market ? ok({ status: 200, body: toRulesWire(market.rules) }) : refuse('resource_not_found');
};
