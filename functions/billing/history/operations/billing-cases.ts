import type * as z from 'zod';
import { collection } from '../../../../shared/contracts/wire.ts';
import type { Item, Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { addDays, type Day, toWireDay, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../accounts/index.ts';
import { CASES_PER_PAGE, type BillingCase as WireCase } from '../../schemas.ts';
import { linesIn, obstacleTo } from '../domain/subscription.ts';
import type { historyRoutes } from '../routes.ts';
import type { BillingCase, CaseReason } from '../store/case-item.ts';
import { caseIdOf, caseStore } from '../store/case-store.ts';
import { fromItem } from '../store/subscription-item.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { HistoryDeps } from './dependencies.ts';

type Routes = typeof historyRoutes;

/** X3: what invoices leave out and what came too late, by partner, customer and subscription. */
export const listBillingCases: Operation<Routes['listBillingCases'], HistoryDeps> = async (call, { table }) => {
  const page = await seekPage(call, caseStore(table).list(call.query.partnerId), { sizeDefault: CASES_PER_PAGE });
  if (!page.ok) return page;
  const { items: cases, links, token } = page.value;
  const items = await subscriptionStore(table).items(cases);
  const currencies = await currenciesOf(cases, { table });
  const wire = await Promise.all(
    cases.map((found) => {
      const facts = { item: items.get(found.subscriptionId), currency: currencies.get(found.partnerId), table };
      return toWire(found, facts, utcDay(call.at));
    }),
  );
  return ok({ status: 200, body: collection(wire, links, token) });
};

/** A save that came too late is settled by a person; what is left out of invoices ends by itself. */
export const closeBillingCase: Operation<Routes['closeBillingCase'], HistoryDeps> = async (call, { table }) => {
  const found = await caseStore(table).load(call.path.caseId);
  if (!found) return refuse('resource_not_found');
  if (found.reason !== 'tooLate')
    return refuse('wrong_state', { description: 'It ends by itself, with the next invoice after it was mended.' });
  await caseStore(table).remove(found);
  return ok({ status: 204 });
};

const NEXT_STEPS: Readonly<Record<CaseReason, string>> = {
  renewalMissing:
    'Look for the renewal: the log of commerce-jobs says why it was not made, a dead-letter queue or the archive of the bus has what was lost. Once it has come, the next invoice has all lines.',
  saveMissing:
    'Deliver the missing event again, from a dead-letter queue or the archive of the bus. Once it has come, the next invoice has all lines.',
  brokenHistory:
    'Mend what cannot be computed: the log of billing-worker has the error. The next invoice then has all lines.',
  usageUnrated:
    'Publish the rate card version or the exchange rate that its usage lacks, as the detail says. The next invoice then has all of it.',
  tooLate: 'Settle what it would have changed before that day by a credit or an adjustment, then delete this case.',
};
const MENDED = 'Nothing: it is mended, and the next invoice has its lines.';

/** Billing currencies of the partners whose subscriptions break: a price in another one is a reason. */
async function currenciesOf(cases: readonly BillingCase[], { table }: Pick<HistoryDeps, 'table'>) {
  const broken = cases.filter(({ reason }) => reason === 'brokenHistory').map(({ partnerId }) => partnerId);
  const accounts = await Promise.all([...new Set(broken)].map((partnerId) => accountStore(table).load(partnerId)));
  return new Map(accounts.map((account) => [account?.partnerId, account?.profile.currency]));
}

interface Facts {
  readonly item: Item | undefined;
  readonly currency: string | undefined;
  readonly table: Table;
}

async function toWire(found: BillingCase, facts: Facts, today: Day): Promise<z.input<typeof WireCase>> {
  const isMended = found.reason !== 'tooLate' && (await isWhole(facts, found, today));
  const { partnerId, customerId, subscriptionId, reason, detail } = found;
  return {
    id: caseIdOf(found),
    partnerId,
    customerId,
    subscriptionId: shownId(subscriptionId),
    reason,
    status: isMended ? 'mended' : 'open',
    detail,
    sinceDate: toWireDay(found.fromOn),
    foundDate: toWireInstant(found.foundAt),
    nextStep: isMended ? MENDED : NEXT_STEPS[reason],
    attributes: { objectType: 'BillingCase' },
  };
}

/** Nothing stands in the way of its next invoice any more, as far as is known today. */
async function isWhole({ item, currency, table }: Facts, found: BillingCase, today: Day): Promise<boolean> {
  const { partnerId, fromOn, reason } = found;
  if (!item) return false;
  try {
    const subscription = await subscriptionStore(table).enoughFor(partnerId, fromItem(item), { start: fromOn });
    if (obstacleTo(subscription, today)) return false;
    const { lines } = linesIn(subscription, { start: fromOn, end: addDays(today, 1) });
    return reason !== 'brokenHistory' || lines.every(({ term }) => term.lock.currency === currency);
  } catch {
    return false;
  }
}
