import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { leftOutFile } from '../../functions/billing/invoices/store/left-out-file.ts';
import { Exact } from '../../shared/kernel/exact.ts';
import { type Day, day, utcDay } from '../../shared/kernel/time.ts';
import { atPlaces, type PlainUse, plainInvoices } from '../support/usage/plain-usage.ts';
import type { EnrolledPartner, World } from '../support/world.ts';
import { holds } from './broken-invariant.ts';
import type { MeteredLife, MeteredSubscription, SentRecord } from './metered.ts';

// --- what was reported -----------------------------------------------------------------------------------------------

const CONFLICT = 950001;

/** Each record counts once, by one of the contents that came under its id; every batch says what became of its records (USG-3). */
export async function checkBatches({ send, operator }: World, { batches, sent }: MeteredLife): Promise<void> {
  for (const batch of batches) {
    if (batch.counted !== undefined) continue;
    const { body } = await send({ path: `/v1/operator/usagerecords/batches/${batch.id}`, as: operator });
    holds(body.status === 'completed', `batch ${batch.id} is counted when all is quiet`);
    const rejected = body.rejected as { recordId: string; code: number }[];
    const all = body.accepted + body.duplicates + rejected.length;
    holds(all === batch.records.length, `batch ${batch.id} tells of each of its records, not of ${all}`);
    for (const { recordId, code } of rejected)
      if (code === CONFLICT) sent.get(recordId)!.find((each) => each.batch === batch)!.isConflict = true;
    batch.counted = body.accepted;
  }
  const counted = batches.reduce((sum, batch) => sum + batch.counted!, 0);
  holds(counted === sent.size, `each of ${sent.size} records counts once, not ${counted}`);
  for (const same of sent.values()) {
    const contents = new Set(same.filter(({ isConflict }) => !isConflict).map(({ record }) => record.quantity));
    const id = same[0]!.record.recordId;
    holds(contents.size === 1, `one content of ${id} counts, not ${contents.size}`);
    const isWrong = same.some(({ isConflict, record }) => isConflict && contents.has(record.quantity));
    holds(!isWrong, `no repeat of ${id} is a conflict`);
  }
}

/** A record as it counts: of the first day on which it came (U6). */
function useOf(same: readonly SentRecord[]): PlainUse {
  const counting = same.filter(({ isConflict }) => !isConflict);
  const { usageStartTime, meterId, resourceUri, quantity, correctsRecordId } = counting[0]!.record;
  const [reportedOn] = counting.map(({ batch }) => utcDay(batch.reportedAt)).sort();
  return {
    ...{ on: usageStartTime.slice(0, 10), reportedOn: reportedOn!, meterId, resource: resourceUri, quantity },
    isCorrection: correctsRecordId !== undefined,
  };
}

const isOf = ({ subscriptionId, from, until }: MeteredSubscription, { record }: SentRecord): boolean => {
  const on = record.usageStartTime.slice(0, 10);
  return record.subscriptionId === subscriptionId && on >= from && (until === undefined || on < until);
};

// --- what was invoiced -----------------------------------------------------------------------------------------------

interface WireUsageLine {
  readonly subscriptionId: string;
  readonly resourceGuid: string;
  readonly chargeStartDate: string;
  readonly detailLineItemId: number;
  readonly consumedQuantity: number;
  readonly includedQuantity: number;
  readonly overageQuantity: number;
  readonly consumptionPrice: number;
  readonly pretaxCharges: number;
  readonly taxAmount: number;
  readonly postTaxTotal: number;
  readonly lineId: string;
  readonly explanation: { readonly rule: string; readonly priceList: string; readonly tierFrom: number };
}

/** Metered use on an invoice. */
export interface InvoicedUse {
  /** Cents. */
  readonly total: number;
  readonly lines: readonly WireUsageLine[];
  /** Cost before any rounding of each subscription, period and meter, from its days. */
  readonly exact: ReadonlyMap<string, string>;
}

const cents = (amount: number): number => Math.round(amount * 100);

/** Lines of metered use of an invoice; its files have the same, to the cent (BIL-3). */
export async function invoicedUse(
  world: World,
  { adminAgent: as }: EnrolledPartner,
  { id, invoiceDetails }: { readonly id: string; readonly invoiceDetails: readonly { billingProvider: string }[] },
): Promise<InvoicedUse> {
  if (!invoiceDetails.some(({ billingProvider }) => billingProvider === 'azure'))
    return { total: 0, lines: [], exact: new Map() };
  const { body } = await world.send({ path: `/v1/invoices/${id}/lineitems/azure/billinglineitems?size=2000`, as });
  const lines = body.items as WireUsageLine[];
  const total = lines.reduce((sum, { postTaxTotal }) => sum + cents(postTaxTotal), 0);
  const rows = await rowsOf(world, `/v1/invoices/${id}/reconciliationfiles/usage`, as);
  const told = rows.map(({ LineId, PostTaxTotal }) => `${LineId} ${cents(Number(PostTaxTotal))}`).sort();
  const shown = lines.map(({ lineId, postTaxTotal }) => `${lineId} ${cents(postTaxTotal)}`).sort();
  holds(told.join() === shown.join(), `the usage file of ${id} has its lines: ${told} and ${shown}`);
  const exact = new Map<string, Exact>();
  for (const row of await rowsOf(world, `/v1/invoices/${id}/reconciliationfiles/dailyrated`, as)) {
    const place = `${row.SubscriptionId!.toLowerCase()} ${isoDay(row.ChargeStartDate!)} ${row.MeterId}`;
    exact.set(place, (exact.get(place) ?? new Exact(0)).plus(row.BillingPreTaxTotal!));
  }
  return { total, lines, exact: new Map([...exact].map(([place, sum]) => [place, sum.toFixed()])) };
}

async function rowsOf(world: World, path: string, as: EnrolledPartner['adminAgent']) {
  const { headers, text } = await world.send({ path, as });
  const isPacked = headers['content-encoding'] === 'gzip';
  const plain = isPacked ? gunzipSync(Buffer.from(text, 'latin1')).toString('utf8') : text;
  return parse(plain, { columns: true, bom: true }) as Record<string, string>[];
}

/** A day of a file, `1/15/2018 0:00`. */
function isoDay(text: string): string {
  const [month, date, year] = text.split(' ')[0]!.split('/') as [string, string, string];
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
}

const decimal = (value: number): string => new Exact(value).toFixed();

/** A line in the words of the plain computation. */
function textOf(line: WireUsageLine): string {
  const { chargeStartDate, resourceGuid, detailLineItemId, consumptionPrice, pretaxCharges, taxAmount } = line;
  const { rule, priceList, tierFrom } = line.explanation;
  const amounts = [consumptionPrice, pretaxCharges, taxAmount].map(cents).join(' ');
  const place = `${chargeStartDate.slice(0, 10)} ${resourceGuid} ${detailLineItemId}`;
  if (rule === 'U9 correction' || rule === 'L7 void') return `${place} offset: ${amounts}`;
  const units = [line.consumedQuantity, line.includedQuantity, line.overageQuantity].map(decimal).join(' ');
  return `${place} ${priceList.split('/').at(-1)} ${decimal(tierFrom)}: ${units} ${amounts}`;
}

// --- both ------------------------------------------------------------------------------------------------------------

interface SettledPeriod {
  readonly start: Day;
  readonly end: Day;
  /** Subscriptions whose use its run left out. */
  readonly leftOut: ReadonlySet<string>;
}

interface Invoiced {
  readonly metered: MeteredLife;
  /** By the end of their period. */
  readonly invoices: ReadonlyMap<Day, InvoicedUse>;
  /** The day on which one was voided for good. */
  readonly voided: ReadonlyMap<Day, Day>;
}

/**
 * USG-3, BIL-3: what the invoices of a partner bill of metered use is what a second, plain computation makes of all that was
 * reported. A run that has waited for a day leaves out what is not counted; then the next invoice has all of it. Answers how often.
 */
export function checkMetered(
  world: World,
  { partnerId }: EnrolledPartner,
  partner: number,
  { metered, invoices, voided }: Invoiced,
): number {
  const { periods, taxOn } = settledPeriods(world, partnerId);
  const records = [...metered.sent.values()];
  for (const own of metered.subscriptions) {
    if (own.partner !== partner) continue;
    const uses = records.filter(([first]) => isOf(own, first!)).map(useOf);
    const windows = windowsOf(periods, own.subscriptionId);
    const voids = windows.flatMap(({ end }, period) => (voided.has(end) ? [{ period, on: voided.get(end)! }] : []));
    const due = plainInvoices({
      ...{ minorUnits: 100n, meters: metered.rates, terms: metered.terms, windows, uses, voids },
      periods: periods.map(({ start, end }) => ({ start, end, taxPercent: taxOn(start) })),
    });
    for (const { end } of periods) {
      const at = windows.findIndex((window) => window.end === end);
      const billed = invoices.get(end);
      const lines = (billed?.lines ?? []).filter(({ subscriptionId }) => isSame(subscriptionId, own));
      const [found, right] = [lines.map(textOf).sort(), (due[at]?.lines ?? []).map(({ text }) => text).sort()];
      const where = `${own.subscriptionId} on the invoice of ${end}`;
      holds(found.join() === right.join(), [`use of ${where}:`, ...found, 'is due as', ...right].join('\n  '));
      for (const [place, exact] of due[at]?.exactByMeter ?? []) {
        const [shown, wanted] = [
          billed?.exact.get(`${own.subscriptionId.toLowerCase()} ${place}`) ?? '0',
          atPlaces(exact, 10),
        ];
        holds(shown === wanted, `days of ${where} cost ${shown} in ${place}, not ${wanted}`);
      }
    }
  }
  return periods.reduce((sum, { leftOut }) => sum + leftOut.size, 0);
}

const isSame = (id: string, { subscriptionId }: MeteredSubscription): boolean =>
  id.toLowerCase() === subscriptionId.toLowerCase();

/** Days of report of each invoice that has the subscription. */
function windowsOf(periods: readonly SettledPeriod[], subscriptionId: string): { start: Day; end: Day }[] {
  const windows: { start: Day; end: Day }[] = [];
  let from: Day | undefined;
  for (const { start, end, leftOut } of periods) {
    from ??= start;
    if (leftOut.has(subscriptionId.toLowerCase())) continue;
    windows.push({ start: from, end });
    from = undefined;
  }
  return windows;
}

interface StoredPeriod {
  readonly start: Day;
  readonly end: Day;
  readonly state: string;
  readonly plan?: { readonly taxRates: readonly { readonly from: Day; readonly percent: string }[] };
}

/** Periods that are over, with what their runs left out, and the tax rates that these went by. */
function settledPeriods({ program }: World, partnerId: string) {
  const items = [...program.table.items.values()];
  const rows = items
    .filter(({ pk }) => pk === `BILLING#${partnerId}#PERIODS`)
    .map((item) => item as unknown as StoredPeriod)
    .filter(({ state }) => state === 'issued' || state === 'empty')
    .sort((a, b) => (a.end < b.end ? -1 : 1));
  const parts = items.filter(({ pk }) => pk === `BILLING#${partnerId}#PARTS`);
  const periods = rows.map(({ start, end }): SettledPeriod => {
    const keys = parts.filter(({ sk }) => sk.startsWith(end)).flatMap(({ leftOutKey }) => (leftOutKey as string) ?? []);
    const files = keys.map((key) => leftOutFile.fromText(gunzipSync(program.files.stored.get(key)!).toString('utf8')));
    const ids = files.flatMap(({ usageAside = [] }) => usageAside.map(({ subscriptionId }) => subscriptionId));
    return { start: day(start), end: day(end), leftOut: new Set(ids) };
  });
  const rates = rows.findLast(({ plan }) => plan !== undefined)?.plan?.taxRates ?? [];
  const taxOn = (on: Day): string => (rates.findLast(({ from }) => from <= on) ?? rates[0])?.percent ?? '0';
  return { periods, taxOn };
}
