import type { Seller } from '../../../../../../shared/contracts/seller.ts';
import { addDays, startOfDay } from '../../../../../../shared/kernel/time.ts';
import { type Fact, type Letter, letterPdf } from '../../../../../../shared/typesetting/letter.ts';
import type { BillingProfile } from '../../../../accounts/index.ts';
import type { Invoice } from '../../../domain/invoice.ts';
import { receiptIdOf } from '../../../domain/tax-receipt.ts';
import { filled } from './languages.ts';
import { partnerParty, sellerParty } from './parties.ts';
import { writtenFor } from './statement.ts';

/** Of which invoice it is, from whom and for whom. */
export interface TaxReceipt {
  readonly invoice: Invoice;
  readonly profile: BillingProfile;
  readonly seller: Seller;
}

/** Writes the tax receipt of an invoice as PDF; the same invoice gives the same bytes. */
export const taxReceiptPdf = (receipt: TaxReceipt): Promise<Buffer> => letterPdf(taxReceiptLetter(receipt));

/** What a tax receipt says: what an invoice charges before tax, the tax, and both (M4). It names no customer (BIL-2). */
export function taxReceiptLetter({ invoice, profile, seller }: TaxReceipt): Letter {
  const { invoiceId, invoiceOn, periodStartOn, totals, currency } = invoice;
  const { texts, formats, ...written } = writtenFor(profile, currency);
  const receiptId = receiptIdOf(invoice);
  const title = texts.titles.taxReceipt;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [texts.receiptNumber, receiptId],
    [texts.receiptDate, formats.day(invoiceOn)],
    [texts.onInvoice, invoiceId],
    [texts.period, formats.days(periodStartOn, addDays(invoiceOn, -1))],
    [texts.purchaseOrder, profile.purchaseOrderNumber],
  ];
  return {
    ...written,
    writtenAt: new Date(startOfDay(invoiceOn)),
    title,
    name: `${title} ${receiptId}`,
    sender: seller.name,
    headline: [texts.tax, formats.money(totals.tax)],
    parties: [sellerParty(seller, texts), partnerParty(profile, texts, formats)],
    facts: facts.filter((fact): fact is Fact => Boolean(fact[1])),
    summary: {
      title: texts.summary,
      rows: [
        { term: texts.subtotal, amount: formats.money(totals.subtotal) },
        { term: texts.tax, amount: formats.money(totals.tax) },
        { term: texts.total, amount: formats.money(totals.total), isSum: true },
      ],
    },
    closing: { title: texts.aboutReceipt, paragraphs: [filled(texts.receiptOf, { number: invoiceId })], facts: [] },
    pageOf: (page, count) => filled(texts.page, { page, count }),
  };
}
