import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentTime, moveClock } from '../../infra/local/demo/control.ts';
import {
  downloadInvoice,
  type Invoice,
  listInvoices,
  reconciliationRows,
  sameAmount,
} from '../../infra/local/demo/invoices.ts';
import { awaitMail, mailsTo } from '../../infra/local/demo/mail.ts';
import { enrolledPartners } from '../../infra/local/demo/partners.ts';
import {
  addDays,
  addMonths,
  attestAgreement,
  chargeInCents,
  daysBetween,
  newCustomer,
  orderBody,
  patchSubscription,
  placeOrder,
  problem,
  readyCustomer,
  type Subscription,
  subscriptionsOf,
  untilNoonOf,
} from './actions.ts';
import { startWorld, type World } from './world.ts';

// A year of two partners, in the order in which it happens. The first lives its first month from day to day: each test goes
// on where the one before it stopped. The other sells in the first hour and is looked at again a year later.
let world: World;
let firstDay: string;
beforeAll(async () => {
  world = await startWorld();
  firstDay = (await currentTime(world.runtime.controlRoot)).slice(0, 10);
  await sellForAYear();
});
afterAll(() => world?.stop());

interface QuotedLine {
  readonly quantity: number;
  readonly firstCharge: number;
  readonly chargeStartDate: string;
  readonly chargeEndDate: string;
  readonly formula: string;
  readonly invoiceDate: string;
}

const partner = () => world.as('adminAgent');
let customer: string;
let main: string;
let spare: string;
/** What the seats were quoted at before they were added. */
let quoted: readonly QuotedLine[];

const other = () => world.as('otherPartnerAdmin');
/** What the other partner sold: the first grows, renews and is kept, like the last. */
let kept: Record<'customer' | 'growing' | 'ending' | 'dropped' | 'yearly', string>;

async function sellForAYear(): Promise<void> {
  const buyer = await readyCustomer(other());
  const monthly = await placeOrder(other(), buyer, [
    ['Office 365 Enterprise E3', 10],
    ['Intune', 5],
    ['Visio Online Plan 1', 2],
  ]);
  const annual = await placeOrder(other(), buyer, [['Power BI Pro', 4]], 'annual');
  const [growing, ending, dropped, yearly] = [...monthly.lineItems, ...annual.lineItems].map(
    (line) => line.subscriptionId,
  ) as [string, string, string, string];
  kept = { customer: buyer, growing, ending, dropped, yearly };
  await patchSubscription(other(), buyer, ending, { autoRenewEnabled: false });
}

/** Days on which nothing is billed are passed in steps of a week or a month, as after an outage: jobs that find work by its state lose nothing. */
const eveOf = (billingDate: string): string => `${addDays(billingDate, -1)}T06:00:00Z`;

describe('a partner’s first month', () => {
  test('PRG-2: the day of the signature fixes the billing day, and a tenant is nominated once', async () => {
    const { tenantId } = world.as('globalAdmin');
    const agreement = await world.as('globalAdmin').send('GET /v1/partner/programagreement');
    expect(agreement).toMatchObject({
      billingDay: Number(firstDay.slice(8)),
      signedDate: expect.stringContaining(firstDay),
    });
    const { companyName, domain, country, programRole, admin } = enrolledPartners[0]!;
    const nomination = { id: tenantId, companyName, domain, country, programRole, primaryAdmin: admin };
    const again = await world.as('operator').ask('POST /v1/operator/partners', { body: nomination });
    expect(again).toMatchObject(problem(409, 980020));
  });

  test('CUS-1: a new customer has a tenant, an administrator and the partner’s delegated administration', async () => {
    const made = await partner().send<{ id: string }>('POST /v1/customers', { body: newCustomer() });
    expect(made).toMatchObject({
      relationshipToPartner: 'reseller',
      allowDelegatedAccess: true,
      userCredentials: { userName: 'admin', password: expect.any(String) },
    });
    customer = made.id;
    const listed = await partner().send<{ items: { id: string }[] }>('GET /v1/customers');
    expect(listed.items.map(({ id }) => id)).toContain(customer);
  });

  test('PRG-3: a customer outside the partner’s region is refused', async () => {
    expect(await partner().ask('POST /v1/customers', { body: newCustomer('JP') })).toMatchObject(problem(403, 2030));
  });

  test('AGR-1: nothing is sold before the customer agreement is attested', async () => {
    const order = { body: orderBody([['Office 365 Enterprise E3', 10]]) };
    const before = await partner().ask(`POST /v1/customers/${customer}/orders`, order);
    expect(before).toMatchObject(problem(403, 13605));
    await attestAgreement(partner(), customer);
    const after = await partner().ask(`POST /v1/customers/${customer}/orders?dryRun=true`, order);
    expect(after.status).toBe(200);
  });

  test('ORD-1: an order with a bad line buys nothing and names every bad line', async () => {
    const lines = [
      ['Intune', 10],
      ['Office 365 Enterprise E3 (Nonprofit Staff Pricing)', 5],
      ['Power BI Pro', 0],
    ] as const;
    const refused = await partner().ask(`POST /v1/customers/${customer}/orders`, { body: orderBody(lines) });
    expect(refused.status).toBe(400);
    expect(await subscriptionsOf(partner(), customer)).toEqual([]);
  });

  test('ORD-1: one order buys many offers at once', async () => {
    const order = await placeOrder(partner(), customer, [
      ['Office 365 Enterprise E3', 10],
      ['Intune', 8],
    ]);
    [main, spare] = order.lineItems.map(({ subscriptionId }) => subscriptionId) as [string, string];
    const subscriptions = await subscriptionsOf(partner(), customer);
    expect(subscriptions.map(({ quantity }) => quantity).sort()).toEqual([10, 8]);
  });

  test('SUB-2: added seats end with the term of the subscription', async () => {
    await untilNoonOf(world.runtime.controlRoot, addDays(firstDay, 10));
    const quote = `POST /v1/customers/${customer}/subscriptions/${main}/quote`;
    ({ lines: quoted } = await partner().send<{ lines: QuotedLine[] }>(quote, { body: { quantity: 15 } }));
    const changed = await patchSubscription(partner(), customer, main, { quantity: 15 });
    expect(changed).toMatchObject({ quantity: 15, commitmentEndDate: `${addMonths(firstDay, 12)}T00:00:00Z` });
  });

  test('SUB-3 seats: they can be taken away at any time', async () => {
    expect(await patchSubscription(partner(), customer, spare, { quantity: 2 })).toMatchObject({ quantity: 2 });
  });
});

describe('its first invoice', () => {
  const billingDate = () => addMonths(firstDay, 1);
  const invoices = () => listInvoices(partner());
  let invoice: Invoice;
  let foreseen: number;

  test('BIL-10: a dry run shows it beforehand and writes nothing', async () => {
    const dryRun = await partner().send<Invoice>(`GET /v1/invoices/unbilled?asOf=${billingDate()}`);
    expect(await invoices()).toEqual([]);
    foreseen = dryRun.totalCharges;
    expect(foreseen).toBeGreaterThan(0);
  });

  test('BIL-1: comes on the billing day, once, for the month since the signature', async () => {
    await moveClock(world.runtime.controlRoot, eveOf(billingDate()), 'week');
    expect(await invoices()).toEqual([]);
    await moveClock(world.runtime.controlRoot, `${billingDate()}T06:00:00Z`);
    const all = await invoices();
    expect(all).toHaveLength(1);
    invoice = all[0]!;
    expect(invoice).toMatchObject({
      invoiceDate: `${billingDate()}T00:00:00Z`,
      billingPeriodStartDate: `${firstDay}T00:00:00Z`,
      billingPeriodEndDate: `${addDays(billingDate(), -1)}T00:00:00Z`,
      currencyCode: 'USD',
      totalCharges: foreseen,
    });
  });

  test('SUB-3 money: it charges seats in advance, prorates added ones and credits removed ones', () => {
    const cycle = daysBetween(firstDay, billingDate());
    const [e3, intune] = [1700, 480];
    const grown = chargeInCents(10, e3, 10, cycle) + chargeInCents(15, e3, cycle - 10, cycle);
    const shrunk = chargeInCents(8, intune, 10, cycle) + chargeInCents(2, intune, cycle - 10, cycle);
    expect(Math.round(invoice.totalCharges * 100)).toBe(grown + shrunk);
  });

  test('BIL-9: the seats are on it as they were quoted before they were added, with the same formula', async () => {
    type Line = Omit<QuotedLine, 'firstCharge'> & { subtotal: number; syndicationPartnerSubscriptionNumber: string };
    const call = `GET /v1/invoices/${invoice.id}/lineitems/office/billinglineitems`;
    const { items } = await partner().send<{ items: (Line & { explanation: { event: string; formula: string } })[] }>(
      call,
    );
    const billed = items.filter(
      ({ syndicationPartnerSubscriptionNumber: id, explanation }) =>
        id === main && explanation.event === 'SubscriptionUpdated',
    );
    expect(quoted).toHaveLength(3);
    expect(
      billed.map(({ quantity, chargeStartDate, chargeEndDate, subtotal, explanation: { formula } }) => ({
        quantity,
        chargeStartDate,
        chargeEndDate,
        firstCharge: subtotal,
        formula,
        invoiceDate: invoice.invoiceDate,
      })),
    ).toEqual(
      quoted.map(({ quantity, chargeStartDate, chargeEndDate, firstCharge, formula, invoiceDate }) => ({
        quantity,
        chargeStartDate,
        chargeEndDate,
        firstCharge,
        formula,
        invoiceDate,
      })),
    );
  });

  test('BIL-2: it shows charges by product and no customer', async () => {
    const full = await world.as('globalAdmin').ask(`GET /v1/invoices/${invoice.id}`);
    expect(full.json).toMatchObject({
      charges: expect.arrayContaining([expect.objectContaining({ family: 'office365' })]),
    });
    expect(full.text).not.toContain('Elm Street Books');
    expect(full.text).not.toContain(customer);
    const sum = invoice.charges.reduce((cents, { amount }) => cents + Math.round(amount * 100), 0);
    expect(sum).toBe(Math.round(invoice.totalCharges * 100));
  });

  test('BIL-3: the lines of the reconciliation file add up to the invoice to the cent', async () => {
    const { sum, lines } = await downloadInvoice(partner(), invoice, `${world.folder}/invoices`);
    expect(lines).toBeGreaterThan(2);
    expect(sameAmount(sum, invoice.totalCharges)).toBe(true);
    const file = await partner().ask(`GET /v1/invoices/${invoice.id}/reconciliationfiles/license`);
    for (const row of reconciliationRows(file.text)) {
      expect(row.CustomerId).toBe(customer);
      expect(row.Currency).toBe('USD');
    }
  });

  test('BIL-3: the lines of the API are those of the file', async () => {
    const call = `GET /v1/invoices/${invoice.id}/lineitems?provider=office&invoicelineitemtype=billinglineitems`;
    const { items } = await partner().send<{ items: { totalForCustomer: number; customerId: string }[] }>(call);
    const file = await partner().ask(`GET /v1/invoices/${invoice.id}/reconciliationfiles/license`);
    const inFile = reconciliationRows(file.text).map((row) => Number(row.TotalForCustomer));
    expect(items.map(({ totalForCustomer }) => totalForCustomer)).toEqual(inFile);
  });

  test('NOT-4 once: one mail announces it, also when the run is repeated', async () => {
    const { email } = enrolledPartners[0]!.admin;
    const about = () =>
      mailsTo(world.runtime.controlRoot, email).then((all) => all.filter(({ text }) => text.includes(invoice.id)));
    await awaitMail(world.runtime.controlRoot, email, ({ text }) => text.includes(invoice.id));
    await moveClock(world.runtime.controlRoot, `${addDays(billingDate(), 2)}T06:00:00Z`);
    expect(await about()).toHaveLength(1);
  });

  test('OPS-3 twice: daily runs after the billing date make no second invoice', async () => {
    expect((await invoices()).map(({ id }) => id)).toEqual([invoice.id]);
  });

  test('API-3: what was done is in the log of the partner and of the program, and in no other partner’s', async () => {
    type Log = { items: { resourceType: string; operationType: string; customerId?: string }[] };
    const days = `startDate=${firstDay}`;
    const { items } = await partner().send<Log>(`GET /v1/auditrecords?${days}`);
    const own = items.filter((record) => record.customerId === customer);
    expect(own.map(({ operationType }) => operationType)).toEqual(
      expect.arrayContaining(['add_customer', 'create_order', 'update_subscription']),
    );
    expect(items.map(({ resourceType }) => resourceType)).toContain('invoice');
    const whole = await world.as('operator').send<Log>(`GET /v1/operator/auditrecords?${days}`);
    expect(whole.items.length).toBeGreaterThan(items.length);
    const other = await world.as('otherPartnerAdmin').send<Log>(`GET /v1/auditrecords?${days}`);
    expect(other.items.filter((record) => record.customerId === customer)).toEqual([]);
  });

  test('OPS-2: the clock moves forward only, and says what ran on the way', async () => {
    const { controlRoot } = world.runtime;
    const [now, day] = [await currentTime(controlRoot), addDays(billingDate(), 3)];
    const ran = await moveClock(controlRoot, `${day}T06:00:00Z`);
    expect(ran).toContainEqual({ job: 'queueDueInvoices', at: `${day}T01:00:00.000Z`, result: expect.anything() });
    await expect(moveClock(controlRoot, now)).rejects.toThrow('400');
    expect(Date.parse(await currentTime(controlRoot))).toBeGreaterThanOrEqual(Date.parse(`${day}T06:00:00Z`));
  });
});

describe('twelve months of another partner', () => {
  /** The newest invoice after each billing date, with the sum of its file. */
  const months: { readonly invoice: Invoice; readonly sum: string }[] = [];
  let afterSixtyDays: readonly Subscription[];

  // Lived through once; the tests look at what became of it.
  beforeAll(async () => {
    const { controlRoot } = world.runtime;
    for (let month = 1; month <= 12; month += 1) {
      const date = addMonths(firstDay, month);
      const eve = eveOf(date);
      if ((await currentTime(controlRoot)) < eve) {
        await moveClock(controlRoot, eve, 'month');
        await moveClock(controlRoot, `${date}T06:00:00Z`);
      }
      const [invoice] = await listInvoices(other());
      const { sum } = await downloadInvoice(other(), invoice!, `${world.folder}/year`);
      months.push({ invoice: invoice!, sum });
      if (month === 4) await patchSubscription(other(), kept.customer, kept.growing, { quantity: 12 });
      if (month === 4) await patchSubscription(other(), kept.customer, kept.dropped, { status: 'suspended' });
      if (month === 7) afterSixtyDays = await subscriptionsOf(other(), kept.customer);
    }
  }, 900_000);

  const stateNow = async (id: string): Promise<Subscription | undefined> =>
    (await subscriptionsOf(other(), kept.customer)).find((subscription) => subscription.id === id);

  test('OPS-2: a year makes twelve invoices, each on its billing day', async () => {
    const days = months.map(({ invoice }) => invoice.invoiceDate.slice(0, 10));
    expect(days).toEqual(Array.from({ length: 12 }, (_, index) => addMonths(firstDay, index + 1)));
    expect(await listInvoices(other())).toHaveLength(12);
  });

  test('BIL-3: each invoice is the sum of its lines', () => {
    for (const { invoice, sum } of months)
      expect(sameAmount(sum, invoice.totalCharges), `${invoice.id}: ${sum}`).toBe(true);
  });

  test('ORD-3: an annual cycle is charged once, a monthly one every month', () => {
    const totals = months.map(({ invoice }) => invoice.totalCharges);
    // By month: 10 seats at 17.00, 5 at 4.80, 2 at 4.25; for the year: 4 at 8.49 a month.
    expect(totals[0]).toBe(170 + 24 + 8.5 + 4 * 12 * 8.49);
    expect(totals[1]).toBe(170 + 24 + 8.5);
    expect(totals[11], 'two more seats since the fourth month, one subscription gone').toBe(12 * 17 + 24);
  });

  test('SUB-1: what renews by itself has a new term, counted from its first day', async () => {
    const renewed = { status: 'active', commitmentEndDate: `${addMonths(firstDay, 24)}T00:00:00Z` };
    expect(await stateNow(kept.growing)).toMatchObject({ ...renewed, quantity: 12 });
    expect(await stateNow(kept.yearly)).toMatchObject(renewed);
  });

  test('SUB-1: what does not renew ends with its term', async () => {
    expect(await stateNow(kept.ending)).toMatchObject({ status: 'suspended', suspensionReasons: ['Expiration'] });
  });

  test('SUB-4: sixty days after its suspension a subscription is gone for good', async () => {
    expect(afterSixtyDays.find(({ id }) => id === kept.dropped)).toMatchObject({ status: 'deleted' });
    const path = `PATCH /v1/customers/${kept.customer}/subscriptions/${kept.dropped}`;
    expect(await other().ask(path, { body: { status: 'active' } })).toMatchObject(problem(400, 2011));
  });

  test('OPS-3 again: a day later there is nothing more to renew, to end or to bill', async () => {
    const before = await subscriptionsOf(other(), kept.customer);
    await moveClock(world.runtime.controlRoot, `${addDays(addMonths(firstDay, 12), 1)}T06:00:00Z`);
    expect(await subscriptionsOf(other(), kept.customer)).toEqual(before);
    expect(await listInvoices(other())).toHaveLength(12);
  });

  test('OPS-2: a token ends by its issuer’s clock, a year behind the program’s', async () => {
    const { tenantId, clientId, clientSecret } = world.credentials.clients.otherPartnerAdmin!;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const answer = await fetch(`${world.runtime.apiRoot}/${tenantId}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...form, resource: 'https://graph.windows.net' }),
    });
    const token = (await answer.json()) as { access_token: string; expires_on: string; expires_in: string };
    const payload = Buffer.from(token.access_token.split('.')[1]!, 'base64url').toString('utf8');
    const { exp } = JSON.parse(payload) as { exp: number };
    expect(token.expires_on).toBe(String(exp));
    const programNow = Date.parse(await currentTime(world.runtime.controlRoot)) / 1000;
    expect(exp).toBeLessThan(programNow);
  });
});
