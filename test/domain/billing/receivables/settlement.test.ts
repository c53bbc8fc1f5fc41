import { describe, expect, test } from 'vitest';
import { type AccountBalance, balanceAfter } from '../../../../functions/billing/accounts/domain/account-balance.ts';
import {
  allocated,
  creditApplied,
  creditFreed,
  deallocated,
  invoiceIssued,
  type Movement,
  noteIssued,
  paymentReceived,
  paymentTakenBack,
  trialBalance,
  writeOffTakenBack,
  writtenOff,
} from '../../../../functions/billing/accounts/domain/books.ts';
import { noBalance } from '../../../../functions/billing/accounts/store/account-store.ts';
import { openOf, type Receivable, shareOut } from '../../../../functions/billing/receivables/domain/receivable.ts';
import { type SettledInvoice, settlement } from '../../../../functions/billing/receivables/domain/settlement.ts';
import { addDays, type Day } from '../../../../shared/kernel/time.ts';
import { type Chance, chance } from '../../../support/chance.ts';

const JAN = '2027-01-15' as Day;
const anInvoice = (n: number, worth: bigint, over: Partial<Receivable> = {}): Receivable => ({
  ...{ invoiceId: `D${n}`, invoiceOn: addDays(JAN, n * 30), dueOn: addDays(JAN, n * 30 + 60) },
  ...{ worth, paid: 0n, credited: 0n, writtenOff: 0n },
  ...over,
});
/** Balances after settling, in order; what is free then. */
const outcome = (receivables: readonly Receivable[], credit = 0n) => {
  const { changes } = settlement(receivables, credit);
  const after = receivables.map((each) => settled(changes.find((change) => change.receivable === each) ?? still(each)));
  const free = changes.reduce((left, { credited }) => left - credited, credit);
  return { open: after.map(openOf), paid: after.map(({ paid }) => paid), free };
};
/** An invoice after it. */
const settled = ({ receivable, credited, writtenOff: givenUp }: SettledInvoice): Receivable => ({
  ...receivable,
  paid: receivable.paid + credited,
  credited: receivable.credited + credited,
  writtenOff: receivable.writtenOff + givenUp,
});
const still = (receivable: Receivable) => ({ receivable, credited: 0n, writtenOff: 0n });

describe('BIL-2: what invoices have too much goes to those that are owed (L6)', () => {
  test.each<[string, readonly Receivable[], bigint, { open: bigint[]; paid: bigint[]; free: bigint }]>([
    ['nothing is too much', [anInvoice(0, 100n)], 0n, { open: [100n], paid: [0n], free: 0n }],
    [
      'an invoice below zero pays the oldest; its paid amount is below zero (D15)',
      [anInvoice(0, 30n), anInvoice(1, 50n), anInvoice(2, -60n)],
      0n,
      { open: [0n, 20n, 0n], paid: [30n, 30n, -60n], free: 0n },
    ],
    [
      'what is left stays for later ones',
      [anInvoice(0, 30n), anInvoice(1, -50n)],
      0n,
      { open: [0n, 0n], paid: [30n, -50n], free: 20n },
    ],
    ['a later one gets what was left', [anInvoice(0, 70n)], 20n, { open: [50n], paid: [20n], free: 0n }],
    [
      'a voided invoice that was paid leaves what was paid',
      [anInvoice(0, 0n, { paid: 40n }), anInvoice(1, 100n)],
      0n,
      { open: [0n, 60n], paid: [0n, 40n], free: 0n },
    ],
    [
      'a note on a paid invoice frees what it takes back',
      [anInvoice(0, 70n, { paid: 100n })],
      0n,
      { open: [0n], paid: [70n], free: 30n },
    ],
    [
      'the older due date first, not the older invoice',
      [anInvoice(0, 50n, { dueOn: addDays(JAN, 99) }), anInvoice(1, 50n)],
      20n,
      { open: [50n, 30n], paid: [0n, 20n], free: 0n },
    ],
    [
      'of a note on what was given up, less is given up',
      [anInvoice(0, 70n, { writtenOff: 100n }), anInvoice(1, 10n)],
      0n,
      { open: [0n, 10n], paid: [0n, 0n], free: 0n },
    ],
    [
      'a payment of a voided invoice that was taken back is missing where it went',
      [anInvoice(0, 0n, { paid: -40n, credited: -40n }), anInvoice(1, 100n, { paid: 40n, credited: 40n })],
      0n,
      { open: [0n, 100n], paid: [0n, 0n], free: 0n },
    ],
    [
      'what invoices got last they give back first',
      [anInvoice(0, 50n, { paid: 30n, credited: 30n }), anInvoice(1, 50n, { paid: 30n, credited: 30n })],
      -40n,
      { open: [30n, 50n], paid: [20n, 0n], free: 0n },
    ],
  ])('%s', (_, receivables, credit, expected) => {
    expect(outcome(receivables, credit)).toEqual(expected);
  });

  test('who looks at too few invoices is told so', () => {
    const [old, open] = [anInvoice(0, 50n, { paid: 50n, credited: 50n }), anInvoice(1, 10n)];
    expect(settlement([open], -40n).isShort).toBe(true);
    expect(settlement([old, open], -40n).isShort).toBe(false);
  });
});

// --- random lives ----------------------------------------------------------------------------------------------------

interface Life {
  balance: AccountBalance;
  receivables: Receivable[];
  payments: { id: string; amount: bigint; moved: number; of: Map<string, bigint>; isBack: boolean }[];
  moves: number;
}

const begun = (): Life => ({ balance: noBalance('EUR'), receivables: [], payments: [], moves: 0 });

function post(life: Life, movements: readonly Movement[]): void {
  life.balance = { ...balanceAfter(life.balance, movements), version: life.balance.version + 1 };
}
function change(life: Life, invoiceId: string, of: (before: Receivable) => Receivable): void {
  life.receivables = life.receivables.map((each) => (each.invoiceId === invoiceId ? of(each) : each));
}
const charge = (total: bigint) => ({ subtotal: total - total / 5n, tax: total / 5n, total });

/** What may happen to an account, one thing at a time. */
const HAPPENINGS: Readonly<Record<string, (life: Life, draws: Chance) => void>> = {
  issue(life, draws) {
    const worth = BigInt(draws.between(-300, 1000));
    const invoice = anInvoice(life.receivables.length, worth);
    life.receivables.push(invoice);
    post(life, [invoiceIssued({ ...invoice, totals: charge(worth) }, invoice.invoiceOn)]);
  },
  note(life, draws) {
    if (life.receivables.length === 0) return;
    const invoice = draws.of(life.receivables);
    const by = draws.isTrue(0.5) ? -invoice.worth : BigInt(draws.between(-200, 100));
    life.moves += 1;
    post(life, [noteIssued({ noteId: `N${life.moves}`, totals: charge(by) }, invoice, JAN)]);
    change(life, invoice.invoiceId, (before) => ({ ...before, worth: before.worth + by }));
  },
  pay(life, draws) {
    const amount = BigInt(draws.between(1, 1500));
    const payment = { id: `p${life.payments.length}`, amount, moved: 0, of: new Map<string, bigint>(), isBack: false };
    life.payments.push(payment);
    post(life, [paymentReceived(payment.id, amount, JAN)]);
    if (draws.isTrue(0.7)) give(life, payment, shareOut(life.receivables, amount));
  },
  byHand(life, draws) {
    const payment = life.payments.find((each) => !each.isBack && leftOf(each) > 0n);
    if (payment) give(life, payment, shareOut(life.receivables, leftOf(payment) / BigInt(draws.between(1, 3))));
  },
  takeBack(life, draws) {
    const payment = life.payments.filter(({ isBack }) => !isBack)[draws.between(0, 3)];
    if (!payment) return;
    const movements = [...payment.of].map(([invoiceId, minorUnits]) => {
      const invoice = life.receivables.find((each) => each.invoiceId === invoiceId)!;
      payment.moved += 1;
      return deallocated({ paymentId: payment.id, no: payment.moved }, invoice, minorUnits, JAN);
    });
    for (const [invoiceId, minorUnits] of payment.of)
      change(life, invoiceId, (before) => ({ ...before, paid: before.paid - minorUnits }));
    payment.of.clear();
    payment.isBack = true;
    post(life, [...movements, paymentTakenBack(payment.id, payment.amount, JAN)]);
  },
  writeOff(life) {
    const invoice = life.receivables.find((each) => openOf(each) > 0n && openOf(each) <= each.worth);
    if (!invoice) return;
    const open = openOf(invoice);
    post(life, [writtenOff(invoice, open, { no: life.balance.version, on: JAN })]);
    change(life, invoice.invoiceId, (before) => ({ ...before, writtenOff: before.writtenOff + open }));
  },
  settleSome: (life, draws) => void settleSome(life, draws.between(1, 3)),
};
const NAMES = ['issue', 'issue', 'note', 'pay', 'pay', 'byHand', 'takeBack', 'writeOff', 'settleSome'];

const leftOf = ({ amount, of }: Life['payments'][number]): bigint =>
  [...of.values()].reduce((left, each) => left - each, amount);

function give(life: Life, payment: Life['payments'][number], shares: ReturnType<typeof shareOut>): void {
  const movements = shares.map(({ receivable, minorUnits }) => {
    payment.moved += 1;
    payment.of.set(receivable.invoiceId, (payment.of.get(receivable.invoiceId) ?? 0n) + minorUnits);
    change(life, receivable.invoiceId, (before) => ({ ...before, paid: before.paid + minorUnits }));
    return allocated({ paymentId: payment.id, no: payment.moved }, receivable, minorUnits, JAN);
  });
  post(life, movements);
}

/** One portion of settling. Returns whether something moved. */
function settleSome(life: Life, count: number): boolean {
  const { changes } = settlement(life.receivables, -life.balance.books.creditBalance);
  const some = changes.slice(0, count);
  const at = { no: life.balance.version, on: JAN };
  post(
    life,
    some.flatMap(({ receivable, credited, writtenOff: given }) => [
      ...(given < 0n ? [writeOffTakenBack(receivable, -given, at)] : []),
      ...(credited < 0n ? [creditFreed(receivable, -credited, at)] : []),
      ...(credited > 0n ? [creditApplied(receivable, credited, at)] : []),
    ]),
  );
  for (const each of some) change(life, each.receivable.invoiceId, () => settled(each));
  return some.length > 0;
}

/** What is wrong with the books of a life; undefined for nothing. */
function fault({ balance, receivables, payments }: Life): string | undefined {
  const { books } = balance;
  const sum = (of: readonly bigint[]): bigint => of.reduce((total, each) => total + each, 0n);
  if (trialBalance(books) !== 0n) return `the trial balance is ${trialBalance(books)}`;
  if (sum(receivables.map(openOf)) !== books.receivable) return 'the balances of invoices are not what is owed';
  if (sum(receivables.map(({ credited }) => credited)) !== books.creditBalance) return 'credit is lost or made';
  const left = sum(payments.filter(({ isBack }) => !isBack).map(leftOf));
  if (left !== -books.unallocated) return `payments have ${left} left, not ${-books.unallocated}`;
  const cash = sum(payments.filter(({ isBack }) => !isBack).map(({ amount }) => amount));
  return cash === books.cash ? undefined : 'cash is not what was paid';
}

function unsettledOf({ balance, receivables }: Life): string | undefined {
  const wrong = receivables.find((each) => openOf(each) < 0n || openOf(each) > (each.worth > 0n ? each.worth : 0n));
  if (wrong) return `${wrong.invoiceId} owes ${openOf(wrong)} of ${wrong.worth}`;
  const free = -balance.books.creditBalance;
  if (free < 0n) return `${free} are free`;
  return free > 0n && receivables.some((each) => openOf(each) > 0n) ? 'credit lies beside what is owed' : undefined;
}

describe('BIL-2: whatever happens to an account', () => {
  test('books are 0 together, and settling in any portions brings every invoice to between 0 and what it costs', () => {
    for (let seed = 0; seed < 1500; seed += 1) {
      const draws = chance(`books ${seed}`);
      const life = begun();
      for (let step = draws.between(4, 20); step > 0; step -= 1) {
        const name = draws.of(NAMES);
        HAPPENINGS[name]!(life, draws);
        const wrong = fault(life);
        if (wrong) expect.fail(`seed ${seed}, ${name}: ${wrong}`);
      }
      let portions = 0;
      while (settleSome(life, draws.between(1, 3))) {
        portions += 1;
        if (portions > 200) expect.fail(`seed ${seed}: settling does not end`);
      }
      const wrong = fault(life) ?? unsettledOf(life);
      if (wrong) expect.fail(`seed ${seed}: ${wrong}`);
    }
  });
});
