import { UsageBudgetNeared, UsagerecordsThresholdExceeded } from '../../../../events/billing.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { money, toMoneyWire } from '../../../../shared/kernel/money.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { namesStore } from '../../accounts/index.ts';
import type { Spending } from '../domain/spending.ts';
import { judged, type Warning } from '../domain/warning.ts';
import { spendingKey } from '../store/keys.ts';
import { spendingStore } from '../store/spending-store.ts';
import type { SpendingDeps } from './dependencies.ts';

/**
 * Saves spending together with what is to be told of it (M8): the events, and that they were told. Whoever repeats it finds both
 * or neither. @throws WriteConflictError when somebody saved it since it was loaded.
 */
export async function saveSpending(
  before: Spending,
  after: Spending,
  { at, cause, also = [], events = [] }: Saving,
  deps: SpendingDeps,
): Promise<Spending> {
  const { spending, warning } = judged(after, at, deps.budgetWarningPercent);
  const told = warning ? [...events, await toldOf(spending, warning, at, deps)] : events;
  const aggregate = spendingKey(before.partnerId, before.customerId);
  const outbox = outboxWrite({ aggregate, version: before.version + 1, events: told, cause });
  return spendingStore(deps.table).save(before, spending, [...also, ...outbox]);
}

interface Saving {
  readonly at: Instant;
  readonly cause: Cause;
  readonly also?: readonly Write[];
  /** What happened besides. */
  readonly events?: readonly NewEvent[];
}

async function toldOf(
  { partnerId, customerId, budget, cost }: Spending,
  { kind, percent }: Warning,
  at: Instant,
  { table }: SpendingDeps,
): Promise<NewEvent> {
  invariant(cost && budget !== undefined, 'a warning is about the cost and the budget of a customer');
  const name = (await namesStore(table).customersOf(partnerId, [customerId])).get(customerId);
  return newEvent(
    kind === 'exceeded' ? UsagerecordsThresholdExceeded : UsageBudgetNeared,
    { tenantId: partnerId, aggregateId: customerId, occurredAt: at },
    {
      partnerId,
      customerId,
      customerName: name?.name ?? '',
      budget: toMoneyWire(money(budget, cost.currency)),
      cost: toMoneyWire(money(cost.total, cost.currency)),
      percentUsed: percent,
      periodStartOn: cost.start,
      periodEndOn: cost.end,
    },
  );
}
