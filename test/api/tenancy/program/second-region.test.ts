import { expect, test } from 'vitest';
import { accessRecords } from '../../../../shared/identity/access.ts';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import { createCustomer, createWorld, enrolPartner } from '../../../support/world.ts';

test('PRG-4: a company sells in a second region as a second tenant, with a nomination and an agreement of its own', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const { program, send, operator } = world;
  const us = await enrolPartner(world, { name: 'contoso', country: 'US', mpnId: '4000001' });
  const offer = { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' };
  await putOnSale(world, '202601', [offer]);

  // Its first tenant neither sells in Britain nor is authorised for it.
  await expect(createCustomer(world, us, { name: 'isles', country: 'GB' })).rejects.toThrow('2030');
  const path = `/v1/operator/partners/${us.partnerId}/authorization`;
  const asked = await program.request({ method: 'PUT', path, as: operator, body: { region: 'EU_EFTA' } });
  expect([asked.status, asked.body.code]).toEqual([400, 3000]);

  // A second tenant, under the same network id, is nominated and signs for itself.
  const gb = await enrolPartner(world, { name: 'contoso-uk', country: 'GB', mpnId: '4000001', isSigned: false });
  const account = async (partnerId: string) => (await accessRecords(program.table).account(partnerId))?.partner;
  expect(await account(us.partnerId)).toMatchObject({ region: 'US', currency: 'USD', agreementSignedOn: '2026-01-05' });
  const unsigned = await program.request({ path: '/v1/customers/relationshiprequests', as: gb.globalAdmin });
  expect([403, 400]).toContain(unsigned.status);
  program.setClock('2026-02-17T09:00:00Z');
  const body = { version: '1', signedBy: { firstName: 'Ada', lastName: 'Weber', email: 'ada@contoso-uk.example' } };
  await send({ method: 'POST', path: '/v1/partner/programagreement/signature', as: gb.globalAdmin, body });
  expect(await account(gb.partnerId)).toMatchObject({ region: 'EU_EFTA', currency: 'GBP', billingDay: 17 });
  expect(await account(us.partnerId)).toMatchObject({ billingDay: 5 });

  // Each sells where it is authorised: inside EU and EFTA one tenant serves all countries.
  const user = { userPrincipalName: 'agent@contoso-uk.example', displayName: 'Agent', agentRoles: ['AdminAgent'] };
  await send({ method: 'POST', path: '/v1/partner/users', as: gb.globalAdmin, body: user });
  const found = program.identity.users.get(user.userPrincipalName)!;
  const adminAgent = { ...gb.globalAdmin, userId: found.userId };
  await createCustomer(world, { adminAgent }, { name: 'isles', country: 'GB' });
  await createCustomer(world, { adminAgent }, { name: 'lyonnaise', country: 'FR' });
  await expect(createCustomer(world, { adminAgent }, { name: 'fabrikam' })).rejects.toThrow('2030');
  const fabrikam = await createCustomer(world, us, { name: 'fabrikam' });
  await placeOrder(world, us.adminAgent, fabrikam, [{ offerId: OFFERS.base, quantity: 5 }]);

  // Neither sees the other's customers, and the end of one agreement leaves the other in force.
  const names = async (as: TokenClaims) =>
    (await send({ path: '/v1/customers', as })).body.items.map(
      ({ companyProfile }: { companyProfile: { companyName: string } }) => companyProfile.companyName,
    );
  expect(await names(us.adminAgent)).toEqual(['fabrikam']);
  expect(await names(adminAgent)).toEqual(['isles', 'lyonnaise']);
  await send({
    method: 'PATCH',
    path: `/v1/operator/partners/${us.partnerId}`,
    as: operator,
    body: { status: 'runOff' },
  });
  await createCustomer(world, { adminAgent }, { name: 'lakeland', country: 'GB' });
});

test('PRG-4: a subsidiary is authorised apart, whatever its parent has signed', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const parent = await enrolPartner(world, { name: 'contoso', mpnId: '4000001' });
  const subsidiary = await enrolPartner(world, { name: 'contoso-west', mpnId: '4000001', isSigned: false });
  const path = `/v1/operator/partners/${subsidiary.partnerId}`;
  expect((await world.send({ path, as: world.operator })).body).toMatchObject({ status: 'approved', mpnId: '4000001' });
  await createCustomer(world, parent, { name: 'fabrikam' });
  const body = { userPrincipalName: 'agent@contoso-west.example', displayName: 'Agent', agentRoles: ['AdminAgent'] };
  const refused = await world.program.request({
    method: 'POST',
    path: '/v1/partner/users',
    as: subsidiary.globalAdmin,
    body,
  });
  expect([refused.status, refused.body.code]).toEqual([403, 900124]);
});
