import { isDeepStrictEqual } from 'node:util';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { scaled } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, toWireDay, utcDay } from '../../../../shared/kernel/time.ts';
import { type RuleVersion, versionOn } from '../domain/rule.ts';
import type { incentivesRoutes } from '../routes.ts';
import type { IncentiveRule } from '../schemas.ts';
import { ruleStore, type StoredRule } from '../store/rule-store.ts';
import type { IncentivesDeps } from './dependencies.ts';

type Routes = typeof incentivesRoutes;

/** Rules that there are at most: each line is held against all of them. */
const RULES_MAX = 50;

/** M6: a rule as it is now; where it has not begun yet, as it will begin; where it has ended, as it was. */
export const viewIncentiveRule: Operation<Routes['viewIncentiveRule'], IncentivesDeps> = async (call, { table }) => {
  const versions = await ruleStore(table).versions(call.path.ruleId);
  const today = utcDay(call.at);
  const rules = versions.map(({ rule }) => rule);
  const shown = versionOn(rules, today) ?? rules.find(({ effectiveFrom }) => effectiveFrom > today) ?? rules.at(-1);
  if (!shown) return refuse('resource_not_found');
  return ok({ status: 200, body: toWireRule(shown, versions) });
};

/**
 * M6: sets what lines earn from a day on, tomorrow at the earliest. So the rules of a day never change once it has begun, and a
 * document earns the same whenever its lines are counted. Set again for the same day it replaces what waited for that day.
 */
export const changeIncentiveRule: Operation<Routes['changeIncentiveRule'], IncentivesDeps> = async (
  call,
  { table },
) => {
  const {
    body,
    path: { ruleId },
    at,
  } = call;
  const today = utcDay(at);
  if (scaled(body.ratePercent) < 0n || scaled(body.ratePercent) > scaled('100'))
    return refuse('rate_out_of_range', { field: 'ratePercent' });
  const about = [body.productFamily, body.offerIds].filter((each) => each !== undefined);
  if (about.length !== 1)
    return refuse('invalid_property', {
      field: about.length === 0 ? 'productFamily' : 'offerIds',
      description: 'A rule is about a family of products or about some offers: send one of productFamily and offerIds.',
    });
  const effectiveFrom = body.effectiveFrom ? utcDay(body.effectiveFrom) : addDays(today, 1);
  if (effectiveFrom <= today)
    return refuse('invalid_property', {
      field: 'effectiveFrom',
      description: 'A rule begins tomorrow at the earliest: what days that have begun earn stays.',
    });
  const effectiveTo = body.effectiveTo && utcDay(body.effectiveTo);
  if (effectiveTo !== undefined && effectiveTo < effectiveFrom)
    return refuse('invalid_property', { field: 'effectiveTo', description: 'A rule ends on its first day or later.' });
  const version: RuleVersion = {
    ...{ ruleId, name: body.name, ratePercent: body.ratePercent, effectiveFrom },
    ...(body.productFamily && { family: body.productFamily }),
    ...(body.offerIds && { offerIds: [...new Set(body.offerIds.map((id) => id.toLowerCase()))].sort() }),
    ...(effectiveTo !== undefined && { effectiveTo }),
  };
  return retryOnConflict(async () => {
    const all = await ruleStore(table).all();
    const ids = new Set(all.map(({ rule }) => rule.ruleId));
    if (!ids.has(ruleId) && ids.size >= RULES_MAX)
      return refuse('invalid_property', { field: 'ruleId', description: `There are ${RULES_MAX} rules already.` });
    const versions = all.filter(({ rule }) => rule.ruleId === ruleId);
    const before = versions.find(({ rule }) => rule.effectiveFrom === effectiveFrom);
    if (!before || !isDeepStrictEqual(before.rule, version))
      await ruleStore(table).set(version, before, occasionOf(call));
    return ok({ status: 200, body: toWireRule(version, versions) });
  });
};

/** A version of a rule, with the day on which the next one ends it. */
function toWireRule(
  { ruleId, name, family, offerIds, ratePercent, effectiveFrom, effectiveTo }: RuleVersion,
  versions: readonly StoredRule[],
): IncentiveRule {
  const next = versions
    .map(({ rule }) => rule.effectiveFrom)
    .filter((from) => from > effectiveFrom)
    .sort()[0];
  const last =
    next !== undefined && (effectiveTo === undefined || next <= effectiveTo) ? addDays(next, -1) : effectiveTo;
  return {
    ...{ id: ruleId, name },
    ...(family && { productFamily: family }),
    ...(offerIds && { offerIds: [...offerIds] }),
    ratePercent: Number(ratePercent),
    effectiveFrom: toWireDay(effectiveFrom),
    ...(last !== undefined && { effectiveTo: toWireDay(last) }),
    attributes: { objectType: 'IncentiveRule' },
  };
}
