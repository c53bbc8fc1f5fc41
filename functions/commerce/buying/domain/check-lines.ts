import type { Refusal } from '../../../../shared/kernel/result.ts';
import { offerOfItem } from '../../catalogue/domain/catalogue-item.ts';
import type { BillingCycle, Offer } from '../../catalogue/domain/offer.ts';
import type { AcceptedLine, Candidate, LineContext, LineRefusalName, LineRequest, RefusedLine, Row } from './line.ts';
import { baseOf, GROWTH_ROWS, type GrowthRefusalName, PURCHASE_ROWS, segmentOf } from './purchase-rows.ts';

/** ORD-1: checks every line; each has its own reason, the first of the table. */
export function checkLines(
  lines: readonly LineRequest[],
  context: LineContext,
): { accepted: AcceptedLine[]; refused: RefusedLine[] } {
  const accepted: AcceptedLine[] = [];
  const refused: RefusedLine[] = [];
  const period = { country: context.customer.country, months: context.itemMonths };
  const found = new Map(
    lines.map((line) => {
      const item = offerOfItem(context.catalogue, line.itemId, period);
      return [line.lineNumber, { request: line, item, offer: 'offer' in item ? item.offer : undefined }];
    }),
  );
  for (const line of basesFirst(lines)) {
    const { item } = found.get(line.lineNumber)!;
    if ('refusal' in item) {
      refused.push({ request: line, refusal: item.refusal, cartCode: 10001 });
      continue;
    }
    const baseLine = line.parentLineNumber === undefined ? undefined : found.get(line.parentLineNumber);
    const candidate: Candidate = { line, ...item, context, accepted, baseLine, alreadyHeld: 0 };
    const failed = firstFailure(PURCHASE_ROWS, candidate);
    if (failed) refused.push({ request: line, ...failed });
    else accepted.push(acceptedLine(candidate));
  }
  const byNumber = (a: { request: LineRequest }, b: { request: LineRequest }) =>
    a.request.lineNumber - b.request.lineNumber;
  return { accepted: accepted.sort(byNumber), refused: refused.sort(byNumber) };
}

const basesFirst = (lines: readonly LineRequest[]): LineRequest[] => [
  ...lines.filter((line) => line.parentLineNumber === undefined),
  ...lines.filter((line) => line.parentLineNumber !== undefined),
];

function firstFailure<Name extends LineRefusalName>(
  rows: readonly Row<Name>[],
  candidate: Candidate,
): (Omit<RefusedLine, 'request' | 'refusal'> & { readonly refusal: Refusal<Name> }) | undefined {
  for (const row of rows) {
    const failed = row.check(candidate);
    if (!failed) continue;
    const { limit, ...refusal } = failed;
    return { refusal, cartCode: row.cartCode, ...limit };
  }
  return undefined;
}

function acceptedLine(candidate: Candidate): AcceptedLine {
  const { line, offer, context, accepted } = candidate;
  const segment = segmentOf(candidate);
  const price = offer.billing === 'usage' ? undefined : context.priceOf(offer, segment);
  const base = baseOf(candidate);
  const baseLine = accepted.find(({ request }) => request.lineNumber === line.parentLineNumber);
  return {
    request: line,
    offer,
    segment,
    ...(price && { price }),
    ...(base && { base }),
    ...(baseLine && { baseLine }),
  };
}

/** Seats that are to become more. */
export interface GrowingSeats {
  readonly lineNumber: number;
  readonly billingCycle: BillingCycle;
  readonly quantity: number;
}

/** SUB-2: whether seats may be added; the offer's limits hold for all of them, caps and inventory for the new ones. */
export function growthRefusal(
  change: { readonly subscription: GrowingSeats; readonly offer: Offer; readonly quantity: number },
  context: LineContext,
): Refusal<GrowthRefusalName> | undefined {
  const { subscription, offer, quantity } = change;
  const { lineNumber, billingCycle, quantity: alreadyHeld } = subscription;
  const line: LineRequest = { lineNumber, itemId: offer.id, quantity, billingCycle };
  const candidate: Candidate = { line, offer, context, accepted: [], baseLine: undefined, alreadyHeld };
  return firstFailure(GROWTH_ROWS, candidate)?.refusal;
}
