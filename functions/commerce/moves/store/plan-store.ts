import { TransitionPlanChanged } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { type Item, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { CustomerScope } from '../../buying/index.ts';
import type { PlanLine, TransitionPlan } from '../domain/transition-plan.ts';
import { takenOverKey, transitionPlanKey, transitionPlansOf } from './keys.ts';

export const transitionPlanItem = storedKind<TransitionPlan>({ kind: 'transitionPlan', shape: 1, upgrades: [] });

/** That a plan has ordered in place of a direct subscription: another one does not order it once more. */
export const takenOverItem = storedKind<{ readonly planId: string; readonly directSubscriptionId: string }>({
  kind: 'takenOver',
  shape: 1,
  upgrades: [],
});

/** Where a partner's plans for a customer lie, and what an item there says. */
export { transitionPlansOf };
export const planOf = (item: Item): TransitionPlan => transitionPlanItem.fromItem(item);

export const planStore = (table: Table) => ({
  async load(of: CustomerScope & { planId: string }): Promise<TransitionPlan | undefined> {
    const item = await table.get(transitionPlanKey(of), { consistent: true });
    return item && transitionPlanItem.fromItem(item);
  },

  /** A partner's plans for a customer, by id. */
  ofCustomer: (scope: CustomerScope): SoughtList<TransitionPlan> =>
    soughtList(table, [transitionPlansOf(scope)], { of: planOf }),

  /** Those of these direct subscriptions that another plan of this partner has ordered already. */
  async takenOver(
    scope: CustomerScope & { readonly planId: string },
    directSubscriptionIds: readonly string[],
  ): Promise<readonly string[]> {
    const keys = directSubscriptionIds.map((directSubscriptionId) => takenOverKey({ ...scope, directSubscriptionId }));
    const taken = (await table.batchGet(keys, { consistent: true })).map(takenOverItem.fromItem);
    return taken.filter(({ planId }) => planId !== scope.planId).map((of) => of.directSubscriptionId);
  },
});

/** Writes that save a plan with its event: two. */
export function planWrites(after: TransitionPlan, { at, cause }: { at: Instant; cause: Cause }): Write[] {
  const { planId, customerId, status, lines } = after;
  const about = { tenantId: after.partnerId, aggregateId: planId, occurredAt: at };
  const event = newEvent(TransitionPlanChanged, about, {
    planId,
    customerId,
    status,
    lines: lines.map(({ directSubscriptionId, offerId, quantity, subscriptionId }) => ({
      directSubscriptionId,
      offerId,
      quantity,
      ...(status !== 'draft' && { subscriptionId }),
    })),
  });
  const aggregate = transitionPlanKey(after);
  return [
    putIfVersion(transitionPlanItem.toItem(aggregate, after), after.version - 1),
    ...outboxWrite({ aggregate, version: after.version, events: [event], cause }),
  ];
}

/** Writes that note what these lines took over, one each: they fail where another plan has. */
export const takeOverWrites = (plan: TransitionPlan, lines: readonly PlanLine[]): Write[] =>
  lines.map(({ directSubscriptionId }) =>
    putNew(
      takenOverItem.toItem(takenOverKey({ ...plan, directSubscriptionId }), {
        planId: plan.planId,
        directSubscriptionId,
      }),
    ),
  );
