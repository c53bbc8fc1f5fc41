import type * as z from 'zod';
import { amountNumber, fromMinorUnits } from '../../../../shared/kernel/money.ts';
import type { Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { addDays, day, toWireDay } from '../../../../shared/kernel/time.ts';
import { chargeOf, formulaOf, invoiceDateOf } from '../domain/quote.ts';
import type { QuotedShape } from '../parts.ts';
import type { Quote, QuotedLine } from './quote-intentions.ts';

/** What a line charges first, and what follows it, as partners see it. */
export function toQuotedWire({ line, next }: QuotedLine, { billingDay }: Quote): z.input<typeof QuotedShape> {
  const { start, end, unitPrice, term } = line;
  return {
    unitPrice: amountNumber(fromMinorUnits(unitPrice, term.lock.currency)),
    firstCharge: amountNumber(chargeOf(line)),
    chargeType: line.chargeType,
    chargeStartDate: toWireDay(start),
    chargeEndDate: toWireDay(addDays(end, -1)),
    formula: formulaOf(line),
    invoiceDate: invoiceDay(line, billingDay),
    ...exchangeOf(line),
    ...(next && {
      nextCharge: amountNumber(chargeOf(next)),
      nextChargeDate: toWireDay(next.start),
      nextFormula: formulaOf(next),
      nextInvoiceDate: invoiceDay(next, billingDay),
    }),
  };
}

const invoiceDay = (line: Line, billingDay: number): string => toWireDay(invoiceDateOf(line, billingDay));

/** M3: what exchanged the price when the term began. */
function exchangeOf({ term: { lock } }: Line) {
  if (!lock.exchange) return {};
  const { pricingCurrency, rate, month } = lock.exchange;
  return {
    pricingCurrency,
    pcToBCExchangeRate: Number(rate),
    pcToBCExchangeRateDate: toWireDay(day(`${month}-01`)),
  };
}
