import { afterEach, beforeAll, describe, expect, it, test } from 'vitest';
import { programRefusals as refusals } from '../../infra/manifests.ts';
import type { Route } from '../../shared/contracts/routes.ts';
import type { TestAnswer } from '../support/api.ts';
import { type Cast, createCast, type Player } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { AUTHORISATION, expectedRefusal } from '../support/expected.ts';
import { goodBody, goodPath } from '../support/good-input.ts';
import type { Mark } from '../support/memory-table.ts';

/** Every route × every caller, from the manifests: nobody gets in where it is not declared (ROL-4). */
const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999';
let cast: Cast;
let start: Mark;
beforeAll(async () => {
  cast = await createCast();
  start = cast.world.program.table.mark();
});
afterEach(() => start.undo());

const pathOf = (route: Route, customerId: string): string =>
  route.path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'customerId' ? customerId : UNKNOWN_ID));

const call = (route: Route, player: Player, customerId: string): Promise<TestAnswer> =>
  cast.world.program.request({
    method: route.method,
    path: pathOf(route, customerId),
    ...(player.as !== undefined && { as: player.as }),
    ...(route.method !== 'GET' && { body: {} }),
  });

function check(answer: TestAnswer, expected: string | undefined, route: Route): void {
  expect(answer.status, answer.text).toBeLessThan(500);
  if (expected === 'mfa') {
    expect([answer.status, answer.text]).toEqual([401, '']);
    return;
  }
  if (expected !== undefined) {
    if (route.method === 'HEAD') {
      expect([answer.status, answer.text]).toEqual([refusals[expected]!.status, '']);
      return;
    }
    expect([answer.status, answer.body?.code, answer.body?.errorName]).toEqual([
      refusals[expected]!.status,
      refusals[expected]!.code,
      expect.any(String),
    ]);
    return;
  }
  const foreign = AUTHORISATION.filter((name) => !route.refusals.includes(name)).map((name) => refusals[name]!.code);
  if (answer.status === 401 || answer.status === 403) expect(foreign).not.toContain(answer.body?.code);
}

describe.each(composedRoutes)('ROL-4 %s', (_, route) => {
  test('ROL-4: lets in those it declares and refuses everybody else as the contract says', async () => {
    for (const player of cast.players)
      for (const customer of ['own', 'foreign', 'malformed'] as const) {
        const customerId = { own: player.ownCustomer, foreign: foreignTo(player), malformed: 'fabrikam' }[customer];
        if (customerId === undefined) continue;
        const answer = await call(route, player, customerId);
        const expected = expectedRefusal(route, player, customer);
        try {
          check(answer, expected, route);
        } catch (cause) {
          throw new Error(`${player.name}, ${customer} customer: expected ${expected ?? 'to get through'}`, { cause });
        }
        start.undo();
        if (route.customer === undefined) break;
      }
  });
});

const foreignTo = ({ ownCustomer }: Player): string =>
  ownCustomer === cast.foreignCustomer ? cast.ownCustomer : cast.foreignCustomer;

/** Parameters whose values belong to one partner, and what is answered where it is another's (SUB-7). */
const OWNED: Readonly<Record<string, readonly string[]>> = {
  subscriptionId: ['subscription_not_found'],
  orderId: ['order_not_found'],
  cartId: ['cart_not_found'],
  invoiceId: ['resource_not_found'],
  userId: ['user_not_found'],
  appId: ['resource_not_found'],
};
const owned = composedRoutes.flatMap(([name, route]) =>
  Object.keys(OWNED)
    .filter((parameter) => route.path.includes(`{${parameter}}`) && route.allow !== 'public')
    .map((parameter) => [`${name}, ${parameter}`, route, parameter] as const),
);

describe('what belongs to another partner', () => {
  it.each(owned)('SUB-7: %s answers like one that nobody has', async (name, route, parameter) => {
    const { foreign, ownCustomer, world, players } = cast;
    const mayCall = players.filter((found) => expectedRefusal(route, found, 'own') === undefined);
    const player = mayCall.find((found) => found.ownCustomer === ownCustomer) ?? mayCall[0]!;
    const body = await goodBody(cast, name, route, player);
    const send = async (id: string) => {
      const answer = await world.program.request({
        method: route.method,
        path: goodPath(cast, route, player, { path: { [parameter]: id } }),
        ...(player.as !== undefined && { as: player.as }),
        ...(body !== undefined && { body }),
      });
      return { status: answer.status, code: answer.body?.code, errorName: answer.body?.errorName };
    };
    const [theirs, nobodys] = [await send(foreign[parameter]!), await send(UNKNOWN_ID)];
    expect(theirs).toEqual(nobodys);
    const [expected] = OWNED[parameter]!;
    expect([theirs.status, theirs.code]).toEqual([refusals[expected!]!.status, refusals[expected!]!.code]);
  });
});

describe('the table of permissions', () => {
  const A = 'AdminAgent';
  const H = 'HelpdeskAgent';
  const S = 'SalesAgent';
  const G = 'GlobalAdmin';
  const routes = new Map(composedRoutes.map(([name, route]) => [name.split(' ')[1]!, route]));

  /** ROL-2's rows and ROL-3, with the operations that they speak of. */
  it.each<[string, readonly string[], readonly string[]]>([
    ['select and search customers', [A, H, S], ['listCustomers', 'viewCustomer', 'listCustomerAgreements']],
    ['create customers', [A, S], ['createCustomer']],
    ['attest the customer agreement', [A, S], ['confirmCustomerAgreement']],
    [
      'manage the own tenant',
      [G],
      [
        'createPartnerUser',
        'changePartnerUser',
        'createApplication',
        'deleteApplication',
        'createApplicationSecret',
        'signProgramAgreement',
      ],
    ],
    ['add new subscriptions', [A, S], ['placeOrder', 'createCart', 'replaceCart', 'checkOutCart', 'validateCart']],
    ['manage subscriptions and add-ons', [A, S], ['changeSubscription', 'changeOrder']],
    [
      'look at what was sold',
      [A, H, S],
      ['listSubscriptions', 'listPartnerSubscriptions', 'viewSubscription', 'listAddOns'],
    ],
    ['send a relationship invitation', [A, S], ['createRelationshipRequest', 'viewRelationshipRequest']],
  ])('ROL-2: %s', (_, roles, operations) => {
    for (const name of operations) {
      const route = routes.get(name);
      if (route) expect([name, [...(route.allow as readonly string[])].sort()]).toEqual([name, [...roles].sort()]);
    }
  });

  test('ROL-4: everything of the operator is the operator’s alone, everything of a customer the customer’s', () => {
    // A partner’s user that opens an invitation is let in to be told why it cannot accept.
    for (const [name, { path, allow }] of composedRoutes) {
      if (path.startsWith('/v1/operator/')) expect([name, allow]).toEqual([name, ['Operator']]);
      if (path.startsWith('/v1/my/') && !name.endsWith(' acceptInvitation'))
        expect([name, allow]).toEqual([name, ['Customer']]);
    }
  });

  test('CUS-2: every operation below a customer asks for the relationship, except the operator’s', () => {
    for (const [name, { path, customer, allow }] of composedRoutes)
      if (path.startsWith('/v1/customers/{customerId}') && allow !== 'public')
        expect([name, customer]).toEqual([name, expect.stringMatching(/^(reseller|any)$/)]);
  });
});
