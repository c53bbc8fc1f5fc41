import { constants, inflateRawSync } from 'node:zlib';
import type * as z from 'zod';
import type { SeekOperation } from '../../../../shared/contracts/paging.ts';
import { type Collection, collection } from '../../../../shared/contracts/wire.ts';
import { atNumber, countedList } from '../../../../shared/dynamo/sought.ts';
import type { CallBase, Operation } from '../../../../shared/http/call.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { csvRecords, plainText } from '../../../../shared/kernel/csv.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { REASONS, seatFormula } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { lineIdOf, shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { ROUNDING_POLICY } from '../../../../shared/kernel/seat-rating/rating.ts';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import type { LicenseBasedLineItem, LineType, Provider } from '../../schemas.ts';
import type { invoicesRoutes } from '../routes.ts';
import { invoiceStore } from '../store/invoice-store.ts';
import type { FilePart } from '../store/part-item.ts';
import { partStore } from '../store/part-store.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { dayOfMoment } from './documents/license-file.ts';
import { type ReadLine, readLine } from './documents/rows-form.ts';

type Routes = typeof invoicesRoutes;
type LicenseLine = z.input<typeof LicenseBasedLineItem>;

interface Wish {
  readonly provider: Provider;
  readonly type: LineType;
}
type Asking = Pick<CallBase, 'seek' | 'continuationToken' | 'rawPath' | 'rawQuery'> & {
  readonly caller: { readonly tenantId: string };
  readonly path: { readonly invoiceId: string };
  readonly query: {
    readonly size: number;
    readonly offset: number;
    readonly currencyCode?: string | undefined;
    readonly seekOperation?: SeekOperation | undefined;
    readonly pageIndex?: number | undefined;
  };
};

/** BIL-3, BIL-9: provider and type in the query; both must be given. */
export const listInvoiceLineItems: Operation<Routes['listInvoiceLineItems'], InvoicesDeps> = async (call, deps) => {
  const { provider, invoiceLineItemType: type } = call.query;
  if (provider === undefined) return refuse('invalid_property', { field: 'provider' });
  if (type === undefined) return refuse('invalid_property', { field: 'invoiceLineItemType' });
  return lineItems(call, { provider, type }, deps);
};

/** BIL-3, BIL-9: provider and type in the path. */
export const listInvoiceLineItemsByType: Operation<Routes['listInvoiceLineItemsByType'], InvoicesDeps> = async (
  call,
  deps,
) => lineItems(call, { provider: call.path.provider, type: call.path.lineItemType }, deps);

/**
 * Lines as the stored file has them, so that they never differ from it. Seats have no usage lines; what an invoice
 * has no lines of is an empty collection (billing contract 10). Pages by offset, and by token where one is given or asked
 * for: the number of lines is known, so that any page reads its own lines alone.
 */
async function lineItems(
  call: Asking,
  { provider, type }: Wish,
  deps: InvoicesDeps,
): Promise<Result<{ status: 200; body: Collection<LicenseLine> }, Refusal<'invalid_input' | 'resource_not_found'>>> {
  if (provider === 'office' && type === 'usagelineitems')
    return refuse('invalid_input', { description: 'License-based charges have no usage lines.' });
  const invoice = await invoiceStore(deps.table).byNumber(call.caller.tenantId, call.path.invoiceId);
  if (!invoice) return refuse('resource_not_found');
  const { size, offset, currencyCode, seekOperation } = call.query;
  const isOtherCurrency = currencyCode !== undefined && currencyCode.toUpperCase() !== invoice.currency;
  const count = provider !== 'office' || isOtherCurrency ? 0 : invoice.lineCount;
  const parts = count === 0 ? [] : await partStore(deps.table).ofPeriod(invoice.partnerId, invoice.invoiceOn);
  const list = countedList(count, ({ from, to }) => linesOfParts(parts, { offset: from, size: to - from }, deps));
  if (call.seek?.token || seekOperation) {
    if (offset > 0)
      return refuse('invalid_input', {
        field: 'offset',
        description: 'Pages are found by offset or by token, not by both.',
      });
    const page = await seekPage(call, list, { sizeDefault: size });
    if (!page.ok) return page;
    const { items, links, token } = page.value;
    return ok({ status: 200, body: collection(items, links, token) });
  }
  const { items } = await list.page({ size, after: atNumber(offset) });
  return ok({
    status: 200,
    body: collection(items, offsetLinks(call, { offset, size, hasMore: offset + size < count })),
  });
}

/** Reads only the parts that the page touches: the line counts of the parts are its index. */
async function linesOfParts(
  parts: readonly FilePart[],
  { offset, size }: { offset: number; size: number },
  deps: Pick<InvoicesDeps, 'files'>,
): Promise<LicenseLine[]> {
  const lines: LicenseLine[] = [];
  let before = 0;
  for (const part of parts) {
    const [from, to] = [Math.max(0, offset - before), Math.min(part.lineCount, offset + size - before)];
    before += part.lineCount;
    if (from >= to) continue;
    lines.push(...(await linesOfPart(part, { from, to }, deps)));
  }
  return lines;
}

async function linesOfPart(
  part: FilePart,
  { from, to }: { from: number; to: number },
  { files }: Pick<InvoicesDeps, 'files'>,
): Promise<LicenseLine[]> {
  const [rows, explanations] = await Promise.all([files.get(part.fileKey), files.get(part.explanationsKey)]);
  invariant(rows && explanations, 'the objects of a part are stored');
  const records = csvRecords(inflated(rows), to).slice(from);
  const reasons = inflated(explanations).split('\n').slice(from, to);
  return records.map((cells, index) => toWireLine(readLine(part.rowsForm, cells.map(plainText), reasons[index]!)));
}

/** A part has no last block: it goes on in the next. */
const inflated = (bytes: Uint8Array): string =>
  inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');

function toWireLine({ row, why, key }: ReadLine): LicenseLine {
  const subscriptionId = row.SyndicationPartnerSubscriptionNumber;
  const lineId = (key: string): string => lineIdOf(subscriptionId, key);
  const day = (moment: string): string => toWireDay(dayOfMoment(moment));
  return {
    partnerId: row.PartnerId,
    customerId: row.CustomerId,
    customerName: row.CustomerName,
    mpnId: Number(row.MPNID),
    tier2MpnId: row.ResellerMPNID === '0' ? -1 : Number(row.ResellerMPNID),
    orderId: row.OrderId,
    subscriptionId: row.SubscriptionId,
    // Files of before spell it in lower case.
    syndicationPartnerSubscriptionNumber: shownId(subscriptionId),
    offerId: row.OfferId,
    durableOfferId: row.DurableOfferId,
    offerName: row.OfferName,
    domainName: row.DomainName,
    billingCycleType: row.BillingCycleType as LicenseLine['billingCycleType'],
    subscriptionName: row.SubscriptionName,
    subscriptionDescription: row.SubscriptionDescription,
    subscriptionStartDate: day(row.SubscriptionStartDate),
    subscriptionEndDate: day(row.SubscriptionEndDate),
    chargeStartDate: day(row.ChargeStartDate),
    chargeEndDate: day(row.ChargeEndDate),
    chargeType: row.ChargeType,
    unitPrice: Number(row.UnitPrice),
    quantity: Number(row.Quantity),
    amount: Number(row.Amount),
    totalOtherDiscount: Number(row.TotalOtherDiscount),
    subtotal: Number(row.Subtotal),
    tax: Number(row.Tax),
    totalForCustomer: Number(row.TotalForCustomer),
    currency: row.Currency,
    invoiceLineItemType: 'billing_line_items',
    billingProvider: 'office',
    lineId: lineId(key),
    explanation: explanationOf(why, row, lineId),
    attributes: { objectType: 'LicenseBasedLineItem' },
  };
}

/** BIL-9: event, price list, rule, formula and tax rate of a line. */
function explanationOf(
  why: ReadLine['why'],
  row: ReadLine['row'],
  lineId: (key: string) => string,
): LicenseLine['explanation'] {
  const { cyclePrice, cycleDays, days, taxPercent, reverses } = why;
  const isCredit = reverses !== undefined;
  return {
    ...REASONS[why.reason],
    eventId: why.eventId,
    priceList: why.priceList,
    roundingPolicy: ROUNDING_POLICY,
    formula: why.formula ?? seatFormula({ quantity: Number(row.Quantity), cyclePrice, days, cycleDays, isCredit }),
    cyclePrice: Number(cyclePrice),
    cycleDays,
    days,
    ...(taxPercent !== undefined && { taxRatePercent: Number(taxPercent) }),
    ...(isCredit && { reversesLineId: lineId(reverses) }),
  };
}
