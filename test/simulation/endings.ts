import type { SubscriptionSnapshot } from '../../events/commerce.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { runOffEndsOn } from '../../shared/kernel/run-off.ts';
import { addDays, type Day, instant, utcDay } from '../../shared/kernel/time.ts';
import type { Chance } from '../support/chance.ts';
import type { EnrolledPartner, World } from '../support/world.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import type { Wish } from './life.ts';

/** Notices of a partner: one that ends its agreement soon, sometimes one more that does so later, or the other way round. */
export function endingNotices(
  on: Day,
  draws: Chance,
): readonly { readonly type: string; readonly effectiveDate?: string }[] {
  const soon = { type: 'termination', effectiveDate: addDays(on, draws.between(32, 45)) };
  const later = { type: 'termination', effectiveDate: addDays(on, draws.between(46, 300)) };
  return draws.of([[soon], [soon, later], [later, soon]]);
}

/** The wish to give a notice. */
export const noticeOf = (body: object): Wish => ({
  what: 'notice',
  method: 'POST',
  path: '/v1/partner/programagreement/notices',
  body,
  context: 'tenancy',
});

/**
 * PRG-8: of a partner whose agreement has ended there is no new business from that day on: nothing is ordered, grows or
 * renews. From the day on which its run-off is over nothing that it sold is active, and it is terminated. Answers how far
 * the partner has come, if it has ended.
 */
export async function checkEnding(
  { program }: World,
  { partnerId }: EnrolledPartner,
  published: readonly EventRecord[],
): Promise<'agreements ended' | 'run-offs over' | undefined> {
  const partner = (await accessRecords(program.table).account(partnerId))?.partner;
  const endedOn = partner?.agreementEndedOn;
  const today = utcDay(program.now());
  if (!partner || endedOn === undefined || endedOn >= today) return undefined;
  const own = published.filter(({ tenantId }) => tenantId === partnerId);
  for (const event of own)
    if (utcDay(instant(event.occurredAt)) >= endedOn && isNewBusiness(event))
      throw new BrokenInvariantError(`${partnerId} ended on ${endedOn}: no ${event.type} at ${event.occurredAt}`);
  if (partner.status === 'active') throw new BrokenInvariantError(`${partnerId} ended on ${endedOn} and is active`);
  if (runOffEndsOn(endedOn) >= today) return 'agreements ended';
  for (const [subscriptionId, events] of Map.groupBy(own.filter(isOfSubscription), ({ aggregateId }) => aggregateId)) {
    const { after } = events.reduce((a, b) => (a.aggregateVersion > b.aggregateVersion ? a : b)).detail;
    const { status } = after as SubscriptionSnapshot;
    if (status === 'active')
      throw new BrokenInvariantError(`${subscriptionId} of ${partnerId} is served beyond the run-off`);
  }
  if (partner.status !== 'terminated')
    throw new BrokenInvariantError(`${partnerId} has run off and is ${partner.status}`);
  return 'run-offs over';
}

const isOfSubscription = ({ type }: EventRecord): boolean => /^Subscription[A-Z]/.test(type);

function isNewBusiness({ type, detail }: EventRecord): boolean {
  if (['OrderCreated', 'SubscriptionCreated', 'SubscriptionRenewed'].includes(type)) return true;
  if (!isOfSubscription({ type } as EventRecord)) return false;
  const [before, after] = [detail.before, detail.after] as (SubscriptionSnapshot | undefined)[];
  return before !== undefined && after !== undefined && after.quantity > before.quantity;
}
