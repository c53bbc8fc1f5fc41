import { textCell } from '../../../../../shared/kernel/csv.ts';
import { Exact } from '../../../../../shared/kernel/exact.ts';
import { shownId } from '../../../../../shared/kernel/seat-rating/ledger.ts';
import type { Day } from '../../../../../shared/kernel/time.ts';
import type { RatedDay } from '../../../usage/index.ts';
import type { BilledUsage, UsageFileFacts } from './billed-usage.ts';
import { firstMoment, lastMoment } from './moments.ts';

/** Rows of the daily rated file (billing contract 9.8, 11), of one subscription. */
export function ratedRowsOf(facts: UsageFileFacts, { owner, customer }: BilledUsage): (day: RatedDay) => string {
  const { partnerId, mpnId, invoiceId, book } = facts;
  const { offerId, offerName, friendlyName, resellerMpnId } = owner;
  const [subscriptionId, offer, name] = [shownId(owner.subscriptionId), textCell(offerName), friendlyName || offerName];
  const who = [customer.name, customer.domain, customer.country].map(textCell).join();
  const head = `${partnerId},${textCell(facts.partnerName)},${owner.customerId},${who},${invoiceId}`;
  const product = `${textCell(offerId)},,,${offer},${offer},,,${subscriptionId},${offer}`;
  const network = `${mpnId || '0'},${textCell(resellerMpnId || '0')}`;
  const entitlement = `${subscriptionId},${textCell(name)}`;
  return (day) => {
    const { used, rate, period, discount } = day;
    const dates = `${firstMoment(period.start)},${lastMoment(period.end)},${firstMoment(used.usageOn)}`;
    const { tags, additionalInfo, serviceInfo = '', project = '' } = used.facts ?? {};
    const meter = [rate.name, rate.category, rate.meterId, rate.subcategory, rate.name, rate.region, rate.unit];
    const place = [used.location, rate.category, resourceGroupOf(used.resourceUri), used.resourceUri];
    const said = [jsonText(tags), jsonText(additionalInfo), serviceInfo, project];
    const about = [...meter, ...place, ...said].map(textCell).join();
    const price = `${day.chargeType},${day.unitPrice},${day.effectiveUnitPrice},${day.quantity},${textCell(rate.unit)}`;
    const totals = `${day.pretaxTotal},${book.currency},${day.pricingPretaxTotal},${rate.currency}`;
    const credit = `${discount.fraction},${Number(discount.fraction) > 0 ? 'True' : 'False'},${percentOf(discount.fraction)}`;
    return `${head},${product},${dates},${about},${network},${price},${totals},${entitlement},${exchangeOf(day)},${credit},,,,,\r\n`;
  };
}

/** `""` where nothing is said. */
const jsonText = (facts: Readonly<Record<string, string>> | undefined): string =>
  facts === undefined || Object.keys(facts).length === 0 ? '' : JSON.stringify(facts);

const resourceGroupOf = (uri: string): string => /\/resourceGroups\/([^/]+)/i.exec(uri)?.[1] ?? '';

const percentOf = (fraction: string): string => new Exact(fraction).times(100).toFixed();

/** Rate and its day: the first of the month that it is published for; 1 on the day of use where nothing is exchanged. */
const exchangeOf = ({ exchange: { rate, publishedFor }, used }: RatedDay): string =>
  `${rate},${firstMoment(publishedFor === undefined ? used.usageOn : firstDay(publishedFor))}`;
const firstDay = (month: string): Day => `${month}-01` as Day;
