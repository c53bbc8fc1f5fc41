import { foldedText } from '../../../../shared/kernel/text.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** What a rule is for. Offers and families are of seats; meters and their categories of metered use. */
export const RULE_TARGETS = ['all', 'offer', 'productFamily', 'meterCategory', 'meter'] as const;
export type RuleTarget = (typeof RULE_TARGETS)[number];

/**
 * How a price is made: a percentage on what the partner pays, a percentage off the list price, or a price per seat and
 * month, or per billable unit.
 */
export const PRICE_METHODS = ['costPlusPercent', 'msrpMinusPercent', 'fixedUnitPrice'] as const;
export type PriceMethod = (typeof PRICE_METHODS)[number];

export interface PriceRule {
  readonly target: RuleTarget;
  /** Id of the offer or meter, or the word of the family or category; absent for `all`. */
  readonly targetId?: string;
  readonly method: PriceMethod;
  /** Percent, or an amount in the partner's billing currency; exact decimal text. */
  readonly value: string;
}

/** The rules of a book as they were from a UTC day on: what is priced by a version stays so for good. */
export interface PriceBookVersion {
  readonly from: Day;
  readonly rules: readonly PriceRule[];
}

/** The versions in force on one day. */
export interface BooksInForce {
  /** Those of the customer alone. */
  readonly customer?: PriceBookVersion;
  /** Those of all customers of the partner. */
  readonly partner?: PriceBookVersion;
}

/** A rule with the version that has it; without one it is the built-in: list price. */
export interface AppliedRule {
  readonly rule: PriceRule;
  readonly from?: Day;
}

/** What holds where no book says anything (billing contract 12.3). */
export const BUILT_IN: PriceRule = { target: 'all', method: 'msrpMinusPercent', value: '0' };

/** What a line is of, by targets; the closest first. */
export type LineTargets = readonly { readonly target: RuleTarget; readonly targetId: string }[];

/** A target in the one spelling in which targets are compared. */
export const targetKey = (target: RuleTarget, targetId = ''): string => `${target}#${foldedText(targetId)}`;

/**
 * The rule by which a line is priced (billing contract 12.3): of the customer's book before the partner's own; in a book the closest
 * target first, `all` last; else the built-in.
 */
export function appliedRule(targets: LineTargets, { customer, partner }: BooksInForce): AppliedRule {
  const keys = [...targets.map(({ target, targetId }) => targetKey(target, targetId)), targetKey('all')];
  for (const book of [customer, partner]) {
    if (!book) continue;
    const byTarget = rulesByTarget(book);
    const key = keys.find((each) => byTarget.has(each));
    if (key !== undefined) return { rule: byTarget.get(key)!, from: book.from };
  }
  return { rule: BUILT_IN };
}

/** A bill prices thousands of lines by the same version. */
const known = new WeakMap<PriceBookVersion, ReadonlyMap<string, PriceRule>>();

function rulesByTarget(book: PriceBookVersion): ReadonlyMap<string, PriceRule> {
  const found = known.get(book);
  if (found) return found;
  const made = new Map(book.rules.map((rule) => [targetKey(rule.target, rule.targetId), rule]));
  known.set(book, made);
  return made;
}
