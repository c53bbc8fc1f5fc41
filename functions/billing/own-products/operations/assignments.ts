import { ProductAssignmentChanged } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { collection } from '../../../../shared/contracts/wire.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { etagMatches } from '../../../../shared/http/etag.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { alike, given } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, type Day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import {
  type Assignment,
  endingOn,
  hasEnded,
  isEndPosted,
  quantityOf,
  resized,
  takenAwayOn,
} from '../domain/assignment.ts';
import type { Product } from '../domain/product.ts';
import { ITEMS_PER_PAGE } from '../schemas.ts';
import { assignmentStore, assignmentWrite } from '../store/assignment-store.ts';
import { assignmentKey } from '../store/keys.ts';
import { productStore, productUnchanged } from '../store/product-store.ts';
import { etagOfAssignment, toWireAssignment } from './assignment-wire.ts';
import type { OwnProductsOperation as Op } from './dependencies.ts';

/** Days back on which an assignment may begin, as late as a seat's change may come (R7), and days ahead. */
const DAYS_BACK = 400;
const DAYS_AHEAD = 3650;
/** Days on which the quantity of one assignment changes at most: all of them are one item. */
const CHANGES_MAX = 1000;

const wrong = (field: string, description: string) =>
  refuse('invalid_property', { field, description: `${field}: ${description}` });

/**
 * B4, B4a: assigns a product to a customer. It costs the product to read, and to write the assignment, an event and checks that product
 * and relationship are as they were read.
 */
export const assignPartnerProduct: Op<'assignPartnerProduct'> = (call, { table }) =>
  retryOnConflict<Awaited<ReturnType<Op<'assignPartnerProduct'>>>>(async () => {
    const { body, caller, once } = call;
    const product = await productStore(table).load(caller.tenantId, body.productId);
    if (!product) return wrong('productId', 'you have no product with this id.');
    if (product.status === 'retired') return wrong('productId', 'the product is retired.');
    const assigned = assignmentOf(product, call);
    if (!assigned.ok) return assigned;
    const assignment = assigned.value;
    const reply = { status: 201 as const, body: toWireAssignment({ ...assignment, version: 1 }) };
    await table.write([...saveWrites(assignment, call), productUnchanged(product), ...once.complete(reply)]);
    return ok(reply);
  });

type Assigning = Parameters<Op<'assignPartnerProduct'>>[0];

function assignmentOf(
  product: Product,
  { body, at, once, customer }: Assigning,
): Result<Assignment, Refusal<'invalid_property'>> {
  const today = utcDay(at);
  const startOn = body.startDate ? utcDay(body.startDate) : today;
  if (startOn < addDays(today, -DAYS_BACK) || startOn > addDays(today, DAYS_AHEAD))
    return wrong('startDate', `lies ${DAYS_BACK} days back and ${DAYS_AHEAD} ahead at most.`);
  const isOnce = product.billingFrequency === 'oneTime';
  if (!isOnce && body.instalments > 1) return wrong('instalments', 'only one-off work is charged in instalments.');
  const endOn = body.endDate ? endOnOf(body.endDate, { isOnce, startOn }) : ok(undefined);
  if (!endOn.ok) return endOn;
  const override = body.unitPriceOverride ?? undefined;
  const assignment: Assignment = {
    ...{ partnerId: product.partnerId, customerId: customer.customerId, assignmentId: once.id('assignment') },
    ...{ productId: product.productId, billingFrequency: product.billingFrequency, currency: product.currency },
    ...{ unitPrice: override ?? product.unitPrice, isPriceOverridden: override !== undefined },
    ...{ instalments: body.instalments, startOn, storedOn: today },
    ...{ quantities: [{ on: startOn, quantity: body.quantity }], version: 0 },
  };
  return ok(endingOn(assignment, endOn.value, today));
}

/** The day after the last one that is charged. */
function endOnOf(
  endDate: Instant,
  { isOnce, startOn }: { readonly isOnce: boolean; readonly startOn: Day },
): Result<Day, Refusal<'invalid_property'>> {
  if (isOnce) return wrong('endDate', 'one-off work has no end.');
  const lastOn = utcDay(endDate);
  return lastOn < startOn ? wrong('endDate', 'must not lie before the start.') : ok(addDays(lastOn, 1));
}

/** BIL-7: what the customer has, or had, of the partner's products, by id: a page costs its items. */
export const listAssignedPartnerProducts: Op<'listAssignedPartnerProducts'> = async (call, { table }) => {
  const list = assignmentStore(table).list(call.caller.tenantId, call.customer.customerId);
  const page = await seekPage(call, list, { sizeDefault: ITEMS_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items.map(toWireAssignment), links, token) });
};

/** B4: other units from today on, or another end. What was posted on days that are over stays as it is; new lines correct it. */
export const changeAssignedPartnerProduct: Op<'changeAssignedPartnerProduct'> = (call, { table }) =>
  retryOnConflict<Awaited<ReturnType<Op<'changeAssignedPartnerProduct'>>>>(async () => {
    const before = await assignmentStore(table).load(idsOf(call));
    if (!before) return refuse('resource_not_found');
    if (call.ifMatch === undefined || !etagMatches(call.ifMatch, etagOfAssignment(before))) return refuse('stale_etag');
    const kept = changedForGood(before, call.body);
    if (kept) return wrong(kept, 'never changes; end this assignment and make another.');
    const after = changed(before, call.body, utcDay(call.at));
    if (!after.ok) return after;
    const isSame = alike(before, after.value);
    if (!isSame) await table.write(saveWrites(after.value, call));
    return ok({ status: 200, body: toWireAssignment({ ...after.value, version: before.version + (isSame ? 0 : 1) }) });
  });

type Change = Parameters<Op<'changeAssignedPartnerProduct'>>[0]['body'];

function changedForGood(
  of: Assignment,
  { productId, startDate, unitPriceOverride, instalments }: Change,
): string | undefined {
  if (productId !== undefined && productId !== of.productId) return 'productId';
  if (startDate !== undefined && utcDay(startDate) !== of.startOn) return 'startDate';
  if (instalments !== undefined && instalments !== of.instalments) return 'instalments';
  const override = of.isPriceOverridden ? of.unitPrice : null;
  return unitPriceOverride !== undefined && unitPriceOverride !== override ? 'unitPriceOverride' : undefined;
}

function changed(
  before: Assignment,
  { quantity, endDate }: Change,
  today: Day,
): Result<Assignment, Refusal<'invalid_property' | 'wrong_state'>> {
  const ended = withEnd(before, endDate, today);
  if (!ended.ok || quantity === undefined || quantity === quantityOf(ended.value)) return ended;
  if (hasEnded(ended.value, today))
    return refuse('wrong_state', { description: 'It has ended: assign the product anew.' });
  const after = resized(ended.value, quantity, today);
  if (before.billingFrequency === 'oneTime' && after.quantities.length > 1)
    return wrong('quantity', 'one-off work keeps its quantity once it has begun.');
  if (after.quantities.length > CHANGES_MAX)
    return wrong('quantity', `changes on ${CHANGES_MAX} days at most: end this assignment and make another.`);
  return ok(after);
}

/** With the end that is asked for; the same end again changes nothing, so that the day on which it was said stays. */
function withEnd(
  before: Assignment,
  endDate: Instant | null | undefined,
  today: Day,
): Result<Assignment, Refusal<'invalid_property' | 'wrong_state'>> {
  if (endDate === undefined) return ok(before);
  const isOnce = before.billingFrequency === 'oneTime';
  const endOn = endDate === null ? ok(undefined) : endOnOf(endDate, { isOnce, startOn: before.startOn });
  if (!endOn.ok) return endOn;
  if (endOn.value === before.end?.on) return ok(before);
  if (isEndPosted(before, today))
    return refuse('wrong_state', {
      description: 'It has ended, and what was left is given back: assign the product anew.',
    });
  return ok(endingOn(before, endOn.value, today));
}

/** B4: from today on nothing is charged; what has ended stays as it is. */
export const endAssignedPartnerProduct: Op<'endAssignedPartnerProduct'> = (call, { table }) =>
  retryOnConflict<Awaited<ReturnType<Op<'endAssignedPartnerProduct'>>>>(async () => {
    const before = await assignmentStore(table).load(idsOf(call));
    if (!before) return refuse('resource_not_found');
    if (!etagMatches(call.ifMatch, etagOfAssignment(before))) return refuse('stale_etag');
    const today = utcDay(call.at);
    if (!hasEnded(before, today))
      await table.write(saveWrites(endingOn(before, takenAwayOn(before, today), today), call));
    return ok({ status: 204 });
  });

type OfAssignment = Pick<Call, 'at' | 'cause'> & Pick<Assigning, 'caller' | 'customer'>;

const idsOf = ({ caller, customer, path }: OfAssignment & { readonly path: { readonly assignmentId: string } }) => ({
  partnerId: caller.tenantId,
  customerId: customer.customerId,
  assignmentId: path.assignmentId,
});

/** A save costs the assignment, its event, and a check of the relationship. */
function saveWrites(assignment: Assignment, { at, cause, customer }: OfAssignment): Write[] {
  const { partnerId, customerId, assignmentId, productId, startOn, end } = assignment;
  const event = newEvent(
    ProductAssignmentChanged,
    { tenantId: partnerId, aggregateId: assignmentId, occurredAt: at },
    {
      ...{ assignmentId, partnerId, customerId, productId, quantity: quantityOf(assignment), startOn },
      ...given({ endOn: end?.on }),
    },
  );
  const aggregate = assignmentKey(assignment);
  return [
    assignmentWrite(assignment),
    customer.unchanged,
    ...outboxWrite({ aggregate, version: assignment.version + 1, events: [event], cause }),
  ];
}
