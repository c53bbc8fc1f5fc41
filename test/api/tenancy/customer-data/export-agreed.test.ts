import { beforeAll, describe, expect, test } from 'vitest';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import {
  askForExport,
  downloaded,
  type ExportWorld,
  exportOf,
  exportWorld,
} from '../../../support/exports/exporting.ts';
import { rowsOf } from '../../../support/exports/unzipped.ts';
import { addApplication, addCustomerUser } from '../../../support/world.ts';

/** What a customer agreed to, and who has which role in it, beside the same of its sibling. */
async function agreed() {
  const on = await exportWorld();
  const { world, customerId, siblingId, admin, siblingAdmin } = on;
  const [contoso, litware] = on.partners as [ExportWorld['partners'][number], ExportWorld['partners'][number]];
  const consent = async (partner: typeof contoso, of: string, name: string) => {
    const { applicationId } = await addApplication(world, partner);
    const applicationGrants = [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' }];
    await world.send({
      method: 'POST',
      path: `/v1/customers/${of}/applicationconsents`,
      as: partner.adminAgent,
      body: { applicationId, displayName: name, applicationGrants },
    });
    return applicationId!;
  };
  const [kept, withdrawn, foreign] = [
    await consent(contoso, customerId, 'Kept'),
    await consent(contoso, customerId, 'Withdrawn'),
    await consent(contoso, siblingId, 'Foreign'),
  ];
  await world.send({ method: 'DELETE', path: `/v1/my/applicationconsents/${withdrawn}`, as: admin });
  const { body: templates } = await world.send({ path: '/v1/my/agreements', as: admin });
  const [{ templateId }] = templates.items;
  const accept = (as: TokenClaims, firstName: string) =>
    world.send({
      method: 'POST',
      path: '/v1/my/agreements',
      as,
      body: { templateId, primaryContact: { firstName, lastName: 'Own', email: `${firstName}@own.example` } },
    });
  await accept(admin, 'Fabia');
  await accept(siblingAdmin, 'Winnie');
  await world.send({
    method: 'POST',
    path: '/v1/SelfServePolicy',
    as: contoso.adminAgent,
    body: {
      selfServeEntity: { selfServeEntityType: 'customer', tenantID: customerId },
      grantor: { grantorType: 'billToPartner', tenantID: contoso.partnerId },
      permissions: [{ resource: 'AzureReservedInstances', action: 'Purchase' }],
    },
  });
  const helpdesk = await addCustomerUser(world, { admin, domain: 'fabrikam.onprogram.example' }, [
    'HelpdeskAdministrator',
  ]);
  await addCustomerUser(world, { admin: siblingAdmin, domain: 'wingtip.onprogram.example' }, ['HelpdeskAdministrator']);
  const { body } = await askForExport(world, admin);
  const files = downloaded(world.program, await exportOf(world, admin, body.id));
  return { ...on, contoso, litware, files, kept, withdrawn, foreign, templateId, helpdesk };
}

let on: Awaited<ReturnType<typeof agreed>>;
beforeAll(async () => {
  on = await agreed();
});

describe('what a customer agreed to, in its export', () => {
  test('CUS-6: consents to applications of partners, in force and ended, with whose they are', () => {
    const { partnerId } = on.contoso;
    const rows = rowsOf(on.files, 'directory/application-consents.jsonl');
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(
      expect.arrayContaining([
        {
          applicationId: on.kept,
          displayName: 'Kept',
          partnerId,
          partnerName: 'contoso',
          applicationGrants: [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' }],
          consentedAt: '2026-01-05T09:00:00.000Z',
          isInForce: true,
        },
        expect.objectContaining({ applicationId: on.withdrawn, isInForce: false, endedBy: 'customer' }),
      ]),
    );
  });

  test('CUS-6: agreements that it accepted itself, by whom', () => {
    expect(rowsOf(on.files, 'directory/accepted-agreements.jsonl')).toEqual([
      {
        templateId: on.templateId,
        agreementType: 'MicrosoftCloudAgreement',
        primaryContact: { firstName: 'Fabia', lastName: 'Own', email: 'Fabia@own.example' },
        userId: on.admin.userId,
        acceptedAt: '2026-01-05T09:00:00.000Z',
      },
    ]);
  });

  test('CUS-6: who has which role in its directory', () => {
    const roles = rowsOf(on.files, 'directory/users.jsonl').map(({ id, roles: of }) => [id, of]);
    expect(roles).toHaveLength(2);
    expect(Object.fromEntries(roles)).toEqual({
      [on.admin.userId!]: ['GlobalAdmin'],
      [on.helpdesk.userId!]: ['HelpdeskAdministrator'],
    });
  });

  test('CUS-6: nothing that the sibling agreed to, no person of a partner, no policy of a partner', () => {
    const text = [...on.files].filter(([name]) => name !== 'README.txt' && name !== 'directory/audit.jsonl').join('\n');
    const others = [on.foreign, 'Foreign', 'Winnie', on.contoso.adminAgent.userId!, 'AzureReservedInstances'];
    expect(others.filter((word) => text.includes(word))).toEqual([]);
  });

  test('CUS-6: the README names both files, and that policies of partners are in none', () => {
    const text = on.files.get('README.txt')!;
    expect(text).toMatch(/directory\/accepted-agreements\.jsonl \(1 row\): /);
    expect(text).toMatch(/directory\/application-consents\.jsonl \(2 rows\): /);
    expect(text.slice(text.indexOf('What is in no file'))).toContain('self-serve policies');
  });
});
