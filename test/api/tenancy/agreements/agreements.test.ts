import { describe, expect, it, test } from 'vitest';
import { tenancyContext } from '../../../../functions/tenancy/lambda/context.ts';
import { hasCustomerAgreement } from '../../../../shared/identity/access.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';
import {
  type Answer,
  activePartner,
  approvedPartner,
  createdCustomer,
  eventsOfType,
  otherCustomer,
  tenancyWorld,
  tokenOf,
} from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];
const contact = { firstName: 'Clara', lastName: 'Client', email: 'clara@contoso.example' };
/** The first versions, which every program has. */
const FIRST = '998b88de-aa99-4388-a42c-1b3517d49490';

async function stage() {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const customer = await createdCustomer(world, partner);
  const { customerId } = customer;
  const c = `/v1/customers/${customerId}`;
  const publish = async (over: object = {}): Promise<Answer> =>
    world.ask('POST', '/v1/operator/agreementtemplates', {
      token: world.operatorToken,
      body: { agreementType: 'MicrosoftCloudAgreement', versionRank: 2, ...over },
    });
  const attest = (templateId: string, token = partner.agent, id = customerId) =>
    world.ask('POST', `/v1/customers/${id}/agreements`, {
      token,
      body: { primaryContact: contact, templateId, type: 'MicrosoftCloudAgreement', dateAgreed: '2026-11-01' },
    });
  const accept = (templateId: string, token = customer.admin, over: object = {}, headers = {}) =>
    world.ask('POST', '/v1/my/agreements', { token, headers, body: { templateId, primaryContact: contact, ...over } });
  const isSigned = async (token = partner.agent) =>
    (await world.ask('GET', `${c}/directSignedMicrosoftCustomerAgreementStatus`, { token })).json.isSigned;
  /** What an order of the partner would find. */
  const unlocks = async (partnerId = partner.partnerId, at = world.clock.now) => {
    const view = await world.deps.records.customerView({ partnerId, customerId });
    return hasCustomerAgreement(at, view.agreementPolicy, view.relationship, view.customer?.customer);
  };
  const mine = async () => (await world.ask('GET', '/v1/my/agreements', { token: customer.admin })).json.items;
  const at = (time: string) => {
    world.clock.now = time as never;
  };
  return { world, partner, customer, customerId, c, publish, attest, accept, isSigned, unlocks, mine, at };
}

describe('AGR-1: the customer accepts the agreement itself', () => {
  test('AGR-1: it unlocks the orders of all its partners, those to come included', async () => {
    const { world, partner, customer, accept, isSigned, unlocks, mine } = await stage();
    expect([await unlocks(), await isSigned()]).toEqual([false, false]);
    expect((await mine()).map(({ templateId, isAccepted }: never) => [templateId, isAccepted])).toContainEqual([
      FIRST,
      false,
    ]);
    const answer = await accept(FIRST);
    expect([answer.status, answer.json]).toEqual([
      201,
      {
        primaryContact: contact,
        templateId: FIRST,
        dateAgreed: '2026-11-02T09:00:00Z',
        type: 'MicrosoftCloudAgreement',
        userId: customer.userId,
        agreementLink: `https://api.example.org/agreements/${FIRST}`,
      },
    ]);
    expect([await unlocks(), await isSigned()]).toEqual([true, true]);
    const other = await activePartner(world);
    expect(await unlocks(other.partnerId)).toBe(true);
    expect(await mine()).toContainEqual(
      expect.objectContaining({
        templateId: FIRST,
        isAccepted: true,
        dateAgreed: '2026-11-02T09:00:00Z',
        primaryContact: contact,
      }),
    );
    // What the partner attested is listed apart: it attested nothing.
    const attested = await world.ask('GET', `/v1/customers/${customer.customerId}/agreements`, {
      token: partner.agent,
    });
    expect(attested.json.items).toEqual([]);
    expect(eventsOfType(world.table, 'CustomerAgreementAccepted')).toHaveLength(1);
    expect(eventsOfType(world.table, 'CustomerChanged')).toEqual([]);
  });

  test('AGR-1: once: a second time is refused, a repeat is the same answer, of several at once one counts', async () => {
    const { accept, world } = await stage();
    const headers = { 'ms-requestid': '7d0f4a1e-2b3c-4d5e-8f60-718293a4b5c7' };
    const answers = await Promise.all([accept(FIRST, undefined, {}, headers), accept(FIRST), accept(FIRST)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(outcome(await accept(FIRST))).toEqual([409, 600061]);
    if (answers[0]!.status === 201)
      expect((await accept(FIRST, undefined, {}, headers)).json).toEqual(answers[0]!.json);
    expect(eventsOfType(world.table, 'CustomerAgreementAccepted')).toHaveLength(1);
  });

  test('AGR-1: by its global admin alone; of a version that is there, in effect and of the kind that is named', async () => {
    const { accept, publish, world, partner, customerId } = await stage();
    const { domain } = (await world.deps.records.account(customerId))!;
    const { json: plain } = await world.ask('POST', `/v1/customers/${customerId}/users`, {
      token: partner.agent,
      body: { userPrincipalName: `p@${domain}`, displayName: 'P', passwordProfile: { password: 'Given-Passw0rd' } },
    });
    expect(outcome(await accept(FIRST, tokenOf({ tenantId: customerId, userId: plain.id })))).toEqual([403, 980002]);
    expect(outcome(await accept(FIRST, partner.agent))).toEqual([403, 2032]);
    expect(outcome(await accept('nothing'))).toEqual([400, 800002]);
    expect(outcome(await accept(FIRST, undefined, { type: 'MicrosoftCustomerAgreement' }))).toEqual([400, 800002]);
    const { json: next } = await publish({ effectiveDate: '2026-12-01' });
    expect(outcome(await accept(next.templateId))).toEqual([400, 800002]);
    expect(eventsOfType(world.table, 'CustomerAgreementAccepted')).toEqual([]);
  });

  test('AGR-1: a partner’s attestation is no acceptance of the customer’s own', async () => {
    const { attest, isSigned, unlocks } = await stage();
    expect((await attest(FIRST)).status).toBe(201);
    expect([await unlocks(), await isSigned()]).toEqual([true, false]);
  });
});

describe('AGR-2: a new version of the agreement', () => {
  test('AGR-2: must be accepted from its day: earlier attestations and acceptances unlock no order any more', async () => {
    const { attest, accept, publish, isSigned, unlocks, at, mine } = await stage();
    await attest(FIRST);
    await accept(FIRST);
    const { json: second } = await publish();
    expect(second.reacceptanceFrom).toBe('2026-12-02T09:00:00Z');
    at('2026-12-02T08:59:59.000Z');
    expect([await unlocks(), await isSigned()]).toEqual([true, true]);
    at('2026-12-02T09:00:00.000Z');
    expect([await unlocks(), await isSigned()]).toEqual([false, false]);
    expect((await mine()).map(({ versionRank, isAccepted }: never) => [versionRank, isAccepted])).toEqual(
      expect.arrayContaining([
        [1, true],
        [2, false],
      ]),
    );
    await attest(second.templateId);
    expect([await unlocks(), await isSigned()]).toEqual([true, false]);
    await accept(second.templateId);
    expect(await isSigned()).toBe(true);
  });

  test('AGR-2: can be accepted ahead of its day, and counts before and after it', async () => {
    const { attest, accept, publish, unlocks } = await stage();
    await attest(FIRST);
    const { json: second } = await publish();
    expect((await accept(second.templateId)).status).toBe(201);
    for (const time of ['2026-11-02T09:00:00.000Z', '2026-12-02T09:00:00.000Z'])
      expect(await unlocks(undefined, time as never)).toBe(true);
  });

  test('AGR-2: a duty before the version can be accepted is refused', async () => {
    const { publish } = await stage();
    const answer = await publish({ effectiveDate: '2027-02-01', reacceptanceFrom: '2027-01-31' });
    expect([...outcome(answer), answer.json.description]).toEqual([
      400,
      800002,
      expect.stringContaining('reacceptanceFrom'),
    ]);
    expect((await publish({ effectiveDate: '2027-02-01', reacceptanceFrom: '2027-02-01' })).status).toBe(201);
  });
});

describe('AGR-2: partners are told of a new version', () => {
  const run = ({ world }: Awaited<ReturnType<typeof stage>>, scheduledAt: string) =>
    runJobToItsEnd(tenancyContext as never, 'announceAgreements', scheduledAt, world.deps);
  const told = ({ world }: Awaited<ReturnType<typeof stage>>) =>
    eventsOfType(world.table, 'AgreementVersionAnnounced').map(({ tenantId }) => tenantId);

  it.each<[string, object, string, string]>([
    ['30 days ahead', { reacceptanceFrom: '2027-03-31' }, '2027-02-28T06:10:00Z', '2027-03-01T06:10:00Z'],
    ['at once where less is left', { reacceptanceFrom: '2026-11-20' }, '2026-11-02T06:10:00Z', '2026-11-03T06:10:00Z'],
    ['by the default notice', {}, '2026-11-02T06:10:00Z', '2026-11-03T06:10:00Z'],
  ])('AGR-2: %s, once, however often the run comes', async (_, over, early, due) => {
    const on = await stage();
    const second = await activePartner(on.world);
    await approvedPartner(on.world);
    await on.publish(over);
    expect(await run(on, early)).toMatchObject({ announced: 0 });
    expect(await run(on, due)).toMatchObject({ announced: 2 });
    expect(await run(on, due)).toMatchObject({ announced: 0 });
    await run(on, '2027-12-31T06:10:00Z');
    expect(told(on).sort()).toEqual([on.partner.partnerId, second.partnerId].sort());
  });

  test('AGR-2: a run that stopped between two partners goes on where it ended', async () => {
    const on = await stage();
    for (const _ of [1, 2, 3]) await activePartner(on.world);
    await on.publish();
    const write = on.world.table.write.bind(on.world.table);
    let tellings = 0;
    on.world.table.write = async (writes) => {
      const isTelling = writes.some((each) => 'put' in each && each.put.pk.endsWith('#ANNOUNCEMENTS'));
      if (isTelling && ++tellings === 3) throw new Error('the machine stopped');
      return write(writes);
    };
    await expect(run(on, '2026-11-03T06:10:00Z')).rejects.toThrow();
    on.world.table.write = write;
    await run(on, '2026-11-04T06:10:00Z');
    expect(new Set(told(on)).size).toBe(4);
    expect(told(on)).toHaveLength(4);
  });

  test('AGR-2: nobody is told of the first version, nor of one that takes no other’s place', async () => {
    const on = await stage();
    expect(await run(on, '2027-12-31T06:10:00Z')).toMatchObject({ announced: 0 });
  });
});

describe('AGR-2: which customers still have to accept', () => {
  const names = (answer: Answer) => answer.json.items.map(({ companyName }: { companyName: string }) => companyName);

  test('AGR-2: on a day, with what they accepted last; those of other partners are none', async () => {
    const { world, partner, publish, attest } = await stage();
    const other = await activePartner(world);
    await createdCustomer(world, other, { companyName: 'Alien' });
    const ask = (query = '', token = partner.agent) =>
      world.ask('GET', `/v1/agreements/outstanding${query}`, { token });
    const [ready, stale, never] = [
      await createdCustomer(world, partner, { companyName: 'Able' }),
      await createdCustomer(world, partner, { companyName: 'Bold' }),
      await createdCustomer(world, partner, { companyName: 'Calm' }),
    ];
    const { json: second } = await publish();
    await attest(FIRST, undefined, ready.customerId);
    await attest(second.templateId, undefined, ready.customerId);
    await attest(FIRST, undefined, stale.customerId);
    expect(names(await ask()).filter((name: string) => 'Able Bold Calm Alien'.includes(name))).toEqual(['Calm']);
    const later = await ask('?asOf=2026-12-03');
    expect(names(later).filter((name: string) => 'Able Bold Calm Alien'.includes(name))).toEqual(['Bold', 'Calm']);
    const [bold, calm] = ['Bold', 'Calm'].map((name) =>
      later.json.items.find(({ companyName }: { companyName: string }) => companyName === name),
    );
    expect(bold).toMatchObject({ customerId: stale.customerId, lastAccepted: { templateId: FIRST, versionRank: 1 } });
    expect(calm).toMatchObject({ customerId: never.customerId });
    expect(calm).not.toHaveProperty('lastAccepted');
    expect(names(await ask('', other.agent))).toEqual(['Alien']);
  });

  test('AGR-2: page by page', async () => {
    const { world, partner } = await stage();
    for (const name of ['Ada', 'Ben', 'Cleo']) await createdCustomer(world, partner, { companyName: name });
    const found: string[] = [];
    let path = '/v1/agreements/outstanding?size=1';
    for (let token: string | undefined; ; ) {
      const headers = token === undefined ? {} : { 'ms-continuationtoken': token };
      const answer = await world.ask('GET', path, { token: partner.agent, headers });
      found.push(...names(answer));
      const next = answer.json.links.next;
      if (!next) break;
      path = `/v1${next.uri}`;
      token = next.headers[0].value;
    }
    expect(found).toHaveLength(4);
    expect(found.slice(0, 3)).toEqual(['Ada', 'Ben', 'Cleo']);
  });

  test('AGR-2: an advisor sells nothing: its customers are not asked', async () => {
    const { world } = await stage();
    const advisor = await activePartner(world, { programRole: 'advisor' });
    const customer = await otherCustomer(world);
    const { json } = await world.ask('GET', '/v1/customers/delegatedadminrequests', { token: advisor.agent });
    const token = new URL(json.url).pathname.split('/')[2];
    await world.ask('POST', `/v1/my/invitations/${token}/acceptance`, { token: customer.admin });
    expect(names(await world.ask('GET', '/v1/agreements/outstanding', { token: advisor.agent }))).toEqual([]);
  });
});
