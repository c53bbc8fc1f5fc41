import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { SubscriptionSnapshot } from '../../events/commerce.ts';
import { periodStore } from '../../functions/billing/accounts/store/period-store.ts';
import { invoicedDays, linesIn } from '../../functions/billing/history/domain/subscription.ts';
import { fromItem } from '../../functions/billing/history/store/subscription-item.ts';
import { subscriptionStore } from '../../functions/billing/history/store/subscription-store.ts';
import { isSubscription } from '../../functions/commerce/subscriptions/store/keys.ts';
import { subscriptionOf } from '../../functions/commerce/subscriptions/store/subscription-store.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import { eventsOf } from '../../shared/dynamo/outbox.ts';
import type { Item } from '../../shared/dynamo/table.ts';
import { addDays, type Day, day, instant, utcDay } from '../../shared/kernel/time.ts';
import { pooledByChannel, soldSeats, unevenPools } from '../support/licences/pools.ts';
import type { EnrolledPartner, World } from '../support/world.ts';
import { checkNotes, checkReplacement, voidedForGood } from './amendments.ts';
import { BrokenInvariantError, holds } from './broken-invariant.ts';
import { type ChargedLine, difference } from './coverage.ts';
import type { SeenInvoice, SeenInvoices, WireInvoice, WireLine } from './documents.ts';
import type { MeteredLife } from './metered.ts';
import { checkBatches, checkMetered, invoicedUse } from './metered-invariants.ts';
import { checkMoney } from './payments.ts';

/** Everything that was published, in no particular order. What is stored never changes, so each item is read once. */
export const publishedEvents = ({ program }: World): EventRecord[] =>
  [...program.table.items.values()].flatMap((item) => {
    const events = eventsRead.get(item) ?? eventsOf(item);
    eventsRead.set(item, events);
    return [...events];
  });
const eventsRead = new WeakMap<Item, readonly EventRecord[]>();

const isOfSubscription = ({ type }: EventRecord): boolean => /^Subscription[A-Z]/.test(type);

/** Events of each subscription with each partner that has it or had it. */
export const subscriptionEvents = (published: readonly EventRecord[]): Map<string, EventRecord[]> =>
  Map.groupBy(published.filter(isOfSubscription), ({ tenantId, aggregateId }) => soldName(tenantId, aggregateId));
export const soldName = (partnerId: string, subscriptionId: string): string => `${partnerId} ${subscriptionId}`;

/**
 * What holds once everything that was under way has arrived: projections equal their sources, invoices add up, every
 * event of a subscription is charged once and nothing while it is suspended.
 */
export async function checkQuiet(
  world: World,
  partners: readonly EnrolledPartner[],
  published: readonly EventRecord[],
  { seen, metered }: { seen: SeenInvoices; metered: MeteredLife },
): Promise<{ lines: number; leftOut: number }> {
  const ofSubscriptions = subscriptionEvents(published);
  checkProjections(world, ofSubscriptions);
  checkPools(world);
  await checkBatches(world, metered);
  let [lines, leftOut] = [0, 0];
  for (const [index, partner] of partners.entries()) {
    const invoiced = await invoicedLines(world, partner, seen);
    const charged = [...invoiced.charged, ...(await openLines(world, partner))];
    lines += charged.length;
    checkCharges(world, partner, ofSubscriptions, charged);
    await checkPeriods(world, partner);
    const first = [...seen.values()].filter((each) => each.partner === partner && each.isFirst);
    const invoices = new Map(first.map(({ end, use }) => [end, use]));
    leftOut += checkMetered(world, partner, index, { metered, invoices, voided: invoiced.voided });
  }
  return { lines, leftOut };
}

// --- projections -----------------------------------------------------------------------------------------------------

function checkProjections(world: World, ofSubscriptions: ReadonlyMap<string, readonly EventRecord[]>): void {
  const followedBy = Map.groupBy(
    [...world.program.table.items.values()].filter(({ pk }) => pk.startsWith('TENANCY#')),
    ({ pk, sk }) => `${pk.split('#')[1]} ${sk.split('#').at(-1)}`,
  );
  for (const events of ofSubscriptions.values()) {
    const subscriptionId = events[0]!.aggregateId;
    const last = events.reduce((a, b) => (a.aggregateVersion > b.aggregateVersion ? a : b));
    const snapshot = last.detail.after as SubscriptionSnapshot;
    const version = versionInBilling(world, last.tenantId, snapshot);
    holds(
      version === last.aggregateVersion,
      `billing knows ${subscriptionId} up to save ${last.aggregateVersion}, not ${version}`,
    );
    const sold = findItem(world, `COMMERCE#${last.tenantId}#CUSTOMER#${snapshot.customerId}`, `SUB#${subscriptionId}`);
    holds(
      sold?.version === last.aggregateVersion,
      `every save of ${subscriptionId} raised an event: ${sold?.version} and ${last.aggregateVersion}`,
    );
    holds(
      sold !== undefined && subscriptionOf(sold).quantity === snapshot.quantity,
      `${subscriptionId} has the seats of its last event`,
    );
    const followed = followedBy.get(`${last.tenantId} ${subscriptionId}`)?.[0];
    holds(
      followed?.status === snapshot.status,
      `tenancy knows that ${subscriptionId} is ${snapshot.status}, not ${followed?.status}`,
    );
  }
}

/** How many saves of a subscription billing has: of a metered one, for which nothing is charged by the seat, in the record of whose it is. */
function versionInBilling(world: World, partnerId: string, of: SubscriptionSnapshot): number {
  const { subscriptionId, customerId, billingType } = of;
  if (billingType === 'usage') return Number(findItem(world, `BILLING#${subscriptionId}#OWNERS`, partnerId)?.asOf ?? 0);
  const billed = findItem(world, `BILLING#${partnerId}#SUBSCRIPTIONS`, `${customerId}#${subscriptionId}`);
  const known = billed && fromItem(billed);
  holds(known?.waiting.length === 0, `billing misses no save of ${subscriptionId}`);
  return known!.foldedVersion + known!.entries.length;
}

/** SUB-8: the pools of every customer are the sum of what its partners sold, to whichever day. */
export function checkPools({ program }: World): void {
  const sold = [...program.table.items.values()].filter(isSubscription).map(subscriptionOf);
  const [pooled, wanted] = [pooledByChannel(program.table), soldSeats(sold)];
  holds(
    isDeepStrictEqual(pooled, wanted),
    `pools ${JSON.stringify(pooled)} are what was sold: ${JSON.stringify(wanted)}`,
  );
  holds(unevenPools(program.table).length === 0, `the channels of pools add up: ${unevenPools(program.table)}`);
}

const findItem = ({ program }: World, pk: string, sk: string) => program.table.items.get(`${pk}\u0000${sk}`);

// --- charges ---------------------------------------------------------------------------------------------------------

function checkCharges(
  { program }: World,
  { partnerId }: EnrolledPartner,
  ofSubscriptions: ReadonlyMap<string, readonly EventRecord[]>,
  charged: readonly ChargedLine[],
): void {
  const bySubscription = Map.groupBy(charged, ({ subscriptionId }) => subscriptionId);
  for (const events of ofSubscriptions.values()) {
    const { billingType } = events[0]!.detail.after as SubscriptionSnapshot;
    if (events[0]!.tenantId !== partnerId || billingType === 'usage') continue;
    const subscriptionId = events[0]!.aggregateId;
    const lines = bySubscription.get(subscriptionId) ?? [];
    const found = difference(events, lines, utcDay(program.now())) ?? undueFee(events, lines);
    if (found === undefined) continue;
    const told = lines.map(
      (line) => `  ${line.chargeType} ${line.from}..${line.to} ${line.quantity} × ${line.unitPrice} = ${line.amount}`,
    );
    const happened = [...events]
      .sort((a, b) => a.aggregateVersion - b.aggregateVersion)
      .map(({ type, occurredAt, detail }) => {
        const { quantity, billingCycle, status, commitmentEndOn } = detail.after as SubscriptionSnapshot;
        return `  ${occurredAt} ${type} ${quantity} ${billingCycle} ${status} until ${commitmentEndOn}`;
      });
    throw new BrokenInvariantError([`${subscriptionId}: ${found}`, ...happened, ...told].join('\n'));
  }
  for (const subscriptionId of bySubscription.keys())
    holds(ofSubscriptions.has(soldName(partnerId, subscriptionId)), `${subscriptionId} is charged and was sold`);
}

/** SUB-6: a fee is due where its partner left it early, not where the program stopped it or it went to another partner. */
function undueFee(events: readonly EventRecord[], lines: readonly ChargedLine[]): string | undefined {
  const left = new Set(
    events
      .filter(
        ({ type, detail }) =>
          type === 'SubscriptionSuspended' && !(detail.after as SubscriptionSnapshot).isSuspendedByProgram,
      )
      .map(({ occurredAt }) => utcDay(instant(occurredAt))),
  );
  const undue = lines.find(
    ({ chargeType, amount, from }) => chargeType === 'Cancel fee' && amount > 0 && !left.has(from),
  );
  return undue && `a fee of ${undue.amount} is charged from ${undue.from} on, when nobody left`;
}

const cents = (amount: number): number => Math.round(amount * 100);

/** Lines of all invoices of a partner, not of those in their place; header, lines and files of each agree to the cent (BIL-3). */
async function invoicedLines(world: World, partner: EnrolledPartner, seen: SeenInvoices) {
  const charged: ChargedLine[] = [];
  const byId = new Map<string, WireLine>();
  const { body } = await world.send({ path: '/v1/invoices', as: partner.adminAgent });
  const invoices = body.items as WireInvoice[];
  for (const invoice of invoices) {
    const known = await seenAs(world, partner, invoice, seen);
    for (const note of invoice.amendments!) await seenAs(world, partner, note, seen);
    checkNotes(invoice);
    if (invoice.replaces !== undefined) continue;
    for (const line of known.lines) {
      holds(!byId.has(line.lineId), `${line.lineId} is on one invoice`);
      byId.set(line.lineId, line);
      charged.push({
        ...line,
        subscriptionId: line.syndicationPartnerSubscriptionNumber.toLowerCase(),
        from: day(line.chargeStartDate.slice(0, 10)),
        to: day(line.chargeEndDate.slice(0, 10)),
      });
    }
  }
  for (const { id, replaces } of invoices)
    if (replaces !== undefined) checkReplacement(seen.get(id)!, seen.get(replaces)!);
  await checkMoney(world, partner, invoices);
  checkReversals(byId);
  return { charged, voided: voidedForGood(invoices) };
}

/** A document as it was read first: of what was issued nothing changes but the notes on it, and what is paid of it. */
async function seenAs(
  world: World,
  partner: EnrolledPartner,
  document: WireInvoice,
  seen: SeenInvoices,
): Promise<SeenInvoice> {
  const header = JSON.stringify({ ...document, amendments: [], status: '', paidAmount: 0, balance: 0 });
  const known = seen.get(document.id) ?? { partner, header, ...(await readInvoice(world, partner, document)) };
  seen.set(document.id, known);
  holds(known.header === header, `${document.id} stays as it was issued`);
  return known;
}

/** What is taken back whole is taken back as it was invoiced, to the cent of its tax (R5, M4). */
function checkReversals(byId: ReadonlyMap<string, WireLine>): void {
  for (const line of byId.values()) {
    const taken = byId.get(line.explanation.reversesLineId ?? '');
    if (!taken || taken.amount !== -line.amount) continue;
    const isSame = cents(taken.tax) === -cents(line.tax) && cents(taken.unitPrice) === -cents(line.unitPrice);
    holds(isSame, `${line.lineId} takes back ${taken.lineId} as it was invoiced`);
  }
}

async function readInvoice(world: World, partner: EnrolledPartner, invoice: WireInvoice) {
  const lines = await linesOf(world, partner, invoice.id);
  const use = await invoicedUse(world, partner, invoice);
  const seats = lines.reduce((sum, { totalForCustomer }) => sum + cents(totalForCustomer), 0);
  const [total, charges] = [seats + use.total, cents(invoice.totalCharges)];
  holds(total === charges, `${invoice.id} is the sum of its lines: ${total} and ${charges}`);
  await checkFile(world, partner, invoice.id, { rows: lines.length, total: seats });
  const isFirst = invoice.amendsOf === undefined && invoice.replaces === undefined;
  return { id: invoice.id, isFirst, end: day(invoice.invoiceDate.slice(0, 10)), lines, use };
}

async function linesOf(world: World, { adminAgent: as }: EnrolledPartner, invoiceId: string): Promise<WireLine[]> {
  const lines: WireLine[] = [];
  let path: string | undefined = `/v1/invoices/${invoiceId}/lineitems/Office/BillingLineItems?size=2000`;
  while (path !== undefined) {
    const { body } = await world.send({ path, as });
    lines.push(...body.items);
    path = body.links?.next && `/v1${body.links.next.uri}`;
  }
  return lines;
}

async function checkFile(
  world: World,
  { adminAgent: as }: EnrolledPartner,
  id: string,
  due: { rows: number; total: number },
): Promise<void> {
  const answer = await world.send({ path: `/v1/invoices/${id}/reconciliationfiles/license`, as });
  const isPacked = answer.headers['content-encoding'] === 'gzip';
  const text = isPacked ? gunzipSync(Buffer.from(answer.text, 'latin1')).toString('utf8') : answer.text;
  const rows = parse(text, { columns: true, bom: true }) as { TotalForCustomer: string }[];
  holds(rows.length === due.rows, `the file of ${id} has a row for each of ${due.rows} lines, not ${rows.length}`);
  const total = rows.reduce((sum, { TotalForCustomer }) => sum + cents(Number(TotalForCustomer)), 0);
  holds(total === due.total, `the file of ${id} adds up to its lines: ${total} and ${due.total}`);
}

/** What is posted and not invoiced yet, from billing's own records. */
async function openLines({ program }: World, { partnerId }: EnrolledPartner): Promise<ChargedLine[]> {
  const open = await periodStore(program.table).latest(partnerId);
  if (!open) return [];
  const window = { start: open.start, end: addDays(utcDay(program.now()), 1) };
  const lines: ChargedLine[] = [];
  for await (const page of subscriptionStore(program.table).pages(partnerId, { from: '' }))
    for (const item of page) {
      const subscription = fromItem(item);
      for (const line of linesIn(subscription, invoicedDays(subscription, window)).lines)
        lines.push({
          ...line,
          subscriptionId: subscription.subscriptionId,
          from: line.start,
          to: addDays(line.end, -1),
          unitPrice: line.sign * Math.abs(Number(line.unitPrice) / 100),
          amount: Number(line.amount) / 100,
        });
    }
  return lines;
}

/** One period after the other from the signature on, each with its invoice or without lines (BIL-1). */
async function checkPeriods({ program }: World, { partnerId }: EnrolledPartner): Promise<void> {
  const pk = `BILLING#${partnerId}#PERIODS`;
  const periods = [...program.table.items.values()]
    .filter((item) => item.pk === pk)
    .sort((a, b) => (a.sk < b.sk ? -1 : 1));
  holds(periods.length > 0, `${partnerId} has a billing period`);
  const starts = periods.map(({ start }) => start as Day);
  const ends = periods.map(({ end }) => end as Day);
  starts.slice(1).forEach((start, index) => {
    holds(start === ends[index], `the period of ${start} follows that until ${ends[index]}`);
  });
  const states = periods.map(({ state }) => state as string);
  for (const state of states.slice(0, -1))
    holds(state === 'issued' || state === 'empty', `a past period is settled, not ${state}`);
  const isDue = ends.at(-1)! < utcDay(program.now());
  holds(!isDue, `the period until ${ends.at(-1)} is invoiced by ${program.now()}`);
}

/**
 * Every invoice reaches somebody, and nobody twice. Where machines stop, the answer to a mail may be lost: then its
 * repeat carries the id of the first (NOT-4), and an attempt that never reported is seen by one run and repeated by the next.
 * Here hourly runs are once a day.
 */
export function checkMails(
  { program }: World,
  published: readonly EventRecord[],
  { isCalm }: { isCalm: boolean },
): void {
  const mails = program.mailer.sent.filter(({ subject }) => subject.startsWith('Invoice'));
  for (const { detail, occurredAt } of published.filter(({ type }) => type === 'InvoiceIssued')) {
    const hours = isCalm ? 4 : 52;
    const isOld = Date.parse(program.now()) - Date.parse(instant(occurredAt)) > hours * 3_600_000;
    const isTold = mails.some(({ subject }) => subject.includes(String(detail.invoiceId)));
    holds(isTold || !isOld, `somebody was told of ${detail.invoiceId}`);
  }
  for (const [what, same] of Map.groupBy(mails, ({ to, subject }) => `${to}: ${subject}`)) {
    holds(new Set(same.map(({ id }) => id)).size === 1, `repeats of “${what}” carry one id`);
    holds(!isCalm || same.length === 1, `“${what}” was sent once, not ${same.length} times`);
  }
}
