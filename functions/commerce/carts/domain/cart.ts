import { given } from '../../../../shared/kernel/given.ts';
import { addDaysTo, type Instant } from '../../../../shared/kernel/time.ts';
import type { AcceptedLine, LineRequest, RefusedLine } from '../../buying/domain/line.ts';
import type { Catalogue } from '../../catalogue/domain/catalogue.ts';
import { findOffer } from '../../catalogue/domain/catalogue.ts';
import type { BillingCycle } from '../../catalogue/domain/offer.ts';

/**
 * A cart keeps lines to buy, for seven days. Its lines fall into groups; each group becomes one order, whole (ORD-1).
 * The cart remembers which groups were placed, so that checking out again places only the others.
 */
export interface Cart {
  readonly cartId: string;
  readonly partnerId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  readonly validUntil: Instant;
  readonly modifiedBy: string;
  readonly status: 'Active' | 'Ordered';
  /** Bases and add-ons in one sequence; an add-on names its base line. */
  readonly lines: readonly CartLine[];
  /** Order of every group that was placed. */
  readonly placed: Readonly<Record<string, string>>;
  readonly version: number;
}

export interface CartLine {
  readonly id: number;
  readonly itemId: string;
  readonly quantity: number;
  readonly billingCycle: BillingCycle;
  readonly friendlyName?: string | undefined;
  readonly termDuration?: string | undefined;
  /** Term that the subscription renews to. */
  readonly renewsTo?: string | undefined;
  readonly currencyCode?: string | undefined;
  readonly parentSubscriptionId?: string | undefined;
  /** Line of the cart that sells the base. */
  readonly parentLineId?: number | undefined;
  readonly resellerOfRecord?: string | undefined;
  readonly orderGroup: string;
  /** What was wrong with the line when it was last checked. */
  readonly error?: CartLineError | undefined;
}

export interface CartLineError {
  readonly errorCode: number;
  readonly description: string;
  /** Code that the same line would have in an order. */
  readonly code: number;
  readonly availableQuantity?: number | undefined;
  readonly purchasedQuantity?: number | undefined;
}

const SEAT_TERM = 'P1Y';

/** Days that a cart lives. */
const CART_DAYS = 7;
export const cartExpiry = (createdAt: Instant): Instant => addDaysTo(createdAt, CART_DAYS);
export const isExpired = (cart: Cart, at: Instant): boolean => cart.status === 'Active' && cart.validUntil <= at;

/** What a client asks to put into a cart, before ids and groups are given. */
export type CartLineWish = Omit<CartLine, 'id' | 'orderGroup' | 'billingCycle' | 'error' | 'parentLineId'> & {
  readonly billingCycle?: BillingCycle | undefined;
  readonly addOns: readonly CartLineWish[];
};

/**
 * Numbers lines and their add-ons from 0 in one sequence, gives an absent cycle the first of monthly and annual that
 * the offer supports and an absent term that of its seats, and groups them: equal sales group and cycle make one order, add-ons join their base.
 */
export function cartLines(wishes: readonly CartLineWish[], from: Catalogue): CartLine[] {
  const lines: CartLine[] = [];
  const groups = new Map<string, string>();
  for (const { addOns, ...wish } of wishes) {
    const billingCycle = cycleOf(wish, from);
    const orderGroup = groupOf(wish, billingCycle, { from, groups });
    const base: CartLine = { ...wish, ...termOf(wish, from), id: lines.length, billingCycle, orderGroup };
    lines.push(base);
    for (const { addOns: _, ...addOn } of addOns)
      lines.push({
        ...addOn,
        ...termOf(addOn, from),
        id: lines.length,
        billingCycle: addOn.billingCycle ?? billingCycle,
        orderGroup,
        parentLineId: base.id,
      });
  }
  return lines;
}

/** Seats are bought for a term, and renew to one where they renew at all; metered use has none. */
function termOf(wish: CartLineWish | Omit<CartLineWish, 'addOns'>, from: Catalogue) {
  const offer = offerNamed(from, wish.itemId);
  const term = offer?.billing === 'license' ? SEAT_TERM : undefined;
  return {
    termDuration: wish.termDuration ?? term,
    renewsTo: wish.renewsTo ?? (offer?.isAutoRenewable ? term : undefined),
  };
}

function cycleOf(wish: Pick<CartLineWish, 'billingCycle' | 'itemId'>, from: Catalogue): BillingCycle {
  if (wish.billingCycle) return wish.billingCycle;
  const offered = offerNamed(from, wish.itemId)?.supportedBillingCycles ?? [];
  return offered.includes('monthly') || offered.length === 0 ? 'monthly' : 'annual';
}

/** The offer of an item id or of the SKU in a triple. */
const offerNamed = (from: Catalogue, itemId: string) => findOffer(from, itemId.split(':')[1] ?? itemId);

function groupOf(
  { itemId }: Pick<CartLineWish, 'itemId'>,
  billingCycle: BillingCycle,
  { from, groups }: { from: Catalogue; groups: Map<string, string> },
): string {
  const isTriple = itemId.includes(':');
  const salesGroup = offerNamed(from, itemId)?.salesGroupId ?? '';
  const name = [isTriple, salesGroup, billingCycle].join('|');
  const known = groups.get(name);
  if (known !== undefined) return known;
  const ofKind = [...groups.keys()].filter((key) => key.startsWith(`${isTriple}|`)).length;
  const group = isTriple ? String(ofKind) : `OMS-${ofKind}`;
  groups.set(name, group);
  return group;
}

/** Lines of a cart as the checks of an order see them. */
export const requestsOf = (lines: readonly CartLine[]): LineRequest[] =>
  lines.map((line) => ({
    lineNumber: line.id,
    itemId: line.itemId,
    quantity: line.quantity,
    billingCycle: line.billingCycle,
    friendlyName: line.friendlyName,
    termDuration: line.termDuration,
    renewsTo: line.renewsTo,
    currencyCode: line.currencyCode,
    parentSubscriptionId: line.parentSubscriptionId,
    parentLineNumber: line.parentLineId,
    resellerOfRecord: line.resellerOfRecord,
  }));

/** Groups of lines that are still to be ordered, in the order of their first lines. */
export function openGroups({ lines, placed }: Pick<Cart, 'lines' | 'placed'>): Map<string, CartLine[]> {
  const open = lines.filter(({ orderGroup }) => placed[orderGroup] === undefined);
  return Map.groupBy(open, ({ orderGroup }) => orderGroup);
}

/** Numbers the accepted lines of one group from 0, as lines of its order. */
export function renumbered(accepted: readonly AcceptedLine[]): AcceptedLine[] {
  const numbers = new Map(accepted.map(({ request }, index) => [request.lineNumber, index]));
  const renumber = (line: AcceptedLine): AcceptedLine => ({
    ...line,
    request: { ...line.request, lineNumber: numbers.get(line.request.lineNumber)! },
    ...(line.baseLine && { baseLine: renumber(line.baseLine) }),
  });
  return accepted.map(renumber);
}

/** The lines with what is wrong with each, as it was checked now; placed lines keep what they had. */
export const withErrors = (
  cart: Cart,
  refused: readonly RefusedLine[],
  codeOf: (line: RefusedLine) => { code: number; description: string },
): CartLine[] =>
  cart.lines.map((line) => {
    const { error: _, ...clean } = line;
    const found = refused.find(({ request }) => request.lineNumber === line.id);
    if (!found) return clean;
    const { code, description } = codeOf(found);
    const { availableQuantity, purchasedQuantity } = found;
    return {
      ...clean,
      error: {
        errorCode: found.cartCode,
        description,
        code,
        ...given({ availableQuantity, purchasedQuantity }),
      },
    };
  });
