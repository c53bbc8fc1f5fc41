import type { SubscriptionSnapshot } from '../../events/commerce.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import type { Chance } from '../support/chance.ts';
import type { EnrolledPartner, World } from '../support/world.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import type { PartnerLife, Wish } from './life.ts';

/** A partner that goes out of business on a day of the simulation, and with whom its customers may go on. */
export interface Closing {
  readonly partner: number;
  readonly onDay: number;
  /** Those whose invitations its customers have accepted: of two, the operator asks for both. */
  readonly successors: readonly number[];
}

/** Draws which partners close; there is always one that takes over. */
export function closingsOf(partners: number, often: number, days: number, draws: Chance): readonly Closing[] {
  if (partners < 2 || !draws.isTrue(often)) return [];
  const others = Array.from({ length: partners - 1 }, (_, at) => at + 1);
  const successors = others.length > 1 && draws.isTrue(0.4) ? others.slice(0, 2) : [draws.of(others)];
  return [{ partner: 0, onDay: draws.between(20, days - 60), successors }];
}

/** What the operator asks for: the end of the business, a hold of the program, its end, a succession. */
export const closing = (partnerId: string): Wish => ({
  what: 'closing',
  method: 'PATCH',
  path: `/v1/operator/partners/${partnerId}`,
  body: { status: 'outOfBusiness' },
  context: 'tenancy',
});
export const succession = (partnerId: string, customerId: string, successorId: string): Wish => ({
  what: 'succession',
  method: 'POST',
  path: `/v1/operator/partners/${partnerId}/succession`,
  body: { reason: 'It is out of business.', customerId, successorId },
});
export function programAction({ subscriptions }: PartnerLife, draws: Chance): Wish | undefined {
  if (subscriptions.size === 0) return undefined;
  const { id } = draws.of([...subscriptions.values()]);
  const act = draws.of(['suspend', 'reactivate', 'reactivate'] as const);
  const path = `/v1/operator/subscriptions/${id}/${act}`;
  return { what: `program ${act}`, method: 'POST', path, body: { reason: 'It sends spam.' } };
}

export const isOperators = ({ path }: Wish): boolean => path.startsWith('/v1/operator/');

/** The new partner learns what it has got, and goes on with it. */
export async function learnMoved(
  world: World,
  { adminAgent: as }: EnrolledPartner,
  life: PartnerLife,
  customerIds: readonly string[],
): Promise<void> {
  for (const customerId of customerIds) {
    const { body } = await world.program.request({ path: `/v1/customers/${customerId}/subscriptions`, as });
    for (const { id, orderId, offerId, billingCycle, quantity, status } of body.items ?? []) {
      if (!life.customers.includes(customerId)) life.customers.push(customerId);
      if (!life.subscriptions.has(id))
        life.subscriptions.set(id, { id, orderId, customerId, offerId, billingCycle, quantity, status });
    }
  }
}

/**
 * PRG-9: a subscription goes on with one partner at most, and where a decision has been carried out nothing that lives is left with
 * the old one. SUB-6: no fee but where somebody left by its own wish.
 */
export function checkSuccessions(published: readonly EventRecord[]): void {
  const last = new Map<string, EventRecord>();
  for (const event of published) {
    if (!/^Subscription[A-Z]/.test(event.type)) continue;
    const key = `${event.tenantId} ${event.aggregateId}`;
    if ((last.get(key)?.aggregateVersion ?? 0) < event.aggregateVersion) last.set(key, event);
  }
  const living = [...last.values()].filter(({ detail }) => (detail.after as SubscriptionSnapshot).status !== 'deleted');
  for (const [id, same] of Map.groupBy(living, ({ aggregateId }) => aggregateId))
    if (same.length > 1) throw new BrokenInvariantError(`${id} goes on with ${same.length} partners`);
  const decided = new Map<string, EventRecord>();
  for (const event of published.filter(({ type }) => type === 'SuccessionAdvanced'))
    if ((decided.get(event.aggregateId)?.aggregateVersion ?? 0) < event.aggregateVersion)
      decided.set(event.aggregateId, event);
  for (const { detail } of decided.values()) {
    if (detail.state !== 'done') throw new BrokenInvariantError(`a succession is ${detail.state} when all is quiet`);
    const left = living.filter(
      ({ tenantId, detail: { after } }) =>
        tenantId === detail.partnerId && (after as SubscriptionSnapshot).customerId === detail.customerId,
    );
    if (left.length > 0) throw new BrokenInvariantError(`${left[0]!.aggregateId} was left behind by its succession`);
  }
}
