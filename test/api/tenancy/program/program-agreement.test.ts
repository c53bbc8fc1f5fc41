import { describe, expect, test } from 'vitest';
import { tenancyContext } from '../../../../functions/tenancy/lambda/context.ts';
import { partnerKey } from '../../../../functions/tenancy/program/store/keys.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';
import { activePartner, approvedPartner, eventsOfType, tenancyWorld, type World } from '../../../support/tenancy.ts';

const own = '/v1/partner/programagreement';
const noticesOf = (partnerId: string) => `/v1/operator/partners/${partnerId}/programagreement/notices`;

/** A partner that signed on 2 November 2026, and its global admin. */
async function signedPartner() {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const { operatorToken: token } = world;
  return {
    ...world,
    ...partner,
    give: (body: object) => world.ask('POST', noticesOf(partner.partnerId), { token, body }),
    account: async () => (await world.deps.records.account(partner.partnerId))!.partner!,
  };
}
const keep = ({ deps }: Pick<World, 'deps'>, at: string) => runJobToItsEnd(tenancyContext, 'keepAgreements', at, deps);
const changesIn = ({ table }: Pick<World, 'table'>) =>
  eventsOfType(table, 'ProgramAgreementChanged').map(
    ({ detail, occurredAt }) => `${detail.change} ${occurredAt.slice(0, 10)}`,
  );

describe('PRG-7: notice of the program agreement', () => {
  test('PRG-7: a partner’s own notice is seen at once, and ends the agreement with its day whatever job runs', async () => {
    const { ask, admin: token, account, clock } = await signedPartner();
    const given = await ask('POST', `${own}/notices`, { token, body: { type: 'nonRenewal', reason: 'We move on.' } });
    expect(given.status).toBe(201);
    expect(given.json).toMatchObject({ type: 'nonRenewal', givenBy: 'partner', effectiveDate: '2027-09-01T00:00:00Z' });
    const { json } = await ask('GET', own, { token });
    expect(json).toMatchObject({
      status: 'inForce',
      termEnd: '2027-08-31T00:00:00Z',
      endDate: '2027-08-31T00:00:00Z',
      runOffEndDate: '2028-08-31T00:00:00Z',
      notices: [{ id: given.json.id, reason: 'We move on.' }],
    });
    expect(await account()).toMatchObject({ status: 'active', agreementEndedOn: '2027-09-01' });
    clock.now = instant('2027-08-31T23:59:59.999Z');
    expect((await ask('GET', own, { token })).json.status).toBe('inForce');
    clock.now = instant('2027-09-01T00:00:00Z');
    expect((await ask('GET', own, { token })).json.status).toBe('ended');
  });

  test('PRG-7: less than 30 days of notice is refused, with the day that would do', async () => {
    const { ask, admin: token, give, clock, table } = await signedPartner();
    clock.now = instant('2027-08-02T00:00:00Z');
    const tooLate = await ask('POST', `${own}/notices`, { token, body: { type: 'nonRenewal' } });
    expect([tooLate.status, tooLate.json.code]).toEqual([400, 980022]);
    const tooShort = await give({ type: 'termination', effectiveDate: '2027-08-31T23:59:59Z' });
    expect([tooShort.status, tooShort.json.code]).toEqual([400, 980022]);
    expect(tooShort.json.description).toContain('2027-09-01');
    expect((await give({ type: 'breach', effectiveDate: '2027-09-01' })).status).toBe(201);
    expect(changesIn({ table })).toEqual(['noticeGiven 2027-08-02']);
  });

  test.each([
    ['a termination without a day', { type: 'termination' }, 400, 3000],
    ['a term that ends with no 31 August', { type: 'nonRenewal', effectiveDate: '2027-08-31' }, 400, 3000],
    ['a word that is no notice', { type: 'farewell' }, 400, 3000],
  ])('PRG-7: %s is refused', async (_, body, status, code) => {
    const { give } = await signedPartner();
    const answer = await give(body);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  test('PRG-7: a partner calls no breach; who has signed nothing, and who has ended, gives no notice', async () => {
    const { ask, admin: token, give, clock, operatorToken, partnerId } = await signedPartner();
    const breach = { type: 'breach', effectiveDate: '2027-01-01' };
    expect((await ask('POST', `${own}/notices`, { token, body: breach })).json.code).toBe(3000);
    expect((await give({ type: 'termination', effectiveDate: '2026-12-02' })).status).toBe(201);
    clock.now = instant('2026-12-02T00:00:00Z');
    const late = await give({ type: 'termination', effectiveDate: '2027-02-01' });
    expect([late.status, late.json.code]).toEqual([409, 980021]);
    const unsigned = await tenancyWorld();
    const { partnerId: id } = await approvedPartner(unsigned);
    const early = await unsigned.ask('POST', noticesOf(id), { token: unsigned.operatorToken, body: breach });
    expect([early.status, early.json.code]).toEqual([409, 980021]);
    const nobody = noticesOf('99999999-9999-4999-8999-999999999999');
    expect((await ask('POST', nobody, { token: operatorToken, body: breach })).status).toBe(404);
    expect(
      (await ask('DELETE', `${noticesOf(partnerId)}/${late.json.id ?? id}`, { token: operatorToken })).status,
    ).toBe(404);
  });

  test('PRG-7: notices are a global admin’s to give; repeated under one request id there is one', async () => {
    const world = await signedPartner();
    const { ask, admin: token, agent, table } = world;
    const body = { type: 'nonRenewal' };
    expect((await ask('POST', `${own}/notices`, { token: agent, body })).json.code).toBe(900150);
    const headers = { 'ms-requestid': '0a0a0a0a-0000-4000-8000-000000000001' };
    const [first, second] = [
      await ask('POST', `${own}/notices`, { token, body, headers }),
      await ask('POST', `${own}/notices`, { token, body, headers }),
    ];
    expect(second.json).toEqual(first.json);
    expect(changesIn({ table })).toHaveLength(1);
  });

  test('PRG-7: a cured breach is withdrawn, and the agreement goes on; what took effect stays', async () => {
    const { ask, admin: token, operatorToken, partnerId, give, account, clock, table } = await signedPartner();
    const breach = await give({ type: 'breach', effectiveDate: '2026-12-15', reason: 'Bills are not paid.' });
    const path = `${noticesOf(partnerId)}/${breach.json.id}`;
    expect((await ask('DELETE', `${own}/notices/${breach.json.id}`, { token })).status, 'not the partner’s').toBe(404);
    clock.now = instant('2026-12-14T23:00:00Z');
    expect((await ask('DELETE', path, { token: operatorToken })).status).toBe(204);
    expect((await ask('DELETE', path, { token: operatorToken })).status).toBe(404);
    expect(await account()).not.toHaveProperty('agreementEndedOn');
    const { json } = await ask('GET', own, { token });
    expect(json.notices).toMatchObject([{ type: 'breach', withdrawnDate: '2026-12-14T23:00:00Z' }]);
    expect(json).not.toHaveProperty('endDate');
    expect(changesIn({ table })).toEqual(['noticeGiven 2026-11-02', 'noticeWithdrawn 2026-12-14']);
    const other = await give({ type: 'breach', effectiveDate: '2027-02-01' });
    clock.now = instant('2027-02-01T00:00:00Z');
    const late = await ask('DELETE', `${noticesOf(partnerId)}/${other.json.id}`, { token: operatorToken });
    expect(late.status).toBe(404);
  });

  test('PRG-7: a partner takes its own notice back', async () => {
    const { ask, admin: token, account } = await signedPartner();
    const { json } = await ask('POST', `${own}/notices`, { token, body: { type: 'nonRenewal' } });
    expect((await ask('DELETE', `${own}/notices/${json.id}`, { token })).status).toBe(204);
    expect(await account()).not.toHaveProperty('agreementEndedOn');
  });

  test('PRG-7: of two notices at once both are kept, and the earlier ends the agreement', async () => {
    const { ask, admin: token, give, account } = await signedPartner();
    const answers = await Promise.all([
      give({ type: 'termination', effectiveDate: '2027-01-15' }),
      ask('POST', `${own}/notices`, { token, body: { type: 'nonRenewal' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect((await account()).agreementEndedOn).toBe('2027-01-15');
    expect((await ask('GET', own, { token })).json.notices).toHaveLength(2);
  });
});

describe('PRG-7, PRG-8: the job that keeps agreements', () => {
  test('PRG-7: every 31 August renews an agreement once, whether the job comes twice, late or after a gap', async () => {
    const world = await signedPartner();
    expect(await keep(world, '2027-08-31T00:02:00Z')).toMatchObject({ renewed: 0 });
    expect(await keep(world, '2027-09-08T00:02:00Z')).toMatchObject({ renewed: 1 });
    expect(await keep(world, '2027-09-08T00:02:00Z')).toMatchObject({ renewed: 0 });
    expect(await keep(world, '2029-09-01T00:02:00Z')).toMatchObject({ renewed: 2 });
    expect(changesIn(world)).toEqual(['renewed 2027-09-01', 'renewed 2028-09-01', 'renewed 2029-09-01']);
    expect((await world.account()).status).toBe('active');
  });

  test.each([
    ['on its day', ['2027-03-01T00:02:00Z']],
    ['a week late', ['2027-03-08T00:02:00Z']],
    ['twice', ['2027-03-01T00:02:00Z', '2027-03-01T00:02:00Z']],
  ])('PRG-8, OPS-3: an end after February is recorded the same when the job runs %s', async (_, runs) => {
    const world = await signedPartner();
    await world.give({ type: 'termination', effectiveDate: '2027-03-01' });
    expect(await keep(world, '2027-02-28T00:02:00Z')).toMatchObject({ endingSoon: 1, ended: 0 });
    for (const at of runs) await keep(world, at);
    expect(await world.account()).toMatchObject({ status: 'runOff', agreementEndedOn: '2027-03-01' });
    expect(changesIn(world)).toEqual(['noticeGiven 2026-11-02', 'endingSoon 2027-01-30', 'ended 2027-03-01']);
    const [last] = eventsOfType(world.table, 'ProgramAgreementChanged').slice(-1);
    expect(last!.detail).toMatchObject({ endsOn: '2027-03-01', runOffEndsOn: '2028-03-01' });
  });

  test('PRG-8: a suspended partner’s agreement ends too; one whose account changes at the same time ends as well', async () => {
    const world = await signedPartner();
    const { ask, operatorToken: token, partnerId } = world;
    await world.give({ type: 'termination', effectiveDate: '2027-03-01' });
    const path = `/v1/operator/partners/${partnerId}`;
    expect((await ask('PATCH', path, { token, body: { status: 'suspended' } })).status).toBe(200);
    world.clock.now = instant('2027-03-01T00:02:00Z');
    await Promise.all([keep(world, '2027-03-01T00:02:00Z'), ask('PATCH', path, { token, body: { mpnId: '777' } })]);
    expect(await world.account()).toMatchObject({ status: 'runOff', mpnId: '777' });
  });

  test.each([
    ['suspended', 'runOff', 'keepAgreements comes later'],
    ['active', 'outOfBusiness', 'keepAgreements comes later'],
    ['active', 'runOff', 'keepAgreements was first'],
  ])('PRG-8, NOT-2: an end is told once: the operator leads from %s to %s, and %s', async (from, to, order) => {
    const world = await signedPartner();
    const { ask, operatorToken: token, partnerId, give, clock } = world;
    const path = `/v1/operator/partners/${partnerId}`;
    await give({ type: 'termination', effectiveDate: '2027-03-01' });
    if (from === 'suspended') await ask('PATCH', path, { token, body: { status: from } });
    clock.now = instant('2027-03-01T00:01:00Z');
    const lead = () => ask('PATCH', path, { token, body: { status: to } });
    if (order === 'keepAgreements comes later') await lead();
    await keep(world, '2027-03-01T00:02:00Z');
    await lead();
    await lead();
    expect(changesIn(world)).toEqual(['noticeGiven 2026-11-02', 'ended 2027-03-01']);
    expect(await world.account()).toMatchObject({ status: to, agreementEndedOn: '2027-03-01' });
  });

  test('PRG-8: an operator ends no run-off before its time', async () => {
    const world = await signedPartner();
    const { ask, operatorToken: token, partnerId } = world;
    const path = `/v1/operator/partners/${partnerId}`;
    const to = (status: string) => ask('PATCH', path, { token, body: { status } });
    expect((await to('runOff')).json).toMatchObject({ status: 'runOff', agreementEndDate: '2026-11-01T00:00:00Z' });
    expect(changesIn(world)).toEqual(['ended 2026-11-02']);
    world.clock.now = instant('2027-11-01T23:59:59Z');
    const early = await to('terminated');
    expect([early.status, early.json.code]).toEqual([409, 980021]);
    expect(early.json.description).toContain('2027-11-02');
    world.clock.now = instant('2027-11-02T00:00:00Z');
    expect((await to('terminated')).status).toBe(200);
  });
});

test('PRG-8: the agreement of a partner that was saved last before what is due had an index is kept as well', async () => {
  const { partnerId, table, deps } = await signedPartner();
  const { gsi2pk: _, gsi2sk: __, ...former } = (await table.get(partnerKey(partnerId)))!;
  await table.write([{ put: former as typeof former & { pk: string; sk: string } }]);
  expect(await keep({ deps }, '2027-08-30T00:02:00.000Z')).toMatchObject({ renewed: 0 });
  expect(await keep({ deps }, '2027-09-01T00:02:00.000Z')).toMatchObject({ renewed: 1 });
  expect(changesIn({ table })).toEqual(['renewed 2027-09-01']);
  expect(await table.get(partnerKey(partnerId))).toHaveProperty('gsi2sk');
});
