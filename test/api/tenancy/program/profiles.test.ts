import { describe, expect, test } from 'vitest';
import { followNames } from '../../../../functions/tenancy/customers/operations/follow-names.ts';
import {
  type Answer,
  aCustomer,
  activePartner,
  createdCustomer,
  eventsOfType,
  otherCustomer,
  partnerUser,
  tenancyWorld,
  tokenOf,
  type World,
} from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];

describe('PRG-12: the partner’s profile', () => {
  test('PRG-12: etags come from the header, else from the body; a stale or missing one is refused', async () => {
    const world = await tenancyWorld();
    const { admin: token } = await activePartner(world);
    const path = '/v1/profiles/organization';
    const { json: read } = await world.ask('GET', path, { token });
    expect(read).toMatchObject({
      profileType: 'OrganizationProfile',
      attributes: { objectType: 'OrganizationProfile' },
    });
    const body = { ...read, CompanyName: 'Fabrikam Inc.', companyName: 'Fabrikam Inc.' };
    const written = await world.ask('PUT', path, { token, body });
    expect(written.json.companyName).toBe('Fabrikam Inc.');
    expect(written.json.attributes.etag).not.toBe(read.attributes.etag);
    expect(outcome(await world.ask('PUT', path, { token, body }))).toEqual([400, 2055]);
    const { attributes: _, ...bare } = body;
    expect(outcome(await world.ask('PUT', path, { token, body: bare }))).toEqual([400, 2055]);
    const headers = { 'if-match': `"${written.json.attributes.etag}"` };
    const again = await world.ask('PUT', path, { token, body: { ...bare, language: 'de' }, headers });
    expect(again.json.language).toBe('de');
  });

  test('BIL-2: a new culture is told, for what the program writes to the partner', async () => {
    const world = await tenancyWorld();
    const { admin: token } = await activePartner(world);
    const { json: body } = await world.ask('GET', '/v1/profiles/organization', { token });
    await world.ask('PUT', '/v1/profiles/organization', { token, body: { ...body, culture: 'FR-ca' } });
    expect(eventsOfType(world.table, 'PartnerChanged').at(-1)!.detail).toMatchObject({ culture: 'fr-CA' });
  });

  test('PRG-12: another profile’s change does not make an etag stale; the same again changes nothing', async () => {
    const world = await tenancyWorld();
    const { admin: token } = await activePartner(world);
    const { json: billing } = await world.ask('GET', '/v1/profiles/billing', { token });
    const { json: organization } = await world.ask('GET', '/v1/profiles/organization', { token });
    await world.ask('PUT', '/v1/profiles/organization', {
      token,
      body: { ...organization, email: 'new@fabrikam.example' },
    });
    const before = eventsOfType(world.table, 'PartnerChanged').length;
    expect((await world.ask('PUT', '/v1/profiles/billing', { token, body: billing })).status).toBe(200);
    expect(eventsOfType(world.table, 'PartnerChanged')).toHaveLength(before);
    const body = { ...billing, taxId: 'DE123', purchaseOrderNumber: 'PO 7' };
    const changed = await world.ask('PUT', '/v1/profiles/billing', { token, body });
    expect(changed.json).toMatchObject({ taxId: 'DE123', billingCurrency: 'USD', billingDay: 2 });
    expect(eventsOfType(world.table, 'PartnerChanged').at(-1)!.detail).toMatchObject({ taxId: 'DE123', billingDay: 2 });
    const cleared = { taxId: null, attributes: changed.json.attributes };
    const after = await world.ask('PUT', '/v1/profiles/billing', { token, body: cleared });
    expect(after.json.taxId).toBeUndefined();
    expect(after.json.purchaseOrderNumber).toBe('PO 7');
  });

  test.each([
    [{ domain: 'other.example' }, 'the domain'],
    [{ id: '11111111-1111-4111-8111-111111111111' }, 'the id'],
    [{ defaultAddress: { country: 'DE' } }, 'the country, which decides region and currency'],
    [{ email: 'nobody' }, 'a mail address that is none'],
  ])('PRG-12: %j is refused: %s never changes here', async (over, _because) => {
    const world = await tenancyWorld();
    const { admin: token } = await activePartner(world);
    const { json } = await world.ask('GET', '/v1/profiles/organization', { token });
    const answer = await world.ask('PUT', '/v1/profiles/organization', { token, body: { ...json, ...over } });
    expect(outcome(answer)).toEqual([400, 3000]);
  });

  test('PRG-12: the support contact is what customers see, under both paths', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { admin: customerAdmin } = await createdCustomer(world, partner);
    const token = partner.admin;
    const body = { email: 'help@fabrikam.example', telephone: '+1 425 555 0100', website: 'fabrikam.example' };
    for (const path of ['/v1/profiles/support', '/v1/profiles/supportprofile'])
      expect((await world.ask('PUT', path, { token, body })).json).toMatchObject({
        ...body,
        profileType: 'support_profile',
        attributes: { objectType: 'PartnerSupportProfile' },
      });
    const { json } = await world.ask('GET', '/v1/my/partners', { token: customerAdmin });
    expect(json.items[0].supportContact).toEqual(body);
  });

  test('PRG-12: the legal profile waits for vetting after each change, whatever the caller says', async () => {
    const world = await tenancyWorld();
    const { admin: token } = await activePartner(world);
    const { json } = await world.ask('GET', '/v1/profiles/legalbusiness?vettingVersion=Current', { token });
    expect(json.vettingStatus).toBe('none');
    const body = { companyName: 'Fabrikam Corp.', vettingStatus: 'authorized' };
    const changed = await world.ask('PUT', '/v1/profiles/legalbusiness', { token, body });
    expect(changed.json).toMatchObject({ companyName: 'Fabrikam Corp.', vettingStatus: 'pending' });
  });

  test('PRG-12: a network id is found while it is somebody’s', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world, { mpnId: '4711' });
    const ask = (path: string) => world.ask('GET', path, { token: partner.agent });
    expect((await ask('/v1/profiles/mpn')).json).toMatchObject({ mpnId: '4711', profileType: 'MpnProfile' });
    expect(outcome(await ask('/v1/profiles/mpn?mpnId=9999'))).toEqual([404, 3000]);
    const path = `/v1/operator/partners/${partner.partnerId}`;
    await world.ask('PATCH', path, { token: world.operatorToken, body: { mpnId: '9999' } });
    expect((await ask('/v1/profiles/mpn?mpnId=9999')).json.mpnId).toBe('9999');
    expect(outcome(await ask('/v1/profiles/mpn?mpnId=4711'))).toEqual([404, 3000]);
  });

  test('ROL-3: agents read, and none of them writes', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const userId = await partnerUser(world, { ...partner, token: partner.admin, roles: ['SalesAgent'] });
    const token = tokenOf({ tenantId: partner.partnerId, userId });
    expect((await world.ask('GET', '/v1/profiles/support', { token })).status).toBe(200);
    expect(outcome(await world.ask('GET', '/v1/profiles/billing', { token }))).toEqual([403, 900150]);
    expect(outcome(await world.ask('PUT', '/v1/profiles/support', { token, body: {} }))).toEqual([403, 900150]);
  });
});

/** Delivers the event of a customer's change of name. */
const carryName = (world: World): Promise<void> =>
  followNames(eventsOfType(world.table, 'CustomerChanged').at(-1) as never, world.deps);

describe('customers’ profiles', () => {
  test('CUS-2: a new name is found in the lists of all its partners, the old one no more', async () => {
    const world = await tenancyWorld();
    const [one, two] = [await activePartner(world), await activePartner(world)];
    const { customerId, admin } = await createdCustomer(world, one, { companyName: 'Old Name' });
    const { json: request } = await world.ask('GET', '/v1/customers/relationshiprequests', { token: two.agent });
    const link = new URL(request.url).pathname.split('/').at(-1);
    await world.ask('POST', `/v1/my/invitations/${link}/acceptance`, { token: admin });
    const path = `/v1/customers/${customerId}/profiles/billing`;
    const { json } = await world.ask('GET', path, { token: one.agent });
    expect(json.attributes.etag).toMatch(/^-?\d+$/);
    const changed = await world.ask('PUT', path, { token: one.agent, body: { ...json, companyName: 'New Name' } });
    expect(changed.status).toBe(200);
    expect(changed.json.attributes.etag).not.toBe(json.attributes.etag);
    await carryName(world);
    for (const { agent: token } of [one, two]) {
      const find = async (name: string) => {
        const filter = encodeURIComponent(
          JSON.stringify({ Field: 'CompanyName', Value: name, Operator: 'starts_with' }),
        );
        return (await world.ask('GET', `/v1/customers?filter=${filter}`, { token })).json.totalCount;
      };
      expect([await find('New'), await find('Old')]).toEqual([1, 0]);
    }
    expect((await world.deps.records.account(customerId))?.name).toBe('New Name');
    expect(eventsOfType(world.table, 'CustomerChanged')[0]!.detail.companyName).toBe('New Name');
    expect(outcome(await world.ask('PUT', path, { token: one.agent, body: json }))).toEqual([400, 2055]);
  });

  test('CUS-2: a partner that is accepted in the middle of a change of name gets the new name, too', async () => {
    let inBetween: (() => Promise<unknown>) | undefined;
    const isRename = (writes: readonly object[]) => writes.some((write) => 'delete' in write);
    const world = await tenancyWorld({
      hooks: {
        beforeWrite: async (writes) => {
          const now = isRename(writes) ? inBetween : undefined;
          if (!now) return;
          inBetween = undefined;
          await now();
        },
      },
    });
    const [one, two] = [await activePartner(world), await activePartner(world)];
    const { customerId, admin } = await createdCustomer(world, one, { companyName: 'Old Name' });
    const { json: request } = await world.ask('GET', '/v1/customers/relationshiprequests', { token: two.agent });
    const link = new URL(request.url).pathname.split('/').at(-1);
    const path = `/v1/customers/${customerId}/profiles/billing`;
    const { json } = await world.ask('GET', path, { token: one.agent });
    inBetween = () => world.ask('POST', `/v1/my/invitations/${link}/acceptance`, { token: admin });
    expect(
      (await world.ask('PUT', path, { token: one.agent, body: { ...json, companyName: 'New Name' } })).status,
    ).toBe(200);
    await carryName(world);
    const list = await world.ask('GET', '/v1/customers', { token: two.agent });
    expect(list.json.items[0].companyProfile.companyName).toBe('New Name');
    expect(list.json.totalCount).toBe(1);
  });

  /** A customer of two partners, and what each asks for. */
  async function shared(country?: string) {
    const world = await tenancyWorld();
    const over = country === undefined ? {} : { country };
    const [one, two, advisor] = [
      await activePartner(world, over),
      await activePartner(world, over),
      await activePartner(world, { ...over, programRole: 'advisor' }),
    ];
    const { customerId, admin } = await createdCustomer(world, one, { companyName: 'Old Name', ...over });
    const accept = async (path: string, token: string) => {
      const { json } = await world.ask('GET', path, { token });
      const link = new URL(json.url).pathname.split('/').at(-1);
      expect((await world.ask('POST', `/v1/my/invitations/${link}/acceptance`, { token: admin })).status).toBe(201);
    };
    await accept('/v1/customers/relationshiprequests', two.agent);
    await accept('/v1/customers/delegatedadminrequests', advisor.agent);
    const path = `/v1/customers/${customerId}`;
    const billTo = async (token: string) => (await world.ask('GET', `${path}/profiles/billing`, { token })).json;
    const put = (token: string, body: object) => world.ask('PUT', `${path}/profiles/billing`, { token, body });
    return { world, one, two, advisor, customerId, path, billTo, put };
  }

  test('CUS-2: each partner bills whom it says, and sees and changes nothing of another’s profile', async () => {
    const { world, one, two, customerId, path, billTo, put } = await shared();
    const [ofOne, ofTwo] = [await billTo(one.agent), await billTo(two.agent)];
    expect(ofOne).toMatchObject({ firstName: 'Clara', lastName: 'Client', email: 'clara@contoso.example' });
    const { phoneNumber: _, ...address } = ofOne.defaultAddress;
    expect(ofTwo).toEqual({
      id: expect.any(String),
      companyName: 'Old Name',
      culture: ofOne.culture,
      language: ofOne.language,
      defaultAddress: address,
      links: ofOne.links,
      attributes: { objectType: 'CustomerBillingProfile', etag: expect.any(String) },
    });
    expect([ofTwo.id, ofTwo.attributes.etag]).not.toEqual([ofOne.id, ofOne.attributes.etag]);
    const wanted = { ...ofTwo, companyName: 'Two’s Name', firstName: 'Tom', email: 'tom@two.example' };
    expect(outcome(await put(two.agent, { ...wanted, email: undefined }))).toEqual([400, 3000]);
    expect(outcome(await put(two.agent, { ...wanted, attributes: ofOne.attributes }))).toEqual([400, 2055]);
    expect((await put(two.agent, wanted)).status).toBe(200);
    expect(await billTo(one.agent)).toEqual(ofOne);
    expect(await billTo(two.agent)).toMatchObject({
      companyName: 'Two’s Name',
      firstName: 'Tom',
      email: 'tom@two.example',
    });
    expect(outcome(await put(two.agent, wanted))).toEqual([400, 2055]);
    for (const { agent: token } of [one, two]) {
      const { json } = await world.ask('GET', path, { token });
      expect(json.companyProfile).toMatchObject({ companyName: 'Old Name', email: 'clara@contoso.example' });
      expect(json.billingProfile).toEqual(await billTo(token));
      expect((await world.ask('GET', '/v1/customers', { token })).json.items[0].companyProfile.companyName).toBe(
        'Old Name',
      );
    }
    expect((await put(one.agent, { ...ofOne, companyName: 'New Name' })).status).toBe(200);
    expect((await world.deps.records.account(customerId))?.name).toBe('New Name');
    expect((await billTo(two.agent)).companyName).toBe('Two’s Name');
    expect(eventsOfType(world.table, 'CustomerBillToChanged').map(({ tenantId }) => tenantId)).toEqual([
      two.partnerId,
      one.partnerId,
    ]);
  });

  test('CUS-2: an advisor bills nobody: it has no bill-to profile, to read or to write', async () => {
    const { world, one, advisor, path, billTo, put } = await shared();
    const before = await billTo(one.agent);
    expect(outcome(await world.ask('GET', `${path}/profiles/billing`, { token: advisor.agent }))).toEqual([403, 20002]);
    expect(outcome(await put(advisor.agent, before))).toEqual([403, 20002]);
    expect((await world.ask('GET', path, { token: advisor.agent })).json).not.toHaveProperty('billingProfile');
    expect(await billTo(one.agent)).toEqual(before);
  });

  test('PRG-3, BIL-12: where a partner sends its bill is not where the customer is', async () => {
    const { world, one, two, customerId, billTo, put } = await shared('DE');
    for (const { agent: token } of [one, two]) {
      const body = await billTo(token);
      const defaultAddress = { country: 'FR', city: 'Lyon', addressLine1: '12 rue des Lilas', postalCode: '69003' };
      expect((await put(token, { ...body, email: 'a@contoso.example', defaultAddress })).status).toBe(200);
      expect((await billTo(token)).defaultAddress.country).toBe('FR');
    }
    expect((await world.deps.records.account(customerId))?.country).toBe('DE');
  });

  test('CUS-2: a profile that was stored with the customer is that of the partner that created it', async () => {
    const { world, one, two, customerId, billTo, put } = await shared();
    const item = [...world.table.items.values()].find(({ pk }) => pk === `TENANCY#${customerId}#CUSTOMER`)!;
    const billing = { ...(item.billing as object), version: 7, firstName: 'Carl' };
    await world.table.write([{ put: { ...item, billing } }]);
    const stored = await billTo(one.agent);
    expect(stored.firstName).toBe('Carl');
    expect(await billTo(two.agent)).not.toHaveProperty('firstName');
    expect((await put(one.agent, { ...stored, lastName: 'Klein' })).status).toBe(200);
    expect(await billTo(one.agent)).toMatchObject({ firstName: 'Carl', lastName: 'Klein' });
    expect(outcome(await put(one.agent, stored))).toEqual([400, 2055]);
  });

  test('PRG-3: the country of a customer stays within the region', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId } = await createdCustomer(world, partner);
    const path = `/v1/customers/${customerId}/profiles/billing`;
    const { json } = await world.ask('GET', path, { token: partner.agent });
    const moved = {
      ...json,
      defaultAddress: { country: 'DE', city: 'Berlin', addressLine1: 'x', postalCode: '10115' },
    };
    expect(outcome(await world.ask('PUT', path, { token: partner.agent, body: moved }))).toEqual([403, 2030]);
    const wrong = { ...json, defaultAddress: { ...json.defaultAddress, postalCode: 'x' } };
    expect(outcome(await world.ask('PUT', path, { token: partner.agent, body: wrong }))).toEqual([400, 3000]);
  });

  test.each([
    [{ organizationRegistrationNumber: '123456789' }, '4951234567', 201, undefined, 'both given'],
    [{}, '4951234567', 400, 600049, 'the number is missing'],
    [{ organizationRegistrationNumber: '12' }, '4951234567', 400, 600050, 'the number is malformed'],
    [{ organizationRegistrationNumber: '123456789' }, '', 400, 600051, 'the phone is missing'],
  ])(
    'PRG-3: Belarus with %j and phone "%s" answers %i/%s: %s',
    async (company, phoneNumber, status, code, _because) => {
      const world = await tenancyWorld();
      const { agent: token } = await activePartner(world, { country: 'GE' });
      const body = aCustomer({ country: 'BY' });
      const defaultAddress = { ...body.billingProfile.defaultAddress, postalCode: '220030', phoneNumber };
      const answer = await world.ask('POST', '/v1/customers', {
        token,
        body: {
          companyProfile: { ...body.companyProfile, ...company },
          billingProfile: { ...body.billingProfile, defaultAddress },
        },
      });
      expect(outcome(answer)).toEqual([status, code]);
    },
  );

  test('PRG-3: elsewhere a registration number is refused', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const { companyProfile, billingProfile } = aCustomer();
    const body = { companyProfile: { ...companyProfile, organizationRegistrationNumber: '1' }, billingProfile };
    expect(outcome(await world.ask('POST', '/v1/customers', { token, body }))).toEqual([400, 600002]);
  });

  test('PRG-6: the validation status is 404 until the account was vetted', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { customerId } = await createdCustomer(world, partner);
    const path = `/v1/customers/${customerId}/validationStatus?type=account`;
    expect(outcome(await world.ask('GET', path, { token: partner.agent }))).toEqual([404, 600074]);
    await world.ask('PUT', `/v1/operator/customers/${customerId}/validationstatus`, {
      token: world.operatorToken,
      body: { status: 'UnderReview' },
    });
    const { json } = await world.ask('GET', path, { token: partner.agent });
    expect(json).toEqual({ type: 'account', status: 'UnderReview', lastUpdateDateTime: '2026-11-02T09:00:00Z' });
  });
});

describe('domains and markets', () => {
  test('CUS-1: a domain in use answers 200, a free one 404, without a body', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world, { domain: 'fabrikam.test.example' });
    await otherCustomer(world, { domain: 'taken.onprogram.example' });
    const status = async (domain: string) => (await world.ask('HEAD', `/v1/domains/${domain}`, { token })).status;
    expect(await status('taken.onprogram.example')).toBe(200);
    expect(await status('TAKEN')).toBe(200);
    expect(await status('fabrikam.test.example')).toBe(200);
    expect(await status('free.onprogram.example')).toBe(404);
    const available = async (prefix: string) =>
      (await world.ask('GET', `/v1/validations/checkdomainavailability/${prefix}`, { token })).json;
    const prefixes = ['taken', 'free', '-no-', 'xn--cntoso-tcb', 'a.b'];
    const answers = [];
    for (const prefix of prefixes) answers.push(await available(prefix));
    expect(answers).toEqual([false, true, false, false, false]);
  });

  test('addresses are checked by the rules of their market', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const address = { AddressLine1: 'One Way', City: 'Redmond', State: 'WA', PostalCode: '98052', Country: 'us' };
    const check = (over: object) =>
      world.ask('POST', '/v1/validations/address', { token, body: { ...address, ...over } });
    expect((await check({})).text).toBe('true');
    const wrong = await check({ PostalCode: '1' });
    expect(outcome(wrong)).toEqual([400, 2007]);
    expect(JSON.parse(wrong.json.description)).toMatchObject({
      code: '60071',
      corrected_address: { address_line_1: 'One Way', postal_code: '1' },
    });
    expect(outcome(await check({ State: 'XX' }))).toEqual([400, 2007]);
    expect(outcome(await check({ Country: 'GB', State: 'anything', PostalCode: 'SW1A 1AA' }))).toEqual([
      200,
      undefined,
    ]);
  });

  test('the rules of the United States are those that clients recorded', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const { json } = await world.ask('GET', '/v1/countryvalidationrules/us', { token });
    expect(json).toMatchObject({
      iso2Code: 'US',
      defaultCulture: 'en-US',
      isStateRequired: true,
      isCityRequired: true,
      isPostalCodeRequired: true,
      postalCodeRegex: '^\\d{5}(-\\d{4})?$',
      supportedLanguagesList: ['en', 'es'],
      supportedCulturesList: ['en-US', 'es-US'],
      countryCallingCodesList: ['1'],
      isVatIdSupported: false,
      isTaxIdSupported: true,
      isTaxIdOptional: true,
    });
    expect(json.supportedStatesList).toHaveLength(51);
    expect(outcome(await world.ask('GET', '/v1/countryvalidationrules/KP', { token }))).toEqual([404, 1000]);
  });
});

describe('REL-7: providers and resellers', () => {
  async function partnership() {
    const world = await tenancyWorld();
    const provider = await activePartner(world, { programRole: 'indirectProvider', companyName: 'Adventure Provider' });
    const reseller = await activePartner(world, {
      programRole: 'indirectReseller',
      mpnId: '77',
      companyName: 'Little Reseller',
    });
    const { json } = await world.ask('GET', '/v1/relationships/requests', { token: provider.agent });
    const link = (json.url as string).split('/').at(-1)!;
    const join = (token: string) => world.ask('POST', `/v1/relationships/requests/${link}/acceptance`, { token });
    return { world, provider, reseller, join, page: new URL(json.url).pathname };
  }

  test('REL-7: a reseller joins a provider of its region; both see each other', async () => {
    const { world, provider, reseller, join, page } = await partnership();
    expect((await world.ask('GET', page)).text).toContain('Adventure Provider asks resellers to join');
    const joined = await join(reseller.admin);
    expect(joined.status).toBe(201);
    expect(joined.json).toMatchObject({ id: provider.partnerId, relationshipType: 'is_indirect_reseller_of' });
    await join(reseller.admin);
    expect(eventsOfType(world.table, 'PartnerRelationshipChanged')).toHaveLength(1);
    const path = '/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf';
    const { json } = await world.ask('GET', path, { token: provider.agent });
    expect(json.items).toEqual([
      {
        id: reseller.partnerId,
        name: 'Little Reseller',
        relationshipType: 'is_indirect_cloud_solution_provider_of',
        state: 'Active',
        mpnId: '77',
        location: 'US',
        attributes: { objectType: 'PartnerRelationship' },
      },
    ]);
    const own = await world.ask('GET', '/v1/relationships', { token: reseller.agent });
    expect(own.json.items.map((item: { id: string }) => item.id)).toEqual([provider.partnerId]);
  });

  test.each([
    [{ programRole: 'directPartner' }, 403, 980026, 'no reseller'],
    [{ programRole: 'indirectReseller', country: 'DE' }, 403, 980026, 'another region'],
  ])('REL-7: %j cannot join (%i/%i): %s', async (over, status, code, _because) => {
    const { world, join } = await partnership();
    const other = await activePartner(world, over);
    expect(outcome(await join(other.admin))).toEqual([status, code]);
  });

  test('REL-7, ORD-6: of two that join at once each has its answer, and a repeat of either gets it again', async () => {
    const { world, reseller, page } = await partnership();
    const path = `/v1/relationships/requests/${page.split('/').at(-1)}/acceptance`;
    const ids = ['1', '2'].map((digit) => `${digit}e5a3b1c-8f5b-4f0e-9c5a-1a2b3c4d5e6f`);
    const join = () =>
      Promise.all(ids.map((id) => world.ask('POST', path, { token: reseller.admin, headers: { 'ms-requestid': id } })));
    expect((await join()).map(({ status }) => status)).toEqual([201, 201]);
    expect((await join()).map(({ status }) => status)).toEqual([201, 201]);
  });

  test('REL-7: a provider creates a customer for its reseller, and both find it', async () => {
    const { world, provider, reseller, join } = await partnership();
    const body = { ...aCustomer(), associatedPartnerId: reseller.partnerId };
    const early = await world.ask('POST', '/v1/customers', { token: provider.agent, body });
    expect(outcome(early)).toEqual([400, 800016]);
    await join(reseller.admin);
    const created = await world.ask('POST', '/v1/customers', { token: provider.agent, body });
    expect(created.json).toMatchObject({ associatedPartnerId: reseller.partnerId, relationshipToPartner: 'reseller' });
    const find = async (token: string, Field: string, Value: string) => {
      const filter = encodeURIComponent(JSON.stringify({ Field, Value, Operator: 'starts_with' }));
      return (await world.ask('GET', `/v1/customers?filter=${filter}`, { token })).json.items.map(
        (item: { id: string }) => item.id,
      );
    };
    expect(await find(provider.agent, 'IndirectReseller', reseller.partnerId)).toEqual([created.json.id]);
    expect(await find(reseller.agent, 'IndirectCloudSolutionProvider', provider.partnerId)).toEqual([created.json.id]);
    const tied = await world.ask('GET', `/v1/customers/${created.json.id}/relationships`, { token: provider.agent });
    expect(tied.json.items[0]).toMatchObject({ id: reseller.partnerId, mpnId: '77' });
    expect(tied.json.items[0]).not.toHaveProperty('state');
  });

  test.each([
    ['mpnId=77', 200, undefined, 'signed'],
    ['mpnId=x', 400, 2000, 'no number'],
    ['', 400, 2001, 'nothing given'],
    ['mpnId=1&tenantId=2', 400, 2000, 'both given'],
    ['mpnId=1', 400, 2200, 'an unknown id'],
    ['tenantId=11111111-1111-4111-8111-111111111111', 400, 2205, 'no account'],
    ['tenantId=abc', 400, 2000, 'no GUID'],
  ])('compliance of a reseller: "%s" answers %i/%s: %s', async (query, status, code, _because) => {
    const { world, provider } = await partnership();
    const answer = await world.ask('GET', `/v1/compliance/csp/agreementstatus?${query}`, { token: provider.agent });
    expect(outcome(answer)).toEqual([status, code]);
  });
});
