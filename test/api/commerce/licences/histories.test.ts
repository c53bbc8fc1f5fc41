import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { licencesOf, userLicencesItem } from '../../../../functions/commerce/licences/store/licence-store.ts';
import { poolItem, poolOf } from '../../../../functions/commerce/licences/store/pool-item.ts';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { addMs, instant } from '../../../../shared/kernel/time.ts';
import { accessWriter } from '../../../support/access.ts';
import {
  customerPath,
  ids,
  offers,
  openStockedShop,
  type Shop,
  soldIn,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';
import { pooledByChannel, soldSeats, unevenPools } from '../../../support/licences/pools.ts';

const USERS = Array.from({ length: 4 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
const OFFERS = [offers.e3, offers.ems];
const START = instant('2026-02-10T09:00:00Z');

type Act =
  | { readonly kind: 'buy' | 'resize'; readonly which: number; readonly seats: number; readonly by: number }
  | { readonly kind: 'suspend' | 'reactivate'; readonly which: number }
  | { readonly kind: 'assign' | 'unassign' | 'swap'; readonly user: number; readonly offer: number }
  | { readonly kind: 'delete' | 'restore'; readonly user: number }
  | { readonly kind: 'deprovision' };

const which = fc.nat(5);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('buy', 'resize'),
      which,
      seats: fc.integer({ min: 1, max: 3 }),
      by: fc.nat(1),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('suspend', 'reactivate'), which }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('assign', 'unassign', 'swap'), user: fc.nat(3), offer: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('delete', 'restore'), user: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'deprovision' } as const) },
) as fc.Arbitrary<Act>;

/** A customer of two partners in which things happen, a minute after each other; what tenancy tells of its users comes when it likes. */
async function history(acts: readonly Act[], order: readonly number[]) {
  const shop = await openStockedShop();
  await storeBuyer(shop.table, { relationship: { delegatedAdmin: true } });
  await storeSeller(shop.table, { mpnId: '4500002' }, { tenantId: ids.otherPartner, domain: 'litware.example' });
  await storeBuyer(shop.table, { partnerId: ids.otherPartner });
  const sellers = [shop.seller, await shop.user(['AdminAgent'], ids.otherPartner)];
  const people = USERS.map(() => ({ isActive: true, version: 1 }));
  const told: EventRecord[] = [];
  const store = (user: number) =>
    accessWriter(shop.table).caller({ ...PERSON, principalId: USERS[user]!, isActive: people[user]!.isActive });
  for (const user of people.keys()) await store(user);
  const plans = () =>
    OFFERS.map(
      (id) =>
        shop.deps &&
        soldIn(shop)
          .find(({ offerId }) => offerId === id)
          ?.planId.toLowerCase(),
    );
  for (const [step, happens] of acts.entries()) {
    const at = addMs(START, (step + 1) * 60_000);
    shop.setClock(at);
    const sold = soldIn(shop).filter(({ status }) => status !== 'deleted');
    if (happens.kind === 'buy')
      await shop.send({
        method: 'POST',
        path: `${customerPath}/orders`,
        as: sellers[happens.by],
        body: { lineItems: [{ offerId: OFFERS[happens.which % 2], quantity: happens.seats }] },
      });
    else if (happens.kind === 'deprovision') await shop.runJob('deprovisionSubscriptions', addMs(at, 61 * 86_400_000));
    else if ('which' in happens) {
      const of = sold[happens.which % Math.max(1, sold.length)];
      const body =
        happens.kind === 'resize'
          ? { quantity: happens.seats }
          : { status: happens.kind === 'suspend' ? 'suspended' : 'active' };
      if (of)
        await shop.send({
          method: 'PATCH',
          path: `${customerPath}/subscriptions/${of.subscriptionId}`,
          as: sellers[of.partnerId === ids.partner ? 0 : 1],
          body,
        });
    } else if ('offer' in happens) await assignment(shop, happens, plans());
    else if (people[happens.user]!.isActive === (happens.kind === 'delete')) {
      const before = people[happens.user]!;
      people[happens.user] = { isActive: !before.isActive, version: before.version + 1 };
      await store(happens.user);
      told.push(userEvent(happens.user, at, people[happens.user]!));
    }
  }
  const late = order.map((place) => told[place % Math.max(1, told.length)]).filter((event) => event !== undefined);
  await shop.deliver([...late, ...told.toReversed(), ...late]);
  return { shop, people };
}

const PERSON = {
  tenantId: ids.customer,
  kind: 'user',
  roles: ['Customer'],
  displayName: 'User',
  usageLocation: 'US',
} as const;

const userEvent = (user: number, at: string, { isActive, version }: { isActive: boolean; version: number }) =>
  ({
    eventId: `00000000-0000-4000-8000-000000${user}${String(version).padStart(5, '0')}`,
    type: 'CustomerUserChanged',
    version: 1,
    source: 'tenancy',
    occurredAt: at,
    tenantId: ids.customer,
    aggregateId: USERS[user],
    aggregateVersion: version,
    correlationId: 'c',
    causationId: 'c',
    actor: { tenantId: ids.customer, kind: 'user' },
    detail: {
      customerId: ids.customer,
      userId: USERS[user],
      userPrincipalName: 'user@fabrikam.example',
      displayName: 'User',
      isGlobalAdmin: false,
      isActive,
    },
  }) as unknown as EventRecord;

async function assignment(
  shop: Shop,
  { kind, user, offer }: Extract<Act, { offer: number }>,
  plans: readonly (string | undefined)[],
): Promise<void> {
  const [skuId, other] = [plans[offer], plans[1 - offer]];
  if (!skuId) return;
  const body = {
    ...(kind !== 'unassign' && { licensesToAssign: [{ skuId }] }),
    ...(kind === 'unassign' && { licensesToRemove: [skuId] }),
    ...(kind === 'swap' && other && { licensesToRemove: [other] }),
  };
  const before = usersOf(shop);
  const answer = await shop.send({ method: 'POST', path: `${customerPath}/users/${USERS[user]}/licenseupdates`, body });
  const [pool, held] = [poolsIn(shop).get(skuId), usersOf(shop).get(skuId) ?? 0];
  if (answer.status !== 201) expect(usersOf(shop)).toEqual(before);
  else if (held > (before.get(skuId) ?? 0)) expect(held).toBeLessThanOrEqual(pool!.active);
}

const poolsIn = ({ table }: Shop) =>
  new Map(
    [...table.items.values()]
      .filter(({ kind }) => kind === poolItem.kind)
      .map((item) => [poolOf(item).planId, poolOf(item)]),
  );
const holders = ({ table }: Shop) =>
  [...table.items.values()].filter(({ kind }) => kind === userLicencesItem.kind).map(licencesOf);
/** Users who hold a licence, by plan. */
function usersOf(shop: Shop): Map<string, number> {
  const users = new Map<string, number>();
  for (const { licences } of holders(shop))
    for (const { planId } of licences) users.set(planId, (users.get(planId) ?? 0) + 1);
  return users;
}

test('SUB-3, SUB-8: pools are what every channel sold, and used as far as users hold licences, whatever happened and was told late, twice or first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 5, maxLength: 25 }),
      fc.array(fc.nat(20), { maxLength: 5 }),
      async (acts, order) => {
        const { shop, people } = await history([{ kind: 'buy', which: 0, seats: 2, by: 0 }, ...acts], order);
        expect(pooledByChannel(shop.table)).toEqual(soldSeats(soldIn(shop)));
        expect(unevenPools(shop.table)).toEqual([]);
        const users = usersOf(shop);
        for (const [planId, { consumed }] of poolsIn(shop)) expect(consumed).toBe(users.get(planId) ?? 0);
        for (const { userId, licences } of holders(shop))
          if (!people[USERS.indexOf(userId)]!.isActive) expect(licences, 'a deleted user holds nothing').toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});
