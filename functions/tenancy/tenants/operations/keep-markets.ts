import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { etagMatches } from '../../../../shared/http/etag.ts';
import { alike, replaced } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { changeRegions } from '../domain/region-table.ts';
import type { tenantsRoutes } from '../routes.ts';
import { marketStore } from '../store/market-store.ts';
import type { Deps } from './dependencies.ts';
import { regionsEtag, toRegionsWire, toRulesWire } from './market-wire.ts';

type Routes = typeof tenantsRoutes;

/** The regions of the program with their markets (PRG-3). */
export const listRegions: Operation<Routes['listRegions'], Deps> = async (_, { table }) =>
  ok({ status: 200, body: toRegionsWire(await marketStore(table).regions()) });

/**
 * Replaces the regions (PRG-3): who creates or invites a customer is asked for its region as it is now at the next call,
 * orders follow within two minutes. What was sold, and the regions of partners, stay as they are.
 */
export const replaceRegions: Operation<Routes['replaceRegions'], Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const markets = marketStore(table);
    const before = await markets.regions();
    if (!etagMatches(call.ifMatch, regionsEtag(before))) return refuse('stale_etag');
    const sent = call.body.items.map(({ name, markets, territories = [] }) => ({ name, markets, territories }));
    const changed = changeRegions(before, sent);
    if (!changed.ok) return changed;
    if (alike(before.regions, changed.value)) return ok({ status: 200, body: toRegionsWire(before) });
    const occasion = { ...occasionOf(call), tenantId: call.caller.tenantId };
    await table.write(markets.regionWrites(before, changed.value, occasion));
    return ok({ status: 200, body: toRegionsWire({ version: before.version + 1, regions: changed.value }) });
  });

/** Changes what a market asks of addresses and companies: it counts at the next call (tenancy contract 9.1). */
export const replaceCountryRules: Operation<Routes['replaceCountryRules'], Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const country = call.path.country.toUpperCase();
    const markets = marketStore(table);
    const before = await markets.market(country);
    if (!before) return refuse('resource_not_found');
    const rules = replaced(before.rules, call.body);
    if (rules.customerOrganizationRegistrationNumberRequired && !rules.customerOrganizationRegistrationNumberRegex)
      return refuse('invalid_property', {
        field: 'customerOrganizationRegistrationNumberRegex',
        description: 'What is required is described: give the regular expression of the registration number too.',
      });
    if (alike(before.rules, rules)) return ok({ status: 200, body: toRulesWire(rules) });
    const occasion = { ...occasionOf(call), tenantId: call.caller.tenantId };
    await table.write(markets.rulesWrites(before, rules, occasion));
    return ok({ status: 200, body: toRulesWire(rules) });
  });
