import { addDays, day } from '../../../../shared/kernel/time.ts';
import { formatAmount, formatDay } from './format.ts';
import type { InvoiceFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail about a new invoice, to people of the invoiced partner (NOT-2). */
export function invoiceLetter(facts: InvoiceFacts, { page, apiRoot }: { page: string; apiRoot: string }): Letter {
  const total = formatAmount(facts.total);
  const lastDay = addDays(day(facts.invoiceOn), -1);
  const invoice = `${apiRoot}/v1/invoices/${facts.invoiceId}`;
  return {
    subject: `Invoice ${facts.invoiceId} of ${formatDay(facts.invoiceOn)}: ${total}`,
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      {
        paragraph: `the invoice of ${facts.companyName} is ready. Its statement and its reconciliation file are there too.`,
      },
      {
        facts: [
          ['Invoice', facts.invoiceId],
          ['Date', formatDay(facts.invoiceOn)],
          ['Period', `${formatDay(facts.periodStartOn)} to ${formatDay(lastDay)}`],
          ['Total', total],
          dueFact(facts),
          ['Lines', String(facts.lineCount)],
        ],
      },
      { paragraph: 'Your program reads them from the API at these addresses, with a token of your company:' },
      {
        facts: [
          ['Invoice', invoice],
          ['Statement (PDF)', `${invoice}/documents/statement`],
          ['Reconciliation file (CSV)', `${invoice}/reconciliationfiles/license?bom=true`],
        ],
      },
      { link: { label: 'How to read them', address: page } },
      { small: `You get this mail as a global admin or admin agent of ${facts.companyName}.` },
    ],
  };
}

/** Nothing is due on an invoice of credits. */
const dueFact = ({ total, dueOn }: InvoiceFacts): readonly [string, string] =>
  Number(total.amount) > 0 ? ['Due', formatDay(dueOn)] : ['Due', 'nothing'];
