import { addDays, day } from '../../../shared/kernel/time.ts';
import { formatAmount, formatDay } from './format.ts';
import type { InvoiceFacts } from './mail-facts.ts';
import { layOut, type MailText } from './text.ts';

/** The mail about a new invoice, to people of the invoiced partner (NOT-2). */
export function invoiceText(facts: InvoiceFacts, page: string): MailText {
  const total = formatAmount(facts.total);
  const lastDay = addDays(day(facts.invoiceOn), -1);
  return layOut(`Invoice ${facts.invoiceId} of ${formatDay(facts.invoiceOn)}: ${total}`, [
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
    { link: { label: 'Read the invoice through the API', address: page } },
    {
      small: `The statement (PDF) is below it at ${page}/documents/statement. You get this mail as a global admin or admin agent of ${facts.companyName}.`,
    },
  ]);
}

/** Nothing is due on an invoice of credits. */
const dueFact = ({ total, dueOn }: InvoiceFacts): readonly [string, string] =>
  Number(total.amount) > 0 ? ['Due', formatDay(dueOn)] : ['Due', 'nothing'];
