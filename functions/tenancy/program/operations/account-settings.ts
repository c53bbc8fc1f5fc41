import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Partner } from '../domain/partner.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof programRoutes;

/** The only settings that there are. */
const RESELLER = 'reseller';
const isKnown = ({ setting }: { setting: string }): boolean => setting.toLowerCase() === RESELLER;

const toWire = ({ showsHostingSuggestions = false }: Partner) => ({
  showThirdPartyHostingSuggestions: showsHostingSuggestions,
  attributes: { objectType: 'ResellerSettings' as const },
});

/** How a partner's customers are dealt with (PRG-12). */
export const viewAccountSettings: Operation<Routes['viewAccountSettings'], Deps> = async (call, { table }) => {
  const partner = await partnerStore(table).load(call.caller.tenantId);
  return partner && isKnown(call.path) ? ok({ status: 200, body: toWire(partner) }) : refuse('resource_not_found');
};

/** Says whether customers are shown where else they can have a website (PRG-12): they read it with their partners. */
export const replaceAccountSettings: Operation<Routes['replaceAccountSettings'], Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const partners = partnerStore(table);
    const before = await partners.load(call.caller.tenantId);
    if (!before || !isKnown(call.path)) return refuse('resource_not_found');
    const { showThirdPartyHostingSuggestions: shows = toWire(before).showThirdPartyHostingSuggestions } = call.body;
    if (shows === toWire(before).showThirdPartyHostingSuggestions) return ok({ status: 200, body: toWire(before) });
    const after = { ...before, showsHostingSuggestions: shows };
    await table.write(await partners.writes(before, after, occasionOf(call)));
    return ok({ status: 200, body: toWire(after) });
  });
