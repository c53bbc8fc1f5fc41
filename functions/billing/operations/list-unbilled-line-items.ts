import * as z from 'zod';
import { collection } from '../../../shared/contracts/wire.ts';
import type { Operation } from '../../../shared/http/call.ts';
import { nextSeekLink, readSeekToken, type SeekScope, seekToken } from '../../../shared/http/paging.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { addDays, type Day, type DayPeriod, isDay, utcDay } from '../../../shared/kernel/time.ts';
import { tally } from '../domain/tally.ts';
import type { billingRoutes } from '../routes.ts';
import { LINES_PER_PAGE, type OneTimeInvoiceLineItem, type Provider } from '../schemas.ts';
import { accountStore, type BillingAccount } from '../store/account-store.ts';
import { type CustomerName, namesStore } from '../store/names-store.ts';
import { type PeriodRow, periodStore } from '../store/period-store.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import { customerNames } from './customer-names.ts';
import type { BillingDeps } from './dependencies.ts';
import { openLines } from './open-lines.ts';
import { taxRatesOf } from './tax-rates.ts';
import { toUnbilledLine } from './unbilled-line.ts';

/** What may be asked for to see seat charges. */
const HAS_SEATS: ReadonlySet<Provider> = new Set(['all', 'onetime', 'office']);

type UnbilledLine = z.input<typeof OneTimeInvoiceLineItem>;

const Days = z.string().refine(isDay);
/** What a token remembers, so that a page can be asked for with nothing else. Days are fixed with the first page. */
const Remembered = z.object({ start: Days, end: Days });
/** Callers may make tokens up: what comes back is checked like any input. */
const Cursor = z.object({ sk: z.string().min(1).max(200), lines: z.coerce.number().int().min(0) });

/** Where a page goes on: behind so many lines of a subscription. */
interface Place {
  readonly sk: string;
  readonly lines: number;
}

/**
 * Charges that are posted and not invoiced yet (D11), seat charges in the shape of one-time items. Usage (azure) and the
 * older synonym `marketplace` have no lines.
 */
export const listUnbilledLineItems: Operation<
  (typeof billingRoutes.routes)['listUnbilledLineItems'],
  BillingDeps
> = async (call, { table, log }) => {
  const { provider = 'all', invoiceLineItemType: type, currencyCode, period = 'current', size } = call.query;
  const partnerId = call.caller.tenantId;
  const scope = { tenantId: partnerId, path: call.rawPath };
  const token = call.continuationToken === undefined ? undefined : readToken(call.continuationToken, scope);
  if (call.continuationToken !== undefined && !token) return refuse('invalid_input', { field: 'MS-ContinuationToken' });
  if (!token && type === undefined) return refuse('invalid_property', { field: 'invoiceLineItemType' });
  const row = await periodStore(table).latest(partnerId);
  const account = await accountStore(table).load(partnerId);
  const posted = token?.posted ?? (row && windowOf(row, period, utcDay(call.at)));
  const isForeign = currencyCode !== undefined && currencyCode.toUpperCase() !== account?.profile.currency;
  if (!account || !posted || type === 'usagelineitems' || !HAS_SEATS.has(provider) || isForeign)
    return ok({ status: 200, body: collection([]) });
  const pageSize = size ?? token?.size ?? LINES_PER_PAGE;
  const { lines, next } = await page(account, posted, { size: pageSize, after: token?.after }, { table, log });
  if (!next) return ok({ status: 200, body: collection(lines) });
  const cursor = { sk: next.sk, lines: String(next.lines) };
  const following = seekToken({ cursor, size: pageSize, filter: JSON.stringify(posted) }, scope);
  return ok({ status: 200, body: collection(lines, { next: nextSeekLink(call, following) }, following) });
};

/**
 * The open period up to today; or the one before it while its invoice is not out. Undefined when there is none.
 */
function windowOf(row: PeriodRow, period: 'current' | 'previous', today: Day): DayPeriod | undefined {
  const isOver = row.end <= today;
  if (period === 'previous') return isOver ? { start: row.start, end: row.end } : undefined;
  return { start: isOver ? row.end : row.start, end: addDays(today, 1) };
}

/** Undefined for a token that is damaged, of another caller, or made up. */
function readToken(text: string, scope: SeekScope): { posted: DayPeriod; after: Place; size: number } | undefined {
  const state = readSeekToken(text, scope);
  const cursor = Cursor.safeParse(state?.cursor);
  const remembered = Remembered.safeParse(parsedJson(state?.filter));
  if (!state || state.size > LINES_PER_PAGE || !cursor.success || !remembered.success) return undefined;
  return { posted: remembered.data, after: cursor.data, size: state.size };
}

function parsedJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

async function page(
  account: BillingAccount,
  posted: DayPeriod,
  { size, after }: { size: number; after: Place | undefined },
  { table, log }: Pick<BillingDeps, 'table' | 'log'>,
): Promise<{ lines: UnbilledLine[]; next?: Place }> {
  const range = { from: after?.sk ?? '' };
  const nameOf = customerNames<CustomerName>(
    namesStore(table).customers(account.partnerId, { from: range.from.split('#')[0]! }),
  );
  const offers = await namesStore(table).offers();
  const sums = tally(await taxRatesOf(account, posted, { table }));
  const lines: UnbilledLine[] = [];
  for await (const items of subscriptionStore(table).pages(account.partnerId, range))
    for (const item of items) {
      const open = await openLines(item, posted, { account, sums, log, table });
      if (!open) continue;
      const { subscription, ledger, lines: all } = open;
      const given = item.sk === after?.sk ? after.lines : 0;
      const taken = all.slice(given, given + size - lines.length);
      const about = {
        account,
        subscription,
        ledger,
        customer: await nameOf(subscription.customerId),
        offer: offers.get(subscription.offerId),
        event: all,
      };
      for (const [index, line] of taken.entries()) lines.push(toUnbilledLine(line, open.moneys[given + index]!, about));
      if (lines.length === size) return { lines, next: { sk: item.sk, lines: given + taken.length } };
    }
  return { lines };
}
