import type * as z from 'zod';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { LineRequest } from '../../buying/index.ts';
import { type BillingCycle, type Catalogue, findOffer } from '../../catalogue/index.ts';
import type * as s from '../../schemas.ts';

type OrderLineBody = z.output<typeof s.OrderBody>['lineItems'][number];
export type AddOnBody = NonNullable<z.output<typeof s.OrderPatchBody>['lineItems']>[number];

/** A parent may be named in two places; the ids of subscriptions are compared in lower case. */
export function parentOf(line: {
  parentSubscriptionId?: string | undefined;
  provisioningContext?: Readonly<Record<string, string | null>> | undefined;
}): string | undefined {
  if (line.parentSubscriptionId) return line.parentSubscriptionId;
  const named = Object.entries(line.provisioningContext ?? {}).find(
    ([key]) => key.toLowerCase() === 'parentsubscriptionid',
  );
  return named?.[1]?.trim().toLowerCase() || undefined;
}

interface RenewedTerm {
  readonly termDuration?: string | undefined;
}

/** One term or a list of one: clients send either. */
export const renewedTermOf = (renewsTo: RenewedTerm | readonly RenewedTerm[] | undefined): string | undefined =>
  [renewsTo].flat().find((term) => term?.termDuration)?.termDuration;

/** Lines are numbered from 0 without gaps, by the client or, when it numbers none, by position. */
export function linesOfOrder(
  lines: readonly OrderLineBody[],
  billingCycle: BillingCycle,
  catalogue: Catalogue,
): Result<LineRequest[], Refusal<'bad_line_number'>> {
  const given = lines.map(({ lineItemNumber }) => lineItemNumber);
  const isNumbered = given.some((number) => number !== undefined);
  const numbers = isNumbered ? given : lines.map((_, index) => index);
  const isComplete = [...numbers].sort((a, b) => Number(a) - Number(b)).every((number, index) => number === index);
  if (!isComplete) return refuse('bad_line_number', { field: 'lineItems' });
  const requests = lines.map((line, index) => lineRequest(line, numbers[index]!, billingCycle));
  return ok(requests.map((line) => withBaseLine(line, requests, catalogue)));
}

const lineRequest = (line: OrderLineBody, lineNumber: number, billingCycle: BillingCycle): LineRequest => ({
  lineNumber,
  itemId: line.offerId,
  quantity: line.quantity,
  billingCycle,
  friendlyName: line.friendlyName,
  termDuration: line.termDuration,
  renewsTo: renewedTermOf(line.renewsTo),
  parentSubscriptionId: parentOf(line),
  resellerOfRecord: line.partnerIdOnRecord,
});

/** An add-on without a named base belongs to the first line of the order that sells one of its bases (8.2). */
function withBaseLine(line: LineRequest, lines: readonly LineRequest[], catalogue: Catalogue): LineRequest {
  const offer = findOffer(catalogue, line.itemId);
  if (!offer?.isAddOn || line.parentSubscriptionId !== undefined) return line;
  const base = lines.find(({ itemId }) => offer.prerequisiteOffers.includes(itemId.trim().toUpperCase()));
  return base ? { ...line, parentLineNumber: base.lineNumber } : line;
}

/** A line that is bought into an order that exists: its number is its place in the request. */
export const addOnRequest = (line: AddOnBody, lineNumber: number, billingCycle: BillingCycle): LineRequest => ({
  lineNumber,
  itemId: line.offerId ?? '',
  quantity: line.quantity ?? 0,
  billingCycle,
  friendlyName: line.friendlyName,
  termDuration: line.termDuration,
  parentSubscriptionId: parentOf(line),
  resellerOfRecord: line.partnerIdOnRecord,
});
