import { IncentiveRuleChanged } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { allOf, type Item, putIfVersion, type Table } from '../../../../shared/dynamo/table.ts';
import { DEFAULT_RULE, type RuleVersion } from '../domain/rule.ts';
import { ruleItem } from './items.ts';
import { ruleKey, rulesQuery } from './keys.ts';

/** A version of a rule with the number of its writes; 0 for the program's own. */
export interface StoredRule {
  readonly rule: RuleVersion;
  readonly version: number;
}

export const ruleStore = (table: Table) => ({
  /** All versions of all rules, the program's own among them: some dozens, as many as operators ever set. */
  async all(): Promise<readonly StoredRule[]> {
    return [OWN, ...(await allOf(table, rulesQuery())).map(fromItem)];
  },

  /** All versions of one rule, oldest first. */
  async versions(ruleId: string): Promise<readonly StoredRule[]> {
    const stored = (await allOf(table, rulesQuery(ruleId))).map(fromItem);
    return ruleId === DEFAULT_RULE.ruleId ? [OWN, ...stored] : stored;
  },

  /**
   * Sets the version of a day in the place of `before`, which waited for it.
   * @throws WriteConflictError when somebody set that day since it was read.
   */
  async set(rule: RuleVersion, before: StoredRule | undefined, { at, cause }: Occasion): Promise<void> {
    const { ruleId, name, ratePercent, effectiveFrom, effectiveTo } = rule;
    const version = (before?.version ?? 0) + 1;
    const key = ruleKey(ruleId, effectiveFrom);
    const event = newEvent(
      IncentiveRuleChanged,
      { tenantId: 'program', aggregateId: `${ruleId}/${effectiveFrom}`, occurredAt: at },
      { ruleId, name, ratePercent, effectiveFrom, ...(effectiveTo !== undefined && { effectiveTo }) },
    );
    await table.write([
      putIfVersion(ruleItem.toItem(key, { ...rule, version }), version - 1),
      ...outboxWrite({ aggregate: key, version, events: [event], cause }),
    ]);
  },
});

const OWN: StoredRule = { rule: DEFAULT_RULE, version: 0 };

function fromItem(item: Item): StoredRule {
  const { version, ...rule } = ruleItem.fromItem(item);
  return { rule, version };
}
