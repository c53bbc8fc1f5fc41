import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { periodKey } from '../../../../functions/billing/accounts/store/keys.ts';
import { estimatedEndOf } from '../../../../functions/billing/runs/domain/billing-run.ts';
import { billingRunKey } from '../../../../functions/billing/runs/store/keys.ts';
import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import {
  ADMIN_AGENT,
  anOffer,
  aPartnerChanged,
  ask,
  type BillingWorld,
  billingWorld,
  deliver,
  drain,
  idOf,
  invoicesOf,
  mark,
  OFFER,
  OPERATOR,
  PARTNER,
  runDay,
  runJob,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/** Two partners, billed on the 15th: one with seats, one without any. What broken keys are part of is not written. */
const IDLE = 'f1111111-1111-4111-8111-111111111111';
let broken: string | undefined;
let brokenBy = (): Error => new Error('this one alone');
let world: BillingWorld;
let back: () => void;

beforeAll(async () => {
  world = billingWorld({
    beforeWrite(writes) {
      if (broken !== undefined && JSON.stringify(writes ?? '').includes(broken)) throw brokenBy();
    },
  });
  await deliver(world, aPartnerChanged());
  const idle = aPartnerChanged({ partnerId: IDLE });
  await deliver(world, { ...idle, tenantId: IDLE, aggregateId: IDLE });
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  for (const event of subscriptionEvents({ startOn: '2018-01-13' })) await deliver(world, event);
  world.table.catchUp();
  back = mark(world);
});
beforeEach(() => {
  broken = undefined;
  brokenBy = () => new Error('this one alone');
  back();
  world.table.catchUp();
});

const AT = '2018-01-16T08:00:00.000Z';
const begin = (body: object, at = AT) =>
  send(world, { method: 'POST', path: '/v1/operator/billing/runs', as: OPERATOR, body }, at);
const look = (id: string, at = AT, query = '') => ask(world, `/v1/operator/billing/runs/${id}${query}`, OPERATOR, at);

describe('when a run ends', () => {
  const run = {
    ...{ runId: 'run', asOf: '2018-01-15' as Day, mode: 'commit' as const, isWalked: true as const },
    startedAt: '2018-01-16T08:00:00.000Z' as Instant,
    askedAt: '2018-01-16T08:00:00.000Z' as Instant,
    countedAt: '2018-01-16T08:10:00.000Z' as Instant,
  };
  test.each`
    issued | alreadyIssued | left  | doneBefore   | end                           | because
    ${10}  | ${0}          | ${20} | ${undefined} | ${'2018-01-16T08:30:00.000Z'} | ${'a minute each'}
    ${10}  | ${0}          | ${20} | ${5}         | ${'2018-01-16T08:50:00.000Z'} | ${'five were out when it began anew: two minutes each'}
    ${10}  | ${90}         | ${10} | ${90}        | ${'2018-01-16T08:20:00.000Z'} | ${'what others had billed says nothing'}
    ${0}   | ${90}         | ${10} | ${90}        | ${undefined}                  | ${'it has done nothing yet'}
    ${10}  | ${0}          | ${0}  | ${0}         | ${undefined}                  | ${'it is over'}
  `('BIL-1: is estimated as $end, because $because', ({ issued, alreadyIssued, left, doneBefore, end }) => {
    const counts = { issued, alreadyIssued, left, empty: 0, failed: 0, preview: 0 };
    expect(estimatedEndOf({ ...run, counts, ...(doneBefore !== undefined && { doneBefore }) })).toBe(end);
  });

  test('BIL-1: what an earlier beginning of it billed is told apart from what it does now', async () => {
    const { body } = await begin({ asOfDate: '2018-01-15', mode: 'commit' });
    await drain(world);
    await look(body.id, '2018-01-16T08:05:00.000Z');
    await drain(world);
    const stored = async () => (await world.table.get(billingRunKey(body.id), { consistent: true }))!;
    expect(await stored()).toMatchObject({ doneBefore: 0, counts: { issued: 1, empty: 1 } });
    await begin({ asOfDate: '2018-01-15', mode: 'commit' }, '2018-01-17T08:00:00.000Z');
    await drain(world);
    await look(body.id, '2018-01-17T08:05:00.000Z');
    await drain(world);
    expect(await stored()).toMatchObject({ startedAt: '2018-01-17T08:00:00.000Z', doneBefore: 2 });
  });
});

describe('a run of the operator', () => {
  test('BIL-1: bills who is due as the daily job does, and says what came of each', async () => {
    const { status, body, headers } = await begin({ asOfDate: '2018-01-15', mode: 'commit' });
    expect(status).toBe(202);
    expect(headers.location).toBe(`/v1/operator/billing/runs/${body.id}`);
    expect(body).toMatchObject({ status: 'queued', mode: 'commit', asOfDate: '2018-01-15T00:00:00Z', partners: [] });
    await drain(world);
    await look(body.id, '2018-01-16T08:05:00.000Z');
    await drain(world);
    const { body: over } = await look(body.id, '2018-01-16T08:06:00.000Z');
    const [invoice] = await invoicesOf(world);
    expect(over).toMatchObject({ status: 'succeeded', progress: { total: 2, done: 2, issued: 1, empty: 1, left: 0 } });
    expect(over.partners).toEqual([
      {
        partnerId: PARTNER,
        billingDate: '2018-01-15T00:00:00Z',
        result: 'issued',
        invoiceId: invoice!.invoiceId,
        totalCharges: 4,
        currencyCode: 'USD',
        lineCounts: { office: 1, azureBilling: 0, azureUsage: 0, oneTime: 0 },
      },
      { partnerId: IDLE, billingDate: '2018-01-15T00:00:00Z', result: 'empty' },
    ]);
    const page = (await look(body.id, AT, '?size=1')).body;
    expect(page.partners).toHaveLength(1);
    expect(page.links.next).toBeDefined();
  });

  test('BIL-11: asked for again, resumed by the job and doubled it is the same run; each period has one invoice', async () => {
    const first = await begin({ asOfDate: '2018-01-15', mode: 'commit' });
    world.queue.length = 0;
    const second = await begin({ asOfDate: '2018-01-15T00:00:00Z', mode: 'Commit' }, '2018-01-16T09:00:00.000Z');
    expect(second.body.id).toBe(first.body.id);
    world.queue.push(...world.queue);
    await runJob(world, '2018-01-17');
    await drain(world);
    world.table.catchUp();
    await runJob(world, '2018-01-17', 'resumeBillingRuns');
    await drain(world);
    expect(await invoicesOf(world)).toHaveLength(1);
    expect((await look(first.body.id, '2018-01-17T03:00:00.000Z')).body.status).toBe('succeeded');
  });

  test('BIL-1: takes periods that were missed, one after the other', async () => {
    const { body } = await begin({ asOfDate: '2018-03-15', mode: 'commit' }, '2018-03-16T08:00:00.000Z');
    for (const minute of ['01', '02', '03', '04']) {
      await drain(world);
      await look(body.id, `2018-03-16T08:${minute}:00.000Z`);
    }
    const { body: over } = await look(body.id, '2018-03-16T08:05:00.000Z');
    expect(await invoicesOf(world)).toHaveLength(3);
    expect(over).toMatchObject({ status: 'succeeded', progress: { left: 0, failed: 0 } });
  });

  test('BIL-1: a partner that fails stops no other, and has its turn when asked for again', async () => {
    broken = `BILLING#${IDLE}#PERIODS`;
    const { body } = await begin({ asOfDate: '2018-01-15', mode: 'commit' });
    await drain(world);
    await look(body.id, '2018-01-16T08:05:00.000Z');
    await drain(world);
    const { body: partly } = await look(body.id, '2018-01-16T08:06:00.000Z');
    expect(partly).toMatchObject({ status: 'partial', progress: { issued: 1, failed: 1 } });
    expect(partly.partners[1]).toMatchObject({ partnerId: IDLE, result: 'failed', error: 'Error: this one alone' });
    broken = undefined;
    const again = await begin({ asOfDate: '2018-01-15', mode: 'commit' }, '2018-01-16T09:00:00.000Z');
    expect(again.body.id).toBe(body.id);
    await drain(world);
    await look(body.id, '2018-01-16T09:05:00.000Z');
    await drain(world);
    expect((await look(body.id, '2018-01-16T09:06:00.000Z')).body).toMatchObject({ status: 'succeeded' });
    expect(await invoicesOf(world)).toHaveLength(1);
  });

  test('BIL-11: asked for again when it is over it keeps what came of each, and has who is due since', async () => {
    const run = { asOfDate: '2018-02-15', mode: 'commit' };
    const { body } = await begin(run, '2018-02-15T08:00:00.000Z');
    for (const minute of ['01', '02', '03']) {
      await drain(world);
      await look(body.id, `2018-02-15T08:${minute}:00.000Z`);
    }
    const { body: over } = await look(body.id, '2018-02-15T08:04:00.000Z');
    expect(over).toMatchObject({ status: 'succeeded', progress: { total: 4, issued: 2, empty: 2 } });
    const again = await begin(run, '2018-02-16T08:00:00.000Z');
    expect(again.body.id).toBe(body.id);
    await drain(world);
    const { body: later } = await look(body.id, '2018-02-16T08:01:00.000Z');
    expect(later).toMatchObject({ status: 'succeeded', progress: over.progress });
    expect(later.partners).toEqual(over.partners);
    const third = '33333333-aaaa-4111-8111-111111111111';
    const event = aPartnerChanged({ partnerId: third, agreementSignedOn: '2018-01-15' });
    await deliver(world, { ...event, tenantId: third, aggregateId: third });
    world.table.catchUp();
    await begin(run, '2018-02-16T09:00:00.000Z');
    await drain(world);
    await look(body.id, '2018-02-16T09:05:00.000Z');
    await drain(world);
    const { body: joined } = await look(body.id, '2018-02-16T09:06:00.000Z');
    expect(joined).toMatchObject({ status: 'succeeded', progress: { total: 5, issued: 2, empty: 3 } });
    expect(joined.partners).toEqual(expect.arrayContaining(over.partners));
  });

  test('BIL-1: how a partner’s run fails stands with it at once, and goes when it is issued', async () => {
    broken = `BILLING#${PARTNER}#PARTS`;
    const { body } = await begin({ asOfDate: '2018-01-15', mode: 'commit', partnerIds: [PARTNER] });
    await expect(drain(world)).rejects.toThrow('this one alone');
    await drain(world);
    await look(body.id, '2018-01-16T08:05:00.000Z');
    await drain(world);
    const { body: failing } = await look(body.id, '2018-01-16T08:06:00.000Z');
    expect(failing).toMatchObject({ status: 'running', progress: { left: 1, failed: 0 } });
    expect(failing.partners).toEqual([
      { partnerId: PARTNER, billingDate: '2018-01-15T00:00:00Z', error: 'Error: this one alone' },
    ]);
    broken = undefined;
    world.table.catchUp();
    await runJob(world, '2018-01-16', 'resumeInvoices');
    await drain(world);
    await look(body.id, '2018-01-16T08:07:00.000Z');
    await drain(world);
    const { body: over } = await look(body.id, '2018-01-16T08:08:00.000Z');
    expect(over).toMatchObject({ status: 'succeeded', partners: [{ result: 'issued', totalCharges: 4 }] });
    expect(over.partners[0].error).toBeUndefined();
    expect(await world.table.get(periodKey(PARTNER, '2018-01-15' as Day))).not.toHaveProperty('failure');
  });

  test('BIL-1: that somebody else was first is no failure of a period', async () => {
    broken = `${PARTNER}#PARTS`;
    brokenBy = () => new WriteConflictError(['condition']);
    const { body } = await begin({ asOfDate: '2018-01-15', mode: 'commit', partnerIds: [PARTNER] });
    await expect(drain(world)).rejects.toThrow('refused');
    expect(await world.table.get(periodKey(PARTNER, '2018-01-15' as Day))).not.toHaveProperty('failure');
    broken = undefined;
    world.table.catchUp();
    await runJob(world, '2018-01-16', 'resumeInvoices');
    await drain(world);
    await look(body.id, '2018-01-16T08:07:00.000Z');
    await drain(world);
    expect((await look(body.id, '2018-01-16T08:08:00.000Z')).body).toMatchObject({ status: 'succeeded' });
  });

  test('BIL-10: a preview writes nothing of the bill, and shows what the invoice will be', async () => {
    const { body } = await begin({ asOfDate: '2018-01-15', mode: 'preview', partnerIds: [PARTNER, IDLE] });
    await drain(world);
    const { body: over } = await look(body.id, '2018-01-16T08:06:00.000Z');
    expect(over).toMatchObject({ status: 'succeeded', progress: { preview: 2, left: 0 } });
    expect(over.partners[0]).toMatchObject({ result: 'preview', totalCharges: 4, currencyCode: 'USD' });
    expect(await invoicesOf(world)).toEqual([]);
    const period = await world.table.get(periodKey(PARTNER, '2018-01-15' as Day));
    expect(period).toMatchObject({ state: 'open', version: 1 });
  });

  test.each`
    body                                           | code      | because
    ${{ asOfDate: '2018-01-17', mode: 'commit' }}  | ${800002} | ${'that day is not over'}
    ${{ asOfDate: '2018-01-15', mode: 'perhaps' }} | ${3000}   | ${'there is no such mode'}
    ${{ asOfDate: 'soon', mode: 'preview' }}       | ${3000}   | ${'no day'}
  `('is refused, because $because', async ({ body, code }) => {
    expect((await begin(body)).body.code).toBe(code);
  });

  test('is nobody else’s, and another id is not found', async () => {
    const { status } = await send(
      world,
      { method: 'POST', path: '/v1/operator/billing/runs', as: ADMIN_AGENT, body: {} },
      AT,
    );
    expect(status).toBe(403);
    expect((await look(idOf('5a', 9))).status).toBe(404);
  });
});

test('OPS-3: an invoice that is not out 27 hours after its billing date began is counted every hour', async () => {
  await runJob(world, '2018-01-16', 'resumeInvoices');
  expect(world.counts.InvoicesLate ?? 0).toBe(0);
  await runJob(world, '2018-01-17', 'resumeInvoices');
  expect(world.counts.InvoicesLate).toBe(2);
});

test('BIL-2: the operator sees what a partner owes for each invoice, and how late that is', async () => {
  await runDay(world, '2018-01-15');
  const path = `/v1/operator/partners/${PARTNER}/invoices`;
  const statuses = async (at: string, query = '') =>
    (await ask(world, `${path}${query}`, OPERATOR, at)).body.items.map(
      ({ paymentStatus, balance }: { paymentStatus: string; balance: number }) => [paymentStatus, balance],
    );
  expect(await statuses('2018-03-16T12:00:00.000Z')).toEqual([['unpaid', 4]]);
  expect(await statuses('2018-03-17T00:00:00.000Z')).toEqual([['overdue', 4]]);
  expect(await statuses('2018-04-15T00:00:00.000Z')).toEqual([['inCollections', 4]]);
  expect(await statuses('2018-04-15T00:00:00.000Z', '?status=unpaid')).toEqual([]);
  const [invoice] = await invoicesOf(world);
  const body = { reason: 'Wrong address' };
  await send(world, { method: 'POST', path: `/v1/operator/invoices/${invoice!.invoiceId}/void`, as: OPERATOR, body });
  expect(await statuses('2018-04-15T00:00:00.000Z', '?status=void')).toEqual([['void', 0]]);
  expect((await ask(world, path.replace(PARTNER, idOf('a', 1)), OPERATOR)).status).toBe(404);
});
