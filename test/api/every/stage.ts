import { beforeAll, beforeEach } from 'vitest';
import { directoryRoleId } from '../../../functions/tenancy/directory/operations/role-id.ts';
import type { ContextName, Route } from '../../../shared/contracts/routes.ts';
import { type Cast, createCast, type Player } from '../../support/cast.ts';
import { composedRoutes } from '../../support/contexts.ts';
import { expectedRefusal } from '../../support/expected.ts';
import type { Mark } from '../../support/memory-table.ts';
import { placeOrder } from '../../support/sales.ts';
import { createCustomer, enrolPartner } from '../../support/world.ts';
import type { Kind } from './whose.ts';

/** The cast of a test file, for all suites of it: made once, and at its beginning again before every test. */
/** Their body is a list of which each element is judged by itself and named in a 202: a test of their own asks what is asked here. */
export const JUDGED_ONE_BY_ONE: readonly string[] = ['billing sendUsageRecords'];

export interface Stage {
  readonly cast: Cast;
  readonly start: Mark;
  /** Ids of things of a kind that are not the caller's: another partner's, and another customer's of the same partner. */
  strangers(kind: Kind): readonly (readonly [what: string, id: string])[];
}

export function stage(): Stage {
  let made: Stage;
  beforeAll(async () => {
    const cast = await createCast();
    const strangers = await strangersOf(cast);
    made = { cast, strangers, start: cast.world.program.table.mark() };
  });
  beforeEach(() => made.start.undo());
  return {
    get cast() {
      return made.cast;
    },
    get start() {
      return made.start;
    },
    strangers: (kind) => made.strangers(kind),
  };
}

/** `<context> <operationId>` and its route, for every operation of a context. */
export const routesOf = (context: ContextName): typeof composedRoutes =>
  composedRoutes.filter(([name]) => name.startsWith(`${context} `));

/** Who gets through to an operation, with a customer of its own where it is about one. */
export const playerFor = ({ players }: Cast, route: Route): Player =>
  players.find(
    (player) =>
      expectedRefusal(route, player, 'own') === undefined &&
      (route.customer === undefined || player.ownCustomer !== undefined),
  )!;

async function strangersOf({ world, partner, otherPartner, known, foreign }: Cast): Promise<Stage['strangers']> {
  const as = partner.adminAgent;
  const customerId = await createCustomer(world, partner, { name: 'sibling' });
  const sold = await placeOrder(world, as, customerId, [{ offerId: known.offerId!, quantity: 1 }]);
  const lineItems = [{ catalogItemId: known.offerId, quantity: 1, billingCycle: 'monthly' }];
  const customer = `/v1/customers/${customerId}`;
  const { body: cart } = await world.send({ method: 'POST', path: `${customer}/carts`, as, body: { lineItems } });
  const { body: users } = await world.send({ path: `${customer}/users`, as });
  const secrets = `/v1/partner/applications/${foreign.appId}/secrets`;
  const { body: secret } = await world.send({ method: 'POST', path: secrets, as: otherPartner.globalAdmin, body: {} });
  const { body: assignment } = await world.send({
    method: 'POST',
    path: `${customer}/partnerproducts`,
    as,
    body: { productId: known.partnerProductId, quantity: 1 },
  });
  const reseller = await enrolPartner(world, { name: 'stranger', programRole: 'indirectReseller' });
  const others: Partial<Record<Kind, string>> = { ...foreign, secretId: secret.id, partnerId: reseller.partnerId };
  const siblings: Partial<Record<Kind, string>> = {
    orderId: sold.orderId,
    subscriptionId: sold.subscriptionIds[0]!,
    cartId: cart.id,
    assignmentId: assignment.id,
    userId: users.items[0].id,
    roleId: directoryRoleId(customerId, 'HelpdeskAdministrator'),
  };
  return (kind) => [
    ...(others[kind] === undefined ? [] : [[`another partner’s ${kind}`, others[kind]] as const]),
    ...(siblings[kind] === undefined ? [] : [[`another customer’s ${kind}`, siblings[kind]] as const]),
  ];
}
