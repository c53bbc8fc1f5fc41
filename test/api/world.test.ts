import { expect, test } from 'vitest';
import { addApplication, addUser, createCustomer, createWorld, enrolPartner } from '../support/world.ts';

test('PRG-2, CUS-1, AGR-1: the builders enrol a partner and its customer through the API', async () => {
  const world = await createWorld();
  const partner = await enrolPartner(world, { name: 'contoso' });
  const helpdesk = await addUser(world, partner, ['HelpdeskAgent']);
  const application = await addApplication(world, partner);
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  for (const as of [partner.adminAgent, helpdesk, application]) {
    const { body } = await world.send({ path: `/v1/customers/${customerId}`, as });
    expect(body.companyProfile.domain).toBe('fabrikam.onprogram.example');
  }
});
