import { eachCsvRecord, plainText } from '../../../../shared/kernel/csv.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { money } from '../../../../shared/kernel/money.ts';
import { lineIdOf } from '../../../../shared/kernel/seat-rating/ledger.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type CustomerName, namesStore } from '../../accounts/index.ts';
import {
  dayOfMoment,
  type FilePart,
  type InvoiceRecord,
  inflated,
  LICENSE_COLUMNS,
  type LicenseColumn,
  lineIdColumn,
  USAGE_COLUMNS,
} from '../../invoices/index.ts';
import { type EarningLine, earningsBy, type LineEarning } from '../domain/earning.ts';
import { type Revenue, summedRevenue } from '../domain/revenue.ts';
import { ruleStore } from '../store/rule-store.ts';
import type { IncentivesDeps } from './dependencies.ts';

type Deps = Pick<IncentivesDeps, 'table' | 'files'>;

/** What the lines of a part come to. */
export interface CountedPart {
  /** Those that are not 0, in the order of the lines. */
  readonly earnings: readonly LineEarning[];
  readonly revenue: readonly Revenue[];
}

/** A billed line as far as it counts: whose it is, of which offer, and what it costs. */
interface BilledLine {
  readonly customerId: string;
  readonly offerId: string;
  readonly subtotal: bigint;
  readonly tax: bigint;
  /** Of seats alone: what the rules go by besides. */
  readonly seat?: Omit<EarningLine, 'offerId' | 'family' | 'subtotal'>;
}

/** M6, BIL-12: one pass over the lines of a part, as its files have them: what they earn, and what was billed for them. */
export async function countPart(
  record: Pick<InvoiceRecord, 'partnerId' | 'currency' | 'invoiceOn'>,
  part: FilePart,
  deps: Deps,
): Promise<CountedPart> {
  const lines = [...(await seatLines(record, part, deps)), ...(await usageLines(record, part, deps))];
  const names = namesStore(deps.table);
  const [offers, countries, versions] = await Promise.all([
    names.offersOf(new Set(lines.map(({ offerId }) => offerId))),
    countriesOf(record.partnerId, new Set(lines.map(({ customerId }) => customerId)), deps),
    ruleStore(deps.table).all(),
  ]);
  const earningsOf = earningsBy(
    versions.map(({ rule }) => rule),
    record.invoiceOn,
  );
  const familyOf = (offerId: string): string => offers.get(offerId)?.family ?? 'other';
  const earnings: LineEarning[] = [];
  const revenue: Revenue[] = [];
  for (const { customerId, offerId, subtotal, tax, seat } of lines) {
    const family = familyOf(offerId);
    revenue.push({ country: countries.get(customerId)?.country ?? NO_COUNTRY, family, subtotal, tax });
    if (seat)
      earnings.push(...earningsOf({ ...seat, offerId, family, subtotal }).filter(({ earning }) => earning !== 0n));
  }
  return { earnings, revenue: summedRevenue(revenue) };
}

/** The country of a customer that nobody told of; ISO 3166 keeps these letters for that. */
const NO_COUNTRY = 'ZZ';

const license = (name: LicenseColumn): number => LICENSE_COLUMNS.indexOf(name);
const SEAT = {
  customerId: license('CustomerId'),
  offerId: license('OfferId'),
  subscriptionId: license('SyndicationPartnerSubscriptionNumber'),
  termStart: license('SubscriptionStartDate'),
  chargeStart: license('ChargeStartDate'),
  subtotal: license('Subtotal'),
  tax: license('Tax'),
  cycle: license('BillingCycleType'),
} as const;

async function seatLines(
  { currency }: Pick<InvoiceRecord, 'currency'>,
  { fileKey, explanationsKey, rowsForm }: FilePart,
  deps: Deps,
): Promise<BilledLine[]> {
  // Rows of the first form have no id: what explains them begins with it.
  const reasons = rowsForm < 2 ? (await textOf(explanationsKey, deps)).split('\n') : [];
  const lines: BilledLine[] = [];
  for (const { cells } of eachCsvRecord(await textOf(fileKey, deps))) {
    const keyOfFirst = reasons[lines.length]?.split('\t')[0] ?? '';
    lines.push({
      customerId: cells[SEAT.customerId]!,
      offerId: plainText(cells[SEAT.offerId]!),
      subtotal: money(cells[SEAT.subtotal]!, currency).minorUnits,
      tax: money(cells[SEAT.tax]!, currency).minorUnits,
      seat: {
        lineId: rowsForm < 2 ? lineIdOf(cells[SEAT.subscriptionId]!, keyOfFirst) : cells[lineIdColumn(rowsForm)]!,
        termStartOn: dayOf(cells[SEAT.termStart]!),
        isAnnual: cells[SEAT.cycle] === 'Annual',
        chargeStartOn: dayOf(cells[SEAT.chargeStart]!),
      },
    });
  }
  return lines;
}

const dayOf = (moment: string): Day => dayOfMoment(moment);

const USAGE = {
  customerId: USAGE_COLUMNS.indexOf('CustomerId'),
  offerId: USAGE_COLUMNS.indexOf('Sku'),
  subtotal: USAGE_COLUMNS.indexOf('PretaxCharges'),
  tax: USAGE_COLUMNS.indexOf('TaxAmount'),
} as const;

async function usageLines(
  { currency }: Pick<InvoiceRecord, 'currency'>,
  { usage }: FilePart,
  deps: Deps,
): Promise<BilledLine[]> {
  if (!usage) return [];
  const lines: BilledLine[] = [];
  for (const { cells } of eachCsvRecord(await textOf(usage.usage.key, deps)))
    lines.push({
      customerId: cells[USAGE.customerId]!,
      offerId: plainText(cells[USAGE.offerId]!),
      subtotal: money(cells[USAGE.subtotal]!, currency).minorUnits,
      tax: money(cells[USAGE.tax]!, currency).minorUnits,
    });
  return lines;
}

async function textOf(key: string, { files }: Pick<Deps, 'files'>): Promise<string> {
  const bytes = await files.get(key);
  invariant(bytes, 'the objects of a part are stored');
  return inflated(bytes);
}

/** Customers that are asked for by their ids; of more, the stretch of names that they lie in is read, a megabyte a page. */
const ASKED_MAX = 100;

async function countriesOf(
  partnerId: string,
  customerIds: ReadonlySet<string>,
  { table }: Pick<Deps, 'table'>,
): Promise<ReadonlyMap<string, Pick<CustomerName, 'country'>>> {
  const names = namesStore(table);
  if (customerIds.size <= ASKED_MAX) return names.customersOf(partnerId, customerIds);
  const sorted = [...customerIds].sort();
  const found = new Map<string, CustomerName>();
  for await (const page of names.customers(partnerId, { from: sorted[0]!, to: `${sorted.at(-1)}~` }))
    for (const name of page) if (customerIds.has(name.customerId)) found.set(name.customerId, name);
  return found;
}
