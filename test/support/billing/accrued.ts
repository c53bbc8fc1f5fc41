import { accountStore } from '../../../functions/billing/accounts/store/account-store.ts';
import type { WorkMessage } from '../../../functions/billing/lambda/work.ts';
import type { EventRecord } from '../../../shared/contracts/events.ts';
import { eventsOf } from '../../../shared/dynamo/outbox.ts';
import { type BillingWorld, deliver, drain, PARTNER } from '../billing-world.ts';

const ISSUED: readonly string[] = ['InvoiceIssued', 'InvoiceVoided', 'InvoiceAdjusted'];

/** What billing told of invoices and notes, as the bus would bring it back. */
export const issuedEvents = ({ table }: Pick<BillingWorld, 'table'>): readonly EventRecord[] =>
  [...table.items.values()].flatMap((item) => eventsOf(item)).filter(({ type }) => ISSUED.includes(type));

/** Brings all of that, and works off what follows. */
export async function accrueAll(world: BillingWorld): Promise<void> {
  for (const event of issuedEvents(world)) await deliver(world, event);
  await drain(world);
}

/** All that counting leaves, as it lies in the table, and what the books say of it; not how often the books were written. */
export async function accruedState(world: BillingWorld): Promise<unknown> {
  const items = [...world.table.items.values()]
    .filter(({ pk }) => /#(ACCRUALS|EARNINGS|PAID-EARNINGS|PAYOUTS|REVENUE#.*)$/.test(pk))
    // An event says which request or message made it: that it is there counts.
    .map(({ outbox, ...item }) => JSON.stringify(outbox === undefined ? item : [item.pk, item.sk]))
    .sort();
  const { books } = await accountStore(world.table).balance(PARTNER, 'USD');
  return { items, owed: books.incentivesOwed, expense: books.incentives, paid: books.incentivesPaid };
}

/** Messages of counting, as they wait in the queue. */
export const isAccrual = ({ kind }: WorkMessage): boolean => kind === 'accrue' || kind === 'accruePart';
