import type * as z from 'zod';
import { UsageBudgetChanged } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { link } from '../../../../shared/contracts/wire.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { minorUnitDecimals, money, toMoneyWire } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { SpendingBudget } from '../../schemas.ts';
import type { Spending } from '../domain/spending.ts';
import type { costsRoutes } from '../routes.ts';
import { spendingStore } from '../store/spending-store.ts';
import type { CostsDeps } from './dependencies.ts';
import { saveSpending } from './save-spending.ts';

type Routes = typeof costsRoutes;

/** USG-4: the budget that the caller's company keeps for the customer; no other partner's. */
export const viewUsageBudget: Operation<Routes['viewUsageBudget'], CostsDeps> = async (call, { table }) => {
  const spending = await spendingStore(table).load(call.caller.tenantId, call.customer.customerId);
  return ok({ status: 200, body: toWireBudget(spending) });
};

/** USG-4: sets the budget, or takes it away where no amount is sent. It never stops what is used (M8). */
export const changeUsageBudget: Operation<Routes['changeUsageBudget'], CostsDeps> = async (call, deps) => {
  const { table } = deps;
  const { caller, customer } = call;
  const budget = call.body.amount;
  const decimals = minorUnitDecimals(caller.account.partner!.currency);
  if (budget !== undefined && new Exact(budget).decimalPlaces() > decimals)
    return refuse('invalid_property', {
      field: 'amount',
      description: `amount: has at most ${decimals} decimals in your billing currency.`,
    });
  const saved = await retryOnConflict(async () => {
    const before = await spendingStore(table).load(caller.tenantId, customer.customerId);
    if (before.budget === budget) return before;
    const { budget: _, ...kept } = before;
    const after = { ...kept, ...(budget !== undefined && { budget }) };
    const events = [changedEvent(before, budget, { currency: caller.account.partner!.currency, at: call.at })];
    return saveSpending(before, after, { at: call.at, cause: call.cause, also: [customer.unchanged], events }, deps);
  });
  return ok({ status: 200, body: toWireBudget(saved) });
};

function changedEvent(
  { partnerId, customerId, budget: before }: Spending,
  budget: string | undefined,
  { currency, at }: { currency: string; at: Instant },
) {
  const wire = (amount: string | undefined) =>
    amount === undefined ? undefined : toMoneyWire(money(amount, currency));
  return newEvent(
    UsageBudgetChanged,
    { tenantId: partnerId, aggregateId: customerId, occurredAt: at },
    { customerId, partnerId, ...given({ budgetBefore: wire(before), budget: wire(budget) }) },
  );
}

/** The members that a budget has wherever it is shown. */
export const budgetMembers = ({ budget }: Pick<Spending, 'budget'>) => ({
  ...(budget !== undefined && { amount: Number(budget), usageSpendingBudget: Number(budget) }),
  attributes: { objectType: 'SpendingBudget' as const },
});

const toWireBudget = (spending: Spending): z.input<typeof SpendingBudget> => ({
  ...budgetMembers(spending),
  links: { self: link(`/customers/${spending.customerId}/usagebudget`) },
});
