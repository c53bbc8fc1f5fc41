import { expect, test } from 'vitest';
import { writeMail } from '../../../../functions/notifications/mails/domain/mail.ts';
import type { PaymentLateFacts } from '../../../../functions/notifications/mails/domain/mail-facts.ts';

const late: PaymentLateFacts = {
  ...{ kind: 'paymentLate', companyName: 'Contoso Resale', displayName: 'Ada Weber', step: 'late', daysLate: 1 },
  ...{ invoiceId: 'D0300083T7', dueOn: '2026-04-06', balance: { amount: '1234.50', currency: 'USD' } },
};
const frame = { page: 'https://api.example/docs#x', apiRoot: 'https://api.example', programName: 'The program' };

test.each([
  ['late', 1, 'Invoice D0300083T7 is past its due date', 'by its due date'],
  ['reminder', 30, 'Reminder: invoice D0300083T7 is 30 days late', 'Please pay what is open now'],
  ['notice', 37, 'Formal notice: invoice D0300083T7 is 37 days late', 'orders and more seats may be refused'],
  ['suspendOrdering', 44, 'Ordering is suspended: invoice D0300083T7 is 44 days late', 'refused from now on'],
] as const)(
  'BIL-5, NOT-2: the mail about step %s says what is owed, since when, and what is done',
  (step, daysLate, subject, says) => {
    const overdue = { amount: '2000.00', currency: 'USD' };
    const mail = writeMail({ ...late, step, daysLate, ...(step !== 'late' && { overdue }) }, frame);
    expect(mail.subject).toBe(subject);
    for (const word of [
      says,
      'USD 1,234.50',
      'April 6, 2026',
      'https://api.example/v1/invoices/D0300083T7',
      'Ada Weber',
    ])
      expect(mail.text).toContain(word);
    expect(mail.text.includes('USD 2,000.00')).toBe(step !== 'late');
    expect(mail.html).toContain('D0300083T7');
  },
);
