import { join, relative } from 'node:path';
import { type OfferFinder, offerFinder } from './catalogue.ts';
import { type Client, clientOf, guidOf } from './client.ts';
import { currentTime, moveClock, untilIdle } from './control.ts';
import { creditOf, grantSlaCredit, slaCredit } from './credits.ts';
import { clientOfPartner, type EnrolledPartner } from './enrol.ts';
import { showImports } from './imports.ts';
import { downloadInvoice, type Invoice, listInvoices, sameAmount } from './invoices.ts';
import { agreeOnShortTerms, latePayer, showLatePayment } from './late-payment.ts';
import { awaitMail } from './mail.ts';
import { changes, customers, licensed, refusedOrder } from './sales.ts';
import { assignLicences, change, orderRefused, type Seller, type SoldCustomer, sellTo } from './selling.ts';
import { showTransition } from './transition.ts';
import { budgetMail, metered, reportUsage, sellMetered, usedOfBudget } from './usage.ts';

/** The demo program: a first hour of sales, a month of changes, and the invoices that come of it. */

export interface Demo {
  readonly apiRoot: string;
  readonly controlRoot: string;
  readonly localDir: string;
  readonly operator: Client;
  readonly partners: readonly EnrolledPartner[];
  readonly log: (line: string) => void;
}

export async function runDemo(demo: Demo): Promise<void> {
  const sellers = await openSellers(demo);
  await joinProviderAndReseller(demo);
  const sold = await sellEverything(demo, sellers);
  await giveLicences(demo, sellers, sold);
  await showRefusal(demo, sellers, sold);
  await showImports(demo, sellers.get('harbor')!, (await currentTime(demo.controlRoot)).slice(0, 10));
  await sellMetered(sellers.get(metered.partner)!, customerOf(sold, metered.customer));
  await agreeOnShortTerms(demo.operator, sellers.get(latePayer.partner)!.client);
  await liveThroughTheMonth(demo, sellers, sold);
  await showInvoices(demo, sellers);
  const { plan, id } = sold.find(({ plan: { partner } }) => partner === 'harbor')!;
  const { client: seller, offer } = sellers.get(plan.partner)!;
  await showTransition({ ...demo, seller, offer, customer: { id, companyName: plan.companyName } });
  await showLatePayment({
    ...demo,
    partner: planOf(demo.partners, latePayer.partner),
    seller: sellers.get(latePayer.partner)!,
    customer: customerOf(sold, latePayer.customer),
  });
}

async function openSellers({ apiRoot, partners }: Demo): Promise<ReadonlyMap<string, Seller>> {
  const offer: OfferFinder = await offerFinder();
  const reseller = (key: string) => planOf(partners, key).plan;
  return new Map(
    partners.map((partner) => {
      const { key } = partner.plan;
      return [key, { key, client: clientOfPartner(apiRoot, partner), offer, reseller }];
    }),
  );
}

function planOf(partners: readonly EnrolledPartner[], key: string): EnrolledPartner {
  const partner = partners.find(({ plan }) => plan.key === key);
  if (!partner) throw new Error(`no partner "${key}" takes part`);
  return partner;
}

/** The provider passes its partnership link on, and the reseller accepts it. */
async function joinProviderAndReseller({ apiRoot, partners }: Demo): Promise<void> {
  const clientOfKey = (key: string, application: string): Client =>
    clientOf(apiRoot, planOf(partners, key).applications[application]!);
  const { url } = await clientOfKey('meridian', 'providerAdmin').send<{ url: string }>(
    'GET /v1/relationships/requests',
  );
  const token = new URL(url).pathname.split('/').filter(Boolean).at(-1)!;
  await clientOfKey('corner', 'resellerAdmin').send(`POST /v1/relationships/requests/${token}/acceptance`, {
    requestId: guidOf('partnership', token),
  });
}

/** Partners sell at the same time; one after another for each of them would tell nothing more. */
async function sellEverything(
  { controlRoot, log }: Demo,
  sellers: ReadonlyMap<string, Seller>,
): Promise<readonly SoldCustomer[]> {
  const at = await currentTime(controlRoot);
  const sold = await Promise.all(customers.map((plan) => sellTo(sellers.get(plan.partner)!, plan, at)));
  const subscriptions = sold.reduce((count, customer) => count + customer.subscriptions.size, 0);
  log(
    `sold ${subscriptions} subscriptions to ${sold.length} customers of ${new Set(customers.map(({ partner }) => partner)).size} partners`,
  );
  return sold;
}

const customerOf = (sold: readonly SoldCustomer[], name: string): SoldCustomer =>
  sold.find(({ plan }) => plan.companyName === name)!;

async function giveLicences(
  { log }: Demo,
  sellers: ReadonlyMap<string, Seller>,
  sold: readonly SoldCustomer[],
): Promise<void> {
  const counts = await Promise.all(
    licensed.map((plan) => assignLicences(sellers.get(plan.partner)!, customerOf(sold, plan.customer), plan)),
  );
  log(`assigned ${counts.reduce((sum, count) => sum + count, 0)} licences to users of ${licensed.length} customers`);
}

async function showRefusal(
  { log }: Demo,
  sellers: ReadonlyMap<string, Seller>,
  sold: readonly SoldCustomer[],
): Promise<void> {
  const customer = customerOf(sold, refusedOrder.customer);
  const { reason, lines } = await orderRefused(sellers.get(refusedOrder.partner)!, customer, refusedOrder.lines);
  log(`an order for ${refusedOrder.customer} was refused whole, nothing was bought (${reason}):`);
  for (const { description } of lines) log(`  ${description}`);
}

const dayMs = 86_400_000;

async function liveThroughTheMonth(
  demo: Demo,
  sellers: ReadonlyMap<string, Seller>,
  sold: readonly SoldCustomer[],
): Promise<void> {
  const { controlRoot, log } = demo;
  const today = (await currentTime(controlRoot)).slice(0, 10);
  const start = Date.parse(today);
  for (const [day, ofDay] of Map.groupBy(changes, (plan) => plan.day)) {
    const noon = new Date(start + day * dayMs + dayMs / 2).toISOString();
    await moveClock(controlRoot, noon, 'week');
    const done = await Promise.all(
      ofDay.map(async (plan) => {
        const what = await change(sellers.get(plan.partner)!, customerOf(sold, plan.customer), plan);
        return `${plan.customer}: ${what}`;
      }),
    );
    for (const line of done) log(`${noon.slice(0, 10)}  ${line}`);
    if ((metered.reportedOn as readonly number[]).includes(day)) await useMetered(demo, sellers, sold, { today, day });
    if (day === slaCredit.grantedDay) await creditIncident(demo, sold, start);
  }
  await passBillingDate(controlRoot, sellers, log);
}

/** The operator gives back for an incident that a customer had some days before. */
async function creditIncident(
  { controlRoot, operator, partners, log }: Demo,
  sold: readonly SoldCustomer[],
  start: number,
): Promise<void> {
  const { applications } = planOf(partners, slaCredit.partner);
  const incidentOn = new Date(start + slaCredit.incidentDay * dayMs).toISOString().slice(0, 10);
  const { amount, formula } = await grantSlaCredit(operator, {
    partnerId: applications.adminAgent!.tenantId,
    customer: customerOf(sold, slaCredit.customer),
    incidentOn,
  });
  const on = (await currentTime(controlRoot)).slice(0, 10);
  log(`${on}  ${slaCredit.customer}: $${amount.toFixed(2)} are credited for an incident of ${incidentOn}, ${formula}`);
}

/** Reports metered use, and shows how much of its budget it is; the last time there is a mail about it. */
async function useMetered(
  { controlRoot, operator, partners, log }: Demo,
  sellers: ReadonlyMap<string, Seller>,
  sold: readonly SoldCustomer[],
  { today, day }: { today: string; day: number },
): Promise<void> {
  const customer = customerOf(sold, metered.customer);
  const records = await reportUsage(operator, customer, { start: today, day });
  await untilIdle(controlRoot);
  const { totalCost, percentUsed } = await usedOfBudget(sellers.get(metered.partner)!.client, customer);
  const on = (await currentTime(controlRoot)).slice(0, 10);
  log(
    `${on}  ${metered.customer}: ${records} records of use, $${totalCost.toFixed(2)} so far, ${percentUsed} % of its budget`,
  );
  if (day !== metered.reportedOn.at(-1)) return;
  const { plan } = planOf(partners, metered.partner);
  const address = `${plan.staff[0]!.name}@${plan.domain}`;
  const mail = await budgetMail(controlRoot, address);
  log(`            mailed to ${address}: “${mail.subject}”`);
}

/**
 * Every partner signed on the same day, so one date bills them all; the run is scheduled an hour after midnight. Days on
 * which nothing is done pass in steps of a week: jobs find what is due by its state, and a month of them is half of a start.
 */
async function passBillingDate(
  controlRoot: string,
  sellers: ReadonlyMap<string, Seller>,
  log: Demo['log'],
): Promise<void> {
  const account = await sellers
    .get('harbor')!
    .client.send<{ nextBillingDate: string }>('GET /v1/partner/billingaccount');
  const date = account.nextBillingDate.slice(0, 10);
  await moveClock(controlRoot, new Date(Date.parse(date) - dayMs / 2).toISOString(), 'week');
  await moveClock(controlRoot, `${date}T06:00:00.000Z`);
  await untilIdle(controlRoot);
  log(`${date}  the billing date has passed`);
}

// --- what came of it -------------------------------------------------------------------------------------------------

async function showInvoices(demo: Demo, sellers: ReadonlyMap<string, Seller>): Promise<void> {
  for (const partner of demo.partners) {
    const seller = sellers.get(partner.plan.key)!;
    if (!customers.some((plan) => plan.partner === seller.key)) continue;
    const [invoice] = await listInvoices(seller.client);
    if (!invoice) throw new Error(`${partner.plan.companyName} has no invoice although its billing date has passed`);
    await showInvoice(demo, partner, seller.client, invoice);
  }
}

async function showInvoice(
  { controlRoot, localDir, log }: Demo,
  { plan }: EnrolledPartner,
  client: Client,
  invoice: Invoice,
): Promise<void> {
  const files = await downloadInvoice(client, invoice, join(localDir, 'invoices'));
  const isEqual = sameAmount(files.sum, invoice.totalCharges);
  if (!isEqual)
    throw new Error(`the file of ${invoice.id} adds up to ${files.sum}, the invoice to ${invoice.totalCharges}`);
  const money = (amount: number): string =>
    new Intl.NumberFormat('en-US', { style: 'currency', currency: invoice.currencyCode }).format(amount);
  const day = (text: string): string => text.slice(0, 10);
  log('');
  log(
    `invoice ${invoice.id} for ${plan.companyName}: ${money(invoice.totalCharges)} for ` +
      `${day(invoice.billingPeriodStartDate)} to ${day(invoice.billingPeriodEndDate)}, due ${day(invoice.dueDate)}`,
  );
  if (plan.key === 'harbor') {
    for (const { product, amount } of invoice.charges) log(`  ${product.padEnd(56)} ${money(amount).padStart(14)}`);
    const { amount, formula } = await creditOf(client, invoice.id);
    log(`  with a credit of ${money(-amount)}, at list price: ${formula}`);
    const mail = await awaitMail(controlRoot, plan.admin.email, ({ subject }) => /invoice/i.test(subject));
    log(`  announced by mail to ${plan.admin.email}: “${mail.subject}”`);
  }
  log(`  ${files.lines} lines add up to ${files.sum} ${invoice.currencyCode}, as the invoice says`);
  log(`  ${relative('.', files.statementPath)}  ${relative('.', files.reconciliationPath)}`);
  if (files.usageLines > 0) log(`  ${relative('.', files.usagePath)} has ${files.usageLines} lines of metered use`);
}
