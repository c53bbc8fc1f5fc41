import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { marketStore, regionIn } from '../../tenants/index.ts';
import { authorize, type Partner } from '../domain/partner.ts';
import { vet } from '../domain/partner-profiles.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerWire } from './partner-wire.ts';
import { toLegalWire } from './profile-wire.ts';

type Routes = typeof programRoutes;
type JudgeCall = Call<Routes['authorizePartner']> | Call<Routes['vetPartner']>;

/** PRG-3, CAT-6: sets region and cloud of a partner; the next call of the partner obeys, within a minute where it is known. */
export const authorizePartner: Operation<Routes['authorizePartner'], Deps> = async (call, deps) => {
  const { region, cloud } = call.body;
  const regions = await marketStore(deps.table).regions();
  const judged = await judge(call, deps, (before) =>
    authorize(before, {
      region: region?.toUpperCase() ?? before.region,
      cloud: cloud ?? before.cloud,
      own: regionIn(regions, before.country)?.name,
    }),
  );
  return judged.ok ? ok({ status: 200, body: toPartnerWire(judged.value) }) : judged;
};

/**
 * PRG-12: notes what the vetting of a partner's legal profile came to. Who is refused does no new business and is not
 * approved, until a later vetting authorises it.
 */
export const vetPartner: Operation<Routes['vetPartner'], Deps> = async (call, deps) => {
  const { vettingStatus: status, vettingSubStatus: subStatus } = call.body;
  const judged = await judge<never>(call, deps, (before) => ok(vet(before, { status, subStatus })));
  return judged.ok ? ok({ status: 200, body: toLegalWire(judged.value) }) : judged;
};

/** Loads, judges and saves a partner; nothing is raised when nothing changes. */
const judge = <R extends string>(
  call: JudgeCall,
  { table }: Pick<Deps, 'table'>,
  change: (before: Partner) => Result<Partner, Refusal<R>>,
) =>
  retryOnConflict(async () => {
    const partners = partnerStore(table);
    const before = await partners.load(call.path.partnerId);
    if (!before) return refuse('resource_not_found');
    if (!etagMatches(call.ifMatch, etagOf(before.partnerId, before.version))) return refuse('stale_etag');
    const judged = change(before);
    if (!judged.ok || judged.value === before) return judged;
    await table.write(await partners.writes(before, judged.value, occasionOf(call)));
    return ok({ ...judged.value, version: before.version + 1 });
  });
