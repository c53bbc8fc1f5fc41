import * as billing from '../../../../../events/billing.ts';
import * as commerce from '../../../../../events/commerce.ts';
import * as tenancy from '../../../../../events/tenancy.ts';
import type { EventDefinition } from '../../../../../shared/contracts/events.ts';
import { billingRules } from './billing-rules.ts';
import { commerceRules } from './commerce-rules.ts';
import type { AuditRule, RulesOf } from './rule.ts';
import { tenancyRules } from './tenancy-rules.ts';

type Named = Pick<EventDefinition, 'type' | 'version'>;
const nameOf = ({ type, version }: Named): string => `${type}.v${version}`;

const pairs = <M extends object>(module: M, rules: RulesOf<M>): [string, AuditRule][] =>
  Object.entries(rules).map(([name, rule]) => [
    nameOf((module as Readonly<Record<string, unknown>>)[name] as EventDefinition),
    rule as AuditRule,
  ]);

const rules: ReadonlyMap<string, AuditRule> = new Map([
  ...pairs(tenancy, tenancyRules),
  ...pairs(commerce, commerceRules),
  ...pairs(billing, billingRules),
]);

/** What the log makes of an event; a test holds that every event of the catalogue has a rule. */
export const ruleOf = (event: Named): AuditRule | undefined => rules.get(nameOf(event));
