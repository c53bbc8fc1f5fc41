import { describe, expect, test } from 'vitest';
import { balanceAfter } from '../../../../functions/billing/accounts/domain/account-balance.ts';
import {
  allocated,
  BOOK_ACCOUNTS,
  type Books,
  creditApplied,
  creditFreed,
  deallocated,
  invoiceIssued,
  type Movement,
  movement,
  NO_BOOKS,
  noteIssued,
  paymentReceived,
  paymentTakenBack,
  posted,
  trialBalance,
  writeOffTakenBack,
  writtenOff,
} from '../../../../functions/billing/accounts/domain/books.ts';
import { noBalance } from '../../../../functions/billing/accounts/store/account-store.ts';
import { balanceItem } from '../../../../functions/billing/accounts/store/balance-item.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

const JAN = '2027-01-15' as Day;
const FEB = '2027-02-15' as Day;
const invoice = { invoiceId: 'D000000001', invoiceOn: JAN };
const at = { no: 7, on: FEB };
const totals = { subtotal: 1000n, tax: 190n, total: 1190n };
const payment = { paymentId: 'p', no: 1 };

const changed = (movements: readonly Movement[]): Partial<Books> => {
  const after = posted(NO_BOOKS, movements);
  return Object.fromEntries(BOOK_ACCOUNTS.filter((name) => after[name] !== 0n).map((name) => [name, after[name]]));
};

describe('BIL-2: every movement is postings that are 0 together', () => {
  test.each<[string, Movement, Partial<Books>]>([
    [
      'an invoice is owed',
      invoiceIssued({ ...invoice, totals }, JAN),
      { receivable: 1190n, revenue: -1000n, tax: -190n },
    ],
    [
      'a note takes it back',
      noteIssued({ noteId: 'D2', totals: { subtotal: -1000n, tax: -190n, total: -1190n } }, invoice, FEB),
      { receivable: -1190n, revenue: 1000n, tax: 190n },
    ],
    ['money comes', paymentReceived('p', 700n, FEB), { cash: 700n, unallocated: -700n }],
    ['an invoice has some of it', allocated(payment, invoice, 700n, FEB), { unallocated: 700n, receivable: -700n }],
    ['and has it no more', deallocated(payment, invoice, 700n, FEB), { unallocated: -700n, receivable: 700n }],
    ['money goes back', paymentTakenBack('p', 700n, FEB), { cash: -700n, unallocated: 700n }],
    ['an invoice leaves credit', creditFreed(invoice, 50n, at), { receivable: 50n, creditBalance: -50n }],
    ['another has it', creditApplied(invoice, 50n, at), { creditBalance: 50n, receivable: -50n }],
    ['what is owed is given up', writtenOff(invoice, 50n, at), { writtenOff: 50n, receivable: -50n }],
    ['less of it is given up', writeOffTakenBack(invoice, 50n, at), { writtenOff: -50n, receivable: 50n }],
  ])('%s', (_, moved, expected) => {
    expect(changed([moved])).toEqual(expected);
    expect(trialBalance(posted(NO_BOOKS, [moved]))).toBe(0n);
  });

  test.each([
    ['one posting', [{ account: 'cash', minorUnits: 0n }]],
    [
      'postings that are not 0',
      [
        { account: 'cash', minorUnits: 5n },
        { account: 'unallocated', minorUnits: -4n },
      ],
    ],
  ] as const)('%s is no movement', (_, postings) => {
    expect(() => movement({ key: 'k', kind: 'paymentReceived', on: JAN, postings })).toThrow();
  });

  test('keys tell movements apart, and are the same for the same one', () => {
    const all = [
      ...[invoiceIssued({ ...invoice, totals }, JAN), noteIssued({ noteId: 'D2', totals }, invoice, FEB)],
      ...[paymentReceived('p', 1n, FEB), paymentTakenBack('p', 1n, FEB)],
      ...[allocated(payment, invoice, 1n, FEB), deallocated(payment, invoice, 1n, FEB)],
      ...[
        allocated({ ...payment, no: 2 }, invoice, 1n, FEB),
        creditFreed(invoice, 1n, at),
        creditApplied(invoice, 1n, at),
      ],
      ...[writtenOff(invoice, 1n, at), writeOffTakenBack(invoice, 1n, at), creditFreed(invoice, 1n, { ...at, no: 8 })],
    ].map(({ key }) => key);
    expect(new Set(all).size).toBe(all.length);
    expect(creditFreed(invoice, 9n, at).key).toBe(creditFreed(invoice, 1n, at).key);
  });
});

describe('BIL-2: what an account owes', () => {
  const issued = balanceAfter(noBalance('EUR'), [invoiceIssued({ ...invoice, totals }, JAN)]);

  test('is what its invoices are worth; from the first on they may be open', () => {
    expect(issued).toMatchObject({
      balance: { minorUnits: 1190n, currency: 'EUR' },
      ...{ firstInvoiceOn: JAN, latestInvoiceOn: JAN, accountingOn: JAN, openFrom: JAN, isUnsettled: true },
    });
  });

  test('does not change with money that no invoice has (L5)', () => {
    const settled = { ...issued, openFrom: undefined, isUnsettled: undefined };
    const paid = balanceAfter(settled, [paymentReceived('p', 700n, FEB)]);
    expect(paid).toMatchObject({ balance: { minorUnits: 1190n }, accountingOn: JAN });
    expect(paid.openFrom).toBeUndefined();
    expect(paid.isUnsettled).toBeUndefined();
  });

  test('a note on an older invoice opens it again, and makes it no newer', () => {
    const later = balanceAfter({ ...issued, openFrom: FEB, firstInvoiceOn: JAN, latestInvoiceOn: FEB }, [
      noteIssued({ noteId: 'D2', totals: { subtotal: -10n, tax: 0n, total: -10n } }, invoice, FEB),
    ]);
    expect(later).toMatchObject({ openFrom: JAN, latestInvoiceOn: FEB, accountingOn: FEB });
  });

  test('a balance from before there were books stands against an opening one', () => {
    const item = { pk: 'a', sk: 'b', version: 2, currency: 'EUR', minorUnits: '-305', firstInvoiceOn: JAN };
    const { books, openFrom } = balanceItem.fromItem(item);
    expect(books).toMatchObject({ receivable: '-305', opening: '305', revenue: '0' });
    expect(openFrom).toBe(JAN);
  });
});
