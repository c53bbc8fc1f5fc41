import { beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { subscriptionOf } from '../../functions/commerce/subscriptions/store/subscription-store.ts';
import type { Item, Write } from '../../shared/dynamo/table.ts';
import { isWrite } from '../../shared/http/authorize.ts';
import { accessKeys, type RelationshipRecord, relationshipItem } from '../../shared/identity/access.ts';
import type { TestAnswer, TestRequest } from '../support/api.ts';
import { type Cast, createCast, type Player } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { goodBody, goodPath } from '../support/good-input.ts';
import type { Mark } from '../support/memory-table.ts';
import { storedText } from '../support/rights-in-clear.ts';
import { OFFERS } from '../support/sales.ts';

/**
 * Two requests at once, one of which takes away what the other rests on. The in-memory table lets one happen between any
 * two writes of the other, so every interleaving is tried, not the likely ones.
 */

/** What happens before the n-th write (from 0) of the request under test. Writes about the request itself do not count. */
let interruption: { before: number; run: () => Promise<unknown> } | undefined;
const isOfRequest = (write: Write): boolean => 'put' in write && write.put.pk.endsWith('#REQUESTS');
const hooks = {
  async beforeWrite(writes: readonly Write[]) {
    if (!interruption || writes.every(isOfRequest)) return;
    if (interruption.before > 0) {
      interruption.before -= 1;
      return;
    }
    const { run } = interruption;
    interruption = undefined;
    await run();
  },
};

let cast: Cast;
let agent: Player;
let start: Mark;
beforeAll(async () => {
  cast = await createCast({ hooks });
  agent = cast.players.find(({ name }) => name === 'admin agent')!;
  start = cast.world.program.table.mark();
});
beforeEach(() => {
  interruption = undefined;
  start.undo();
});

const ask = (request: TestRequest): Promise<TestAnswer> => cast.world.program.request({ as: agent.as!, ...request });
const customerPath = (rest = ''): string => `/v1/customers/${cast.ownCustomer}${rest}`;
const pair = () => ({ partnerId: cast.partner.partnerId, customerId: cast.ownCustomer });
const table = () => cast.world.program.table;

/** The stored items but those of requests, as text, without the named ones. A place of what was not made after all leads to nothing. */
const stateBut = (...keys: readonly { pk: string; sk: string }[]): string[] =>
  [...table().items.values()]
    .filter(
      ({ pk, sk }) =>
        !pk.endsWith('#REQUESTS') && sk !== 'PLACE' && !keys.some((key) => key.pk === pk && key.sk === sk),
    )
    .map((item) => storedText(item))
    .sort();

/** Changes the access record as whoever takes something away would, `isVersioned` false: one stored long ago. */
async function changeRecord(change: Partial<RelationshipRecord>): Promise<void> {
  const { pk, sk } = accessKeys.relationship(pair());
  const stored = table().items.get(`${pk}\u0000${sk}`)!;
  const record = { ...(stored.record as RelationshipRecord), version: ((stored.version as number) ?? 0) + 1 };
  await table().write([{ put: relationshipItem({ ...record, ...change }) }]);
}
async function forgetVersion(): Promise<void> {
  const { pk, sk } = accessKeys.relationship(pair());
  const { version: _, ...stored } = table().items.get(`${pk}\u0000${sk}`)!;
  await table().write([{ put: stored as Item }]);
}

/** Operations that name a customer and write nothing, each with its reason. */
const WRITING_NOTHING: Readonly<Record<string, string>> = {
  validateCart: 'a check writes nothing',
  quoteSubscription: 'a price that is asked for writes nothing',
  activateSubscription: 'always refused',
  convertSubscription: 'says that there is nothing to convert',
  upgradeSubscription: 'says that there is no switch of plans',
  transitionSubscription: 'always refused',
  createMovePlan: 'a checklist writes nothing',
  createTransfer: 'always refused',
  rejectTransfer: 'there is no transfer',
  withdrawTransfer: 'there is no transfer',
  acceptTransfer: 'there is no transfer',
  changeCustomerQualification: 'takes what is so already',
  requestCustomerQualification: 'always refused',
  deleteCustomer: 'refused to all but sandboxes; test/api/tenancy/erasure has several at once',
};

const writing = composedRoutes.filter(([, route]) => route.customer !== undefined && isWrite(route));
const operationIdOf = (name: string): string => name.split(' ')[1]!;

/** What takes something back has something to take back. */
const HAPPENED_BEFORE: Readonly<Record<string, string>> = {
  reactivateAzureEntitlement: 'cancelAzureEntitlement',
  removeRoleAssignment: 'setRoleAssignment',
  deleteCustomerPriceBook: 'putCustomerPriceBook',
};

/** A request that changes something. */
async function goodRequest(name: string): Promise<TestRequest> {
  const [, route] = writing.find(([known]) => known === name)!;
  const path = operationIdOf(name) === 'deleteCustomerUser' ? { userId: await newUser() } : {};
  const before = HAPPENED_BEFORE[operationIdOf(name)];
  if (before) {
    const [known] = writing.find(([each]) => operationIdOf(each) === before)!;
    const answer = await ask(await goodRequest(known));
    expect(answer.status, answer.text).toBeLessThan(300);
  }
  const body = await goodBody(cast, name, route, agent);
  const changed =
    operationIdOf(name) === 'replaceCustomerBillingProfile' ? { ...(body as object), lastName: 'Roth' } : body;
  return {
    method: route.method,
    path: goodPath(cast, route, agent, { path }),
    ...(body !== undefined && { body: changed }),
    // Those that need the ETag get whatever there is.
    ...(route.method === 'PATCH' && { headers: { 'If-Match': '*' } }),
  };
}

/** Not the customer's last administrator. */
async function newUser(): Promise<string> {
  const [name, route] = writing.find(([known]) => operationIdOf(known) === 'createCustomerUser')!;
  const body = await goodBody(cast, name, route, agent);
  return (await ask({ method: 'POST', path: goodPath(cast, route, agent), body })).body.id;
}

describe('SUB-7, DAP-1: what was checked still holds when it is written', () => {
  it('every operation that names a customer is tried here, or says why it writes nothing', () => {
    const known = new Set(writing.map(([name]) => operationIdOf(name)));
    expect(Object.keys(WRITING_NOTHING).filter((name) => !known.has(name))).toEqual([]);
  });

  const tried = writing.filter(([name]) => !(operationIdOf(name) in WRITING_NOTHING));
  const rows = [
    { taken: 'the relationship', change: { relationship: 'none', delegatedAdmin: false }, answer: [403, 20002] },
    { taken: 'delegated administration', change: { delegatedAdmin: false }, answer: [403, 980001] },
  ] as const;

  describe.each(tried)('%s', (name, route) => {
    test.each(rows.filter(({ answer }) => answer[1] === 20002 || route.delegatedAdmin === true))(
      'SUB-7: is refused, and changes nothing, when $taken is taken away in between',
      async ({ change, answer }) => {
        for (const isVersioned of [true, false]) {
          start.undo();
          const request = await goodRequest(name);
          if (!isVersioned) await forgetVersion();
          const state = stateBut(accessKeys.relationship(pair()));
          interruption = { before: 0, run: () => changeRecord(change) };
          const { status, body } = await ask(request);
          expect(interruption, 'the operation writes').toBeUndefined();
          expect([status, body?.code]).toEqual(answer);
          expect(stateBut(accessKeys.relationship(pair()))).toEqual(state);
        }
      },
    );

    test('SUB-7: begins anew, and succeeds, when something changed that still allows it', async () => {
      const request = await goodRequest(name);
      interruption = { before: 0, run: () => changeRecord({}) };
      const { status, text } = await ask(request);
      expect(interruption, 'the operation writes').toBeUndefined();
      // Tenancy's own writes of the pair are on the pair as it is stored, which here only the record says has changed.
      expect(status, text).toBeLessThan(300);
    });
  });

  test.each(Object.entries(WRITING_NOTHING))('SUB-7: %s writes nothing: %s', async (operationId) => {
    const [name] = writing.find(([known]) => operationIdOf(known) === operationId)!;
    const state = stateBut();
    await ask(await goodRequest(name));
    expect(stateBut()).toEqual(state);
  });
});

describe('SUB-7, REL-9: of a purchase and the end of its relationship at once exactly one goes through', () => {
  const line = (id: number, more: object = {}) => ({ lineItemNumber: id, offerId: OFFERS.base, quantity: 1, ...more });
  const order = (lines: number): TestRequest => ({
    method: 'POST',
    path: customerPath('/orders'),
    body: { lineItems: Array.from({ length: lines }, (_, id) => line(id)) },
  });
  const cartLine = (id: number, billingCycle: string) => ({
    id,
    catalogItemId: OFFERS.base,
    quantity: 1,
    billingCycle,
  });

  /** Writes of a request at most; those after it are of the events that it raised. */
  const OWN_WRITES_MAX = 7;

  const PURCHASES: Readonly<Record<string, () => Promise<TestRequest>>> = {
    'an order': async () => order(1),
    'an order that is made in several transactions': async () => order(48),
    'a cart of two orders': async () => {
      const body = { lineItems: [cartLine(0, 'monthly'), cartLine(1, 'annual')] };
      const cart = await ask({ method: 'POST', path: customerPath('/carts'), body });
      return { method: 'POST', path: customerPath(`/carts/${cart.body.id}/checkout`) };
    },
    'a subscription that comes back': async () => ({
      method: 'PATCH',
      path: customerPath(`/subscriptions/${cast.known.subscriptionId}`),
      body: { status: 'active' },
    }),
  };
  const removal = (): TestRequest => ({
    method: 'PATCH',
    path: customerPath(),
    body: { relationshipToPartner: 'none' },
  });

  /** Nothing is active, so that the relationship may end. */
  async function suspendAll(): Promise<void> {
    const { body } = await ask({ path: customerPath('/subscriptions') });
    for (const { id } of body.items) {
      const path = customerPath(`/subscriptions/${id}`);
      expect((await ask({ method: 'PATCH', path, body: { status: 'suspended' } })).status).toBe(200);
    }
  }
  const isSold = (): boolean =>
    [...table().items.values()].some(
      (item) =>
        item.pk === `COMMERCE#${pair().partnerId}#CUSTOMER#${pair().customerId}` &&
        item.sk.startsWith('SUB#') &&
        subscriptionOf(item).status === 'active',
    );
  const isReseller = async (): Promise<boolean> => (await ask({ path: customerPath() })).status === 200;

  /** Makes tenancy know no more of subscriptions than it knew: the news are late. */
  function newsAreLate(): () => Promise<void> {
    const isNews = ({ pk }: Item) => pk === `TENANCY#${pair().partnerId}#SUBSCRIPTIONS`;
    const known = [...table().items.values()].filter(isNews);
    return async () => {
      for (const item of [...table().items.values()].filter(isNews))
        await table().write([
          known.find(({ sk }) => sk === item.sk) ? { put: known.find(({ sk }) => sk === item.sk)! } : { delete: item },
        ]);
    };
  }

  async function onlyOneWins(bought: TestAnswer, ended: TestAnswer): Promise<void> {
    const outcome = {
      bought: bought.status < 300,
      ended: ended.status < 300,
      runs: isSold(),
      isReseller: await isReseller(),
    };
    expect([
      { bought: true, ended: false, runs: true, isReseller: true },
      { bought: false, ended: true, runs: false, isReseller: false },
    ]).toContainEqual(outcome);
    expect(outcome.bought ? ended.body.code : bought.body.code).toBe(outcome.bought ? 980005 : 20002);
  }

  test('REL-9: the relationship ends once nothing is active', async () => {
    expect((await ask(removal())).body.code).toBe(980005);
    await suspendAll();
    expect((await ask(removal())).status).toBe(200);
    expect(await isReseller()).toBe(false);
  });

  describe.each(Object.keys(PURCHASES))('%s', (kind) => {
    test('REL-9: before each write of the purchase', async () => {
      for (let at = 0, isOver = false; !isOver && at < OWN_WRITES_MAX; at += 1) {
        start.undo();
        await suspendAll();
        const purchase = await PURCHASES[kind]!();
        const late = newsAreLate();
        let ended: TestAnswer | undefined;
        const end = async () => {
          await late();
          ended = await ask(removal());
        };
        interruption = { before: at, run: end };
        const bought = await ask(purchase);
        isOver = interruption !== undefined;
        interruption = undefined;
        if (!ended) await end();
        await onlyOneWins(bought, ended!);
      }
    });

    test('REL-9: before each write of the removal', async () => {
      for (let at = 0, isOver = false; !isOver && at < OWN_WRITES_MAX; at += 1) {
        start.undo();
        await suspendAll();
        const purchase = await PURCHASES[kind]!();
        let bought: TestAnswer | undefined;
        const buy = async () => {
          bought = await ask(purchase);
        };
        interruption = { before: at, run: buy };
        const ended = await ask(removal());
        isOver = interruption !== undefined;
        interruption = undefined;
        if (!bought) await buy();
        await onlyOneWins(bought!, ended);
      }
    });
  });
});
