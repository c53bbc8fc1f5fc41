import { describe, expect, it, test } from 'vitest';
import { followServices } from '../../../../functions/tenancy/services/operations/follow-services.ts';
import { type Answer, activePartner, createdCustomer, eventsOfType, tenancyWorld } from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];

async function stage(over: Record<string, unknown> = {}) {
  const world = await tenancyWorld();
  const partner = await activePartner(world, over);
  const customer = await createdCustomer(world, partner);
  const ask = (method: string, path: string, body?: unknown, token = partner.agent) =>
    world.ask(method, path, { token, ...(body !== undefined && { body }) });
  return { world, partner, customer, ask, c: `/v1/customers/${customer.customerId}` };
}
type Stage = Awaited<ReturnType<typeof stage>>;

describe('DAP-2: managed services', () => {
  let subscriptions = 0;
  /** What commerce tells of a subscription that the partner sold. */
  const told = (
    { world, customer }: Stage,
    partnerId: string,
    family: string,
    subscriptionId = `s${++subscriptions}`,
  ) => {
    const tell = (status: string, aggregateVersion: number) =>
      followServices(
        {
          tenantId: partnerId,
          aggregateVersion,
          detail: { after: { customerId: customer.customerId, family, subscriptionId, status } },
        } as never,
        world.deps,
      );
    return tell;
  };
  const ids = async ({ ask, c }: Stage, token?: string): Promise<string[]> =>
    (await ask('GET', `${c}/managedservices`, undefined, token)).json.items.map(({ id }: { id: string }) => id);

  test('DAP-2: each service of the customer, whoever sold it; Azure only where the partner did', async () => {
    const on = await stage();
    const { partnerId } = on.partner;
    expect(await ids(on)).toEqual([]);
    await told(on, partnerId, 'crm')('active', 1);
    await told(on, 'another', 'office365')('active', 1);
    await told(on, 'another', 'ems')('active', 1);
    await told(on, 'another', 'azure')('active', 1);
    expect(await ids(on)).toEqual(['office365', 'ems', 'intune', 'crm']);
    await told(on, partnerId, 'azure')('active', 1);
    expect(await ids(on)).toEqual(['office365', 'ems', 'intune', 'crm', 'azure']);
    const { json } = await on.ask('GET', `${on.c}/managedservices`);
    expect(json.items[0]).toMatchObject({
      name: 'Office 365',
      groupName: 'Office',
      attributes: { objectType: 'ManagedService' },
    });
    for (const place of ['adminService', 'serviceHealth', 'serviceTicket'])
      expect(json.items[0].links[place]).toMatchObject({ method: 'GET', uri: expect.stringMatching(/^https:/) });
  });

  test('SUB-4: a service is there while it is suspended, and goes with its last subscription, in whatever order it is told', async () => {
    const on = await stage();
    const { partnerId } = on.partner;
    const [first, second] = [told(on, partnerId, 'crm'), told(on, partnerId, 'crm')];
    await first('active', 1);
    await second('active', 1);
    await second('deleted', 3);
    await second('suspended', 2);
    await second('deleted', 3);
    expect(await ids(on)).toEqual(['crm']);
    await first('suspended', 2);
    expect(await ids(on)).toEqual(['crm']);
    await first('deleted', 4);
    await first('suspended', 3);
    await first('active', 1);
    expect(await ids(on)).toEqual([]);
  });

  test('DAP-2: needs delegated administration', async () => {
    const on = await stage();
    const path = `/v1/my/partners/${on.partner.partnerId}/delegatedadminprivileges`;
    await on.ask('DELETE', path, undefined, on.customer.admin);
    expect(outcome(await on.ask('GET', `${on.c}/managedservices`))).toEqual([403, 980001]);
  });
});

describe('CUS-1: a custom domain', () => {
  const body = (over: object = {}, domain: object = {}) => ({
    VerifiedDomainName: 'contoso-mail.example',
    Domain: {
      Name: 'Contoso-Mail.example',
      AuthenticationType: 'Managed',
      Capability: 'Email',
      Status: 'Verified',
      VerificationMethod: 'None',
      IsDefault: null,
      IsInitial: null,
      ...domain,
    },
    ...over,
  });
  const federation = {
    issuerUri: 'urn:contoso',
    logOffUri: 'https://contoso.example/out',
    passiveLogOnUri: 'https://contoso.example/in',
    signingCertificate: 'TUlJ',
    preferredAuthenticationProtocol: 'WsFed',
    promptLoginBehavior: 'Disabled',
  };
  const user = (over: object = {}) => ({
    userPrincipalName: 'mia@contoso-mail.example',
    displayName: 'Mia Mayer',
    passwordProfile: { password: 'Given-Passw0rd' },
    ...over,
  });

  test('CUS-1: is the customer’s from then on: users are named in it, and nobody else takes it', async () => {
    const on = await stage({ isDomainRegistrar: true });
    const { ask, c, world } = on;
    expect(outcome(await ask('POST', `${c}/users`, user()))).toEqual([400, 3000]);
    const added = await ask('POST', `${c}/verifieddomain`, body());
    expect([added.status, added.json]).toEqual([
      201,
      {
        name: 'contoso-mail.example',
        authenticationType: 'managed',
        capability: 'email',
        status: 'verified',
        verificationMethod: 'none',
        isDefault: false,
        isInitial: false,
        attributes: { objectType: 'Domain' },
      },
    ]);
    expect((await ask('GET', c)).json.customDomains).toContain('contoso-mail.example');
    expect((await ask('POST', `${c}/users`, user())).status).toBe(201);
    expect((await ask('HEAD', '/v1/domains/contoso-mail.example')).status).toBe(200);
    const second = await createdCustomer(world, on.partner);
    expect(outcome(await ask('POST', `/v1/customers/${second.customerId}/verifieddomain`, body()))).toEqual([
      409, 980006,
    ]);
    expect(eventsOfType(world.table, 'CustomerChanged').at(-1)!.detail).toMatchObject({
      change: 'domains',
      domains: ['contoso-mail.example'],
    });
  });

  test('CUS-1: of two customers that get it at once, one has it', async () => {
    const on = await stage({ isDomainRegistrar: true });
    const second = await createdCustomer(on.world, on.partner);
    const add = (c: string) => on.ask('POST', `${c}/verifieddomain`, body());
    const answers = await Promise.all([add(on.c), add(`/v1/customers/${second.customerId}`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('CUS-1: a federated one needs its settings, and its users the id of their directory', async () => {
    const { ask, c } = await stage({ isDomainRegistrar: true });
    const federated = { AuthenticationType: 'Federated' };
    const without = await ask('POST', `${c}/verifieddomain`, body({}, federated));
    expect([...outcome(without), without.json.description]).toEqual([
      400,
      3000,
      expect.stringContaining('domainFederationSettings'),
    ]);
    const added = await ask('POST', `${c}/verifieddomain`, body({ domainFederationSettings: federation }, federated));
    expect([added.status, added.json.authenticationType]).toEqual([201, 'federated']);
    const bare = await ask('POST', `${c}/users`, user());
    expect([...outcome(bare), bare.json.description]).toEqual([400, 3000, expect.stringContaining('immutableId')]);
    expect((await ask('POST', `${c}/users`, user({ immutableId: 'abc123==' }))).status).toBe(201);
  });

  it.each<[string, object, object]>([
    ['another name inside', {}, { Name: 'else.example' }],
    ['one that is not verified', {}, { Status: 'Unverified' }],
    ['one on its way out', {}, { Status: 'PendingDeletion' }],
    [
      'a name that the program gives',
      { VerifiedDomainName: 'new.onprogram.example' },
      { Name: 'new.onprogram.example' },
    ],
    ['a prefix', { VerifiedDomainName: 'contoso' }, { Name: 'contoso' }],
    ['a name in other letters', { VerifiedDomainName: 'cöntoso.example' }, { Name: 'cöntoso.example' }],
  ])('CUS-1: %s: 400/3000', async (_, over, domain) => {
    const { ask, c } = await stage({ isDomainRegistrar: true });
    expect(outcome(await ask('POST', `${c}/verifieddomain`, body(over, domain)))).toEqual([400, 3000]);
    expect((await ask('GET', c)).json.customDomains).toHaveLength(1);
  });

  test('CUS-1: only a registrar adds one, and only with delegated administration', async () => {
    const plain = await stage();
    expect(outcome(await plain.ask('POST', `${plain.c}/verifieddomain`, body()))).toEqual([403, 2032]);
    const on = await stage({ isDomainRegistrar: true });
    await on.ask('PATCH', on.c, { allowDelegatedAccess: false });
    expect(outcome(await on.ask('POST', `${on.c}/verifieddomain`, body()))).toEqual([403, 980001]);
  });
});
