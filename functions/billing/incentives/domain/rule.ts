import { type Day, day } from '../../../../shared/kernel/time.ts';

/** Families with lines of seats: usage earns nothing (M6). */
export const RULE_FAMILIES = ['office365', 'ems', 'crm', 'ax'] as const;
export type RuleFamily = (typeof RULE_FAMILIES)[number];

/** What lines of an offer earn the partner, from a day on (M6): a family of products, or some offers. */
export interface RuleVersion {
  readonly ruleId: string;
  readonly name: string;
  readonly family?: RuleFamily;
  readonly offerIds?: readonly string[];
  /** Decimal text, 0 to 100. */
  readonly ratePercent: string;
  readonly effectiveFrom: Day;
  /** Its last day; absent: until another version of the rule begins. */
  readonly effectiveTo?: Day;
}

/** D23: the program's own rule, as long as nobody sets another version of it. */
export const DEFAULT_RULE: RuleVersion = {
  ruleId: 'crm',
  name: 'Rebate on CRM Online',
  family: 'crm',
  ratePercent: '6',
  effectiveFrom: day('2015-01-01'),
};

/** The version that counts on a day: the last one that had begun, unless it had ended. */
export function versionOn(versions: readonly RuleVersion[], on: Day): RuleVersion | undefined {
  const begun = versions.filter(({ effectiveFrom }) => effectiveFrom <= on);
  const latest = begun.reduce<RuleVersion | undefined>(
    (last, each) => (last && last.effectiveFrom > each.effectiveFrom ? last : each),
    undefined,
  );
  return latest && (latest.effectiveTo === undefined || on <= latest.effectiveTo) ? latest : undefined;
}

/** Every rule that counts on a day, by id: each gives an earning of its own. */
export function rulesOn(versions: readonly RuleVersion[], on: Day): readonly RuleVersion[] {
  const byRule = Map.groupBy(versions, ({ ruleId }) => ruleId);
  return [...byRule.values()].flatMap((of) => versionOn(of, on) ?? []).sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1));
}

/** Whether a rule is about the lines of an offer. Ids of offers are compared in any case. */
export const isAbout = (rule: RuleVersion, offer: { readonly offerId: string; readonly family: string }): boolean =>
  rule.offerIds ? rule.offerIds.includes(offer.offerId.toLowerCase()) : rule.family === offer.family;
