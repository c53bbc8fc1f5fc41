import { describe, expect, test } from 'vitest';
import { enteredAmount } from '../../../../functions/billing/accounts/domain/entered-amount.ts';
import {
  collectionsStatusOf,
  paymentStatusOf,
} from '../../../../functions/billing/receivables/domain/payment-status.ts';
import { receivableOf } from '../../../../functions/billing/receivables/domain/receivable.ts';
import { paymentIdOf } from '../../../../functions/billing/receivables/operations/payment-id.ts';
import { addDays, type Day } from '../../../../shared/kernel/time.ts';
import { anInvoice } from '../../../support/scale/many-invoices.ts';

describe('BIL-2: what may be paid', () => {
  test.each<[string, string, bigint | undefined, string]>([
    ['12.34', 'USD', 1234n, 'cents'],
    ['12', 'USD', 1200n, 'whole units'],
    ['12.340', 'USD', 1234n, 'zeros behind say nothing'],
    ['12.345', 'USD', undefined, 'half a cent'],
    ['12', 'JPY', 12n, 'a currency without a minor unit'],
    ['12.5', 'JPY', undefined, 'half a yen'],
    ['12.345', 'KWD', 12345n, 'fils'],
    ['12.3456', 'KWD', undefined, 'less than a fils'],
    ['0', 'USD', undefined, 'nothing'],
    ['-1', 'USD', undefined, 'less than nothing'],
    ['10000000000', 'USD', 1_000_000_000_000n, 'the most'],
    ['10000000000.01', 'USD', undefined, 'more than is told exactly'],
    ['1e3', 'USD', undefined, 'no decimal text'],
    ['', 'USD', undefined, 'no text'],
  ])('%j %s is %s: %s', (amount, currency, expected) => {
    expect(enteredAmount(amount, currency)).toBe(expected);
  });

  test('a reference is the same payment of the same partner, and another of another', () => {
    expect(paymentIdOf('a', 'TRF 1')).toBe(paymentIdOf('a', 'TRF 1'));
    expect(new Set([paymentIdOf('a', 'TRF 1'), paymentIdOf('b', 'TRF 1'), paymentIdOf('a', 'TRF 2')]).size).toBe(3);
  });
});

describe('BIL-5: how late an invoice is (L3, P15)', () => {
  const invoice = {
    ...anInvoice('p', 1),
    ...{ invoiceOn: '2019-06-30' as Day, dueOn: '2019-08-29' as Day },
    totals: { amount: 100n, discount: 0n, subtotal: 100n, tax: 0n, total: 100n },
  };
  const note = (total: bigint, noteType: 'void_note' | 'adjustment_note') => ({
    ...invoice,
    totals: { ...invoice.totals, total },
    note: { noteType, amendsOf: 'D1', noteNo: 1, issuedOn: invoice.dueOn, reason: '' } as const,
  });

  test.each<[string, object, ReturnType<typeof note>[], string, string]>([
    ['unpaid', {}, [], '2019-08-29', 'on the day it is due'],
    ['partiallyPaid', { paid: 1n }, [], '2019-08-29', 'some of it came'],
    ['overdue', { paid: 1n }, [], '2019-08-30', 'late from the day after'],
    ['overdue', {}, [], '2019-09-27', 'the last day before collections'],
    ['inCollections', {}, [], '2019-09-28', '30 days late'],
    ['paid', { paid: 100n }, [], '2020-01-01', 'all of it came'],
    ['paid', { paid: 60n }, [note(-40n, 'adjustment_note')], '2020-01-01', 'a note took the rest'],
    ['writtenOff', { writtenOff: 100n }, [], '2020-01-01', 'it was given up'],
    ['writtenOff', { paid: 60n, writtenOff: 40n }, [], '2020-01-01', 'what was left was given up'],
    ['inCollections', { writtenOff: 40n }, [], '2020-01-01', 'not all of it was given up'],
    ['void', { paid: 100n }, [note(-100n, 'void_note')], '2020-01-01', 'it was taken back'],
  ])('%s', (expected, over, notes, today) => {
    expect(paymentStatusOf({ ...invoice, ...over }, notes, today as Day)).toBe(expected);
  });

  test.each([
    ['none', 0, 100n],
    ['overdue', 1, 100n],
    ['overdue', 29, 100n],
    ['inCollections', 30, 100n],
    ['none', 30, 0n],
  ] as const)('an account is %s %i days after an invoice was due of which %s are owed', (expected, daysLate, owed) => {
    const receivable = receivableOf({ ...invoice, paid: 100n - owed }, []);
    const today = addDays(invoice.dueOn, daysLate);
    expect(collectionsStatusOf([receivable], { today, isOrderingSuspended: false })).toBe(expected);
    expect(collectionsStatusOf([receivable], { today, isOrderingSuspended: true })).toBe('orderingSuspended');
  });
});
