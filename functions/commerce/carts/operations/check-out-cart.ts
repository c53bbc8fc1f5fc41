import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import type { Money } from '../../../../shared/kernel/money.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { afterPurchase, checkPurchase, firstCharge, overCredit, type PartnerStanding } from '../../buying/index.ts';
import { commitPurchase, completeOrder, decideOrder, type Order, orderStore, toOrderWire } from '../../orders/index.ts';
import { commerceRefusals } from '../../refusals.ts';
import { settleBases } from '../../subscriptions/index.ts';
import { type Cart, type CartLine, openGroups, renumbered } from '../domain/cart.ts';
import { cartWrite } from '../store/cart-store.ts';
import { type CartLineWire, toCartLinesWire } from './cart-wire.ts';
import { type CheckedCart, checkCart } from './check-cart.ts';
import type { CartsDeps, CartsOperation, CartsRoutes } from './dependencies.ts';
import { loadCart } from './load-cart.ts';

type CheckoutCall = Call<CartsRoutes['checkOutCart']>;

interface GroupError {
  readonly group: string;
  readonly code: number;
  readonly description: string;
  readonly lines: readonly CartLineWire[];
}

/**
 * ORD-1, ORD-4, ORD-6: checks every line again at today's prices, then places each group without errors as one order,
 * whole. The order and the cart's note of it are one transaction, so checking out again, at once or later, places only
 * what is not placed; a cart that is ordered answers with its orders.
 */
export const checkOutCart: CartsOperation<'checkOutCart'> = async (call, deps) => {
  const found = await loadCart(call, deps);
  if (!found.ok) return found;
  if (found.value.status === 'Ordered')
    return ok(await checkedOut(found.value, Object.keys(found.value.placed), [], deps));
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  await settleBases(call, found.value.lines, deps);
  const placed: string[] = placedByThisRequest(found.value, call);
  const errors: GroupError[] = [];
  let standing = purchase.value;
  for (const group of openGroups(found.value).keys()) {
    const { error, charge } = await placeGroup(group, standing, call, deps);
    if (error) errors.push(error);
    else placed.push(group);
    if (charge) standing = afterPurchase(standing, charge);
  }
  const cart = await noteErrors(call, deps);
  if (!cart.ok) return cart;
  return ok(await checkedOut(cart.value, placed, errors, deps));
};

/** Groups that an interrupted attempt of this very request has placed: their orders belong to its answer. */
const placedByThisRequest = ({ placed }: Cart, call: CheckoutCall): string[] =>
  Object.entries(placed).flatMap(([group, orderId]) => (orderId === orderIdOf(group, call) ? [group] : []));

const orderIdOf = (group: string, { once }: CheckoutCall): string => once.id(`order ${group}`);

interface GroupOutcome {
  readonly error?: GroupError;
  /** What the group costs at first, when this call placed it. */
  readonly charge?: Money;
}

/** Places one group, or answers what is wrong with it. A group that somebody else placed meanwhile is placed. */
const placeGroup = (
  group: string,
  standing: PartnerStanding,
  call: CheckoutCall,
  deps: CartsDeps,
): Promise<GroupOutcome> =>
  retryOnConflict(async () => {
    const found = await loadCart(call, deps);
    if (!found.ok || found.value.placed[group] !== undefined) return {};
    const checked = await checkCart(found.value, call, deps);
    const isOfGroup = (lineId: number): boolean =>
      checked.cart.lines.some(({ id, orderGroup }) => id === lineId && orderGroup === group);
    if (checked.refused.some(({ request }) => isOfGroup(request.lineNumber)))
      return { error: groupError(group, checked) };
    const accepted = renumbered(checked.accepted.filter(({ request }) => isOfGroup(request.lineNumber)));
    const { billingCycle } = checked.cart.lines.find(({ orderGroup }) => orderGroup === group)!;
    const decided = decideOrder(
      call,
      {
        orderId: orderIdOf(group, call),
        billingCycle,
        accepted,
        context: checked.context,
        cartId: checked.cart.cartId,
      },
      (line) => call.once.id(`line ${group} ${line}`),
    );
    const charge = firstCharge(decided.newLines, decided.order.currency);
    if (overCredit(standing, charge))
      return { error: wholeGroupError(group, checked.cart, commerceRefusals.credit_limit_exceeded) };
    const also = (order: Order) => [cartWrite(withPlaced(found.value, group, order, call))];
    const { at, cause, customer } = call;
    const placed = await commitPurchase(decided, { at, cause, customer, also }, deps.table);
    if (!placed.ok) return { error: wholeGroupError(group, checked.cart, commerceRefusals[placed.refusal.name]) };
    await completeOrder(placed.value, call, deps.table);
    return { charge };
  });

function withPlaced(before: Cart, group: string, { orderId }: Order, call: CheckoutCall): Cart {
  const placed = { ...before.placed, [group]: orderId };
  const isOrdered = openGroups({ lines: before.lines, placed }).size === 0;
  const modified = { modifiedAt: call.at, modifiedBy: call.caller.principalId, version: before.version + 1 };
  return { ...before, ...modified, placed, status: isOrdered ? 'Ordered' : 'Active' };
}

function groupError(group: string, { cart }: CheckedCart): GroupError {
  const lines = cart.lines.filter(({ orderGroup }) => orderGroup === group);
  const failing = lines.filter(({ error }) => error !== undefined);
  const isOne = failing.length === 1;
  return {
    group,
    code: isOne ? failing[0]!.error!.code : commerceRefusals.cart_items_refused.code,
    description:
      isOne && lines.length === 1
        ? failing[0]!.error!.description
        : `${failing.length} of ${lines.length} items refused`,
    lines: toCartLinesWire(withBases(failing, lines), cart),
  };
}

/** Failing add-ons are shown under their base, though that has no error of its own. */
const withBases = (failing: readonly CartLine[], lines: readonly CartLine[]): CartLine[] => {
  const shown = new Set(failing.flatMap(({ id, parentLineId }) => [id, parentLineId ?? id]));
  return lines.filter(({ id }) => shown.has(id));
};

const wholeGroupError = (
  group: string,
  cart: Cart,
  { code, description }: Pick<GroupError, 'code' | 'description'>,
): GroupError => ({
  group,
  code,
  description,
  lines: toCartLinesWire(
    cart.lines.filter(({ orderGroup }) => orderGroup === group),
    cart,
  ),
});

/** Leaves the errors of this checkout on the cart's lines. */
const noteErrors = (call: CheckoutCall, deps: CartsDeps) =>
  retryOnConflict(async () => {
    const found = await loadCart(call, deps);
    if (!found.ok || found.value.status === 'Ordered') return found;
    const { cart } = await checkCart(found.value, call, deps);
    if (sameErrors(cart, found.value)) return found;
    const noted = { ...cart, version: cart.version + 1 };
    await deps.table.write([cartWrite(noted), call.customer.unchanged]);
    return ok(noted);
  });

/** The stored members of an error come back in any order, so codes and texts are compared. */
const sameErrors = (a: Cart, b: Cart): boolean =>
  a.lines.every(({ error }, index) => {
    const other = b.lines[index]?.error;
    return error?.code === other?.code && error?.description === other?.description;
  });

async function checkedOut(cart: Cart, groups: readonly string[], errors: readonly GroupError[], { table }: CartsDeps) {
  const orders = await Promise.all(
    groups.map((group) => orderStore(table).load({ ...cart, orderId: cart.placed[group]! })),
  );
  return {
    status: 201 as const,
    body: {
      orders: orders.flatMap((order) => (order ? [toOrderWire(order)] : [])),
      orderErrors: errors.map(({ group, code, description, lines }) => ({
        orderGroupId: group,
        code,
        description,
        lineItems: [...lines],
        attributes: { objectType: 'OrderError' as const },
      })),
      attributes: { objectType: 'CartCheckoutResult' as const },
    },
  };
}
