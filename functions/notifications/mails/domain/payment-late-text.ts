import { formatAmount, formatDay } from './format.ts';
import type { PaymentLateFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mails about an invoice that is late, to people of the partner that owes it (BIL-5). */
export function paymentLateLetter(
  facts: PaymentLateFacts,
  { page, apiRoot }: { readonly page: string; readonly apiRoot: string },
): Letter {
  const { invoiceId, overdue } = facts;
  const invoice = `${apiRoot}/v1/invoices/${invoiceId}`;
  return {
    subject: subjectOf(facts),
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      { paragraph: messageOf(facts) },
      {
        facts: [
          ['Invoice', invoiceId],
          ['Due', formatDay(facts.dueOn)],
          ['Open', formatAmount(facts.balance)],
          ...(overdue ? [['Overdue in all', formatAmount(overdue)] as const] : []),
        ],
      },
      { paragraph: 'Your program reads the invoice from the API, with a token of your company:' },
      {
        facts: [
          ['Invoice', invoice],
          ['Statement (PDF)', `${invoice}/documents/statement`],
        ],
      },
      { link: { label: 'How to read what is owed', address: page } },
      { small: `You get this mail as a global admin or admin agent of ${facts.companyName}.` },
    ],
  };
}

function subjectOf({ step, invoiceId, daysLate }: PaymentLateFacts): string {
  if (step === 'late') return `Invoice ${invoiceId} is past its due date`;
  if (step === 'reminder') return `Reminder: invoice ${invoiceId} is ${days(daysLate)} late`;
  if (step === 'notice') return `Formal notice: invoice ${invoiceId} is ${days(daysLate)} late`;
  return `Ordering is suspended: invoice ${invoiceId} is ${days(daysLate)} late`;
}

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

function messageOf({ step, companyName }: PaymentLateFacts): string {
  if (step === 'late')
    return `an invoice of ${companyName} was not paid in full by its due date. Please pay what is open. If a payment is on its way, there is nothing to do.`;
  if (step === 'reminder')
    return `an invoice of ${companyName} is still not paid in full. Please pay what is open now.`;
  if (step === 'notice')
    return `this is a formal notice: an invoice of ${companyName} is still not paid in full. Unless it is, orders and more seats may be refused.`;
  return `because an invoice of ${companyName} is still not paid in full, orders and more seats are refused from now on. What your customers have goes on, and is renewed and billed; fewer seats, suspensions and reactivations stay possible. You can order again as soon as nothing is overdue.`;
}
