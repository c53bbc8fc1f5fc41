import { link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { REASONS } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { lineIdOf, shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { ROUNDING_POLICY } from '../../../../shared/kernel/seat-rating/rating.ts';
import { periodStore } from '../../accounts/index.ts';
import { customerOf } from '../../usage/index.ts';
import { lineIdText, parseLineId, type SoughtLine } from '../domain/line-id.ts';
import { seatLineText } from '../domain/seat-line-text.ts';
import { usageLineText } from '../domain/usage-line-text.ts';
import type { invoicesRoutes } from '../routes.ts';
import type { InvoiceRecord } from '../store/invoice-item.ts';
import { invoiceStore } from '../store/invoice-store.ts';
import type { FilePart } from '../store/part-item.ts';
import { partStore } from '../store/part-store.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { dayOfMoment } from './documents/moments.ts';
import type { ReadLine } from './documents/rows-form.ts';
import { formulaOf, type LicenseLine, lineOfPart, toLicenseLine } from './issued-lines.ts';
import { type UsageLineItem, usageLineOfPart } from './issued-usage.ts';
import { partsOf } from './parts-of.ts';

/**
 * BIL-9: one line of an invoice by its id, with what explains it, as members and in sentences. It is read from the parts
 * of the file that may have its customer, and from no other.
 */
export const viewInvoiceLineItem: Operation<(typeof invoicesRoutes)['viewInvoiceLineItem'], InvoicesDeps> = async (
  call,
  deps,
) => {
  const { invoiceId, lineId } = call.path;
  const invoice = await invoiceStore(deps.table).byNumber(call.caller.tenantId, invoiceId);
  const sought = parseLineId(lineId);
  const told = invoice && sought && (await issuedLine(invoice, sought, deps));
  if (!told) return refuse('resource_not_found');
  const { lineItem, text } = told;
  return ok({
    status: 200,
    body: {
      lineId: lineItem.lineId,
      invoiceId: invoice.invoiceId,
      text,
      lineItem,
      links: { self: link(`/invoices/${invoice.invoiceId}/lineitems/${encodeURIComponent(lineItem.lineId)}`) },
      attributes: { objectType: 'ExplainedLineItem' },
    },
  });
};

interface Told {
  readonly lineItem: LicenseLine | UsageLineItem;
  readonly text: string;
}

/** Of a subscription whose owner nobody has told of, all parts are looked through, one after the other. */
async function issuedLine(invoice: InvoiceRecord, sought: SoughtLine, deps: InvoicesDeps): Promise<Told | undefined> {
  const { partnerId, invoiceOn } = invoice;
  if (invoice.lines) return lineInSome((await partsOf(invoice, deps)) ?? [], sought, deps);
  const row = await periodStore(deps.table).load(partnerId, invoiceOn);
  const customerId = await customerOf({ partnerId, ...sought }, deps);
  for (const [range, { from, to }] of (row?.plan?.ranges ?? []).entries()) {
    if (customerId !== undefined && (customerId < from || (to !== undefined && customerId >= to))) continue;
    const told = await lineInSome(await partStore(deps.table).ofRange(partnerId, invoiceOn, range), sought, deps);
    if (told) return told;
  }
  return undefined;
}

async function lineInSome(
  parts: readonly FilePart[],
  sought: SoughtLine,
  deps: InvoicesDeps,
): Promise<Told | undefined> {
  for (const part of parts) {
    const told = await lineIn(part, sought, deps);
    if (told) return told;
  }
  return undefined;
}

async function lineIn(part: FilePart, sought: SoughtLine, deps: InvoicesDeps): Promise<Told | undefined> {
  const line = part.lineCount === 0 ? undefined : await lineOfPart(part, sought, deps);
  if (line) return { lineItem: toLicenseLine(line), text: textOf(line) };
  const lineItem = await usageLineOfPart(part, lineIdText(sought), deps);
  return lineItem && { lineItem, text: usageLineText(lineItem) };
}

function textOf({ row, why, pricing }: ReadLine): string {
  const subscriptionId = row.SyndicationPartnerSubscriptionNumber;
  return seatLineText({
    ...REASONS[why.reason],
    ...why,
    pricing,
    chargeType: row.ChargeType,
    customerName: row.CustomerName,
    offerName: row.OfferName,
    subscriptionId: shownId(subscriptionId),
    quantity: Number(row.Quantity),
    firstDay: dayOfMoment(row.ChargeStartDate),
    lastDay: dayOfMoment(row.ChargeEndDate),
    formula: formulaOf({ row, why }),
    roundingPolicy: ROUNDING_POLICY,
    amount: row.Amount,
    discount: row.TotalOtherDiscount,
    subtotal: row.Subtotal,
    tax: row.Tax,
    total: row.TotalForCustomer,
    currency: row.Currency,
    reverses: why.reverses && lineIdOf(subscriptionId, why.reverses),
  });
}
