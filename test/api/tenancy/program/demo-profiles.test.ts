import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { tenancyRoutes } from '../../../../functions/tenancy/routes.ts';
import type { Client } from '../../../../infra/local/demo/client.ts';
import { describeCompany, nominateAndApprove, signAgreement } from '../../../../infra/local/demo/enrol.ts';
import { demoPartners, enrolledPartners, type PartnerPlan } from '../../../../infra/local/demo/partners.ts';
import { customers } from '../../../../infra/local/demo/sales.ts';
import { createCustomer } from '../../../../infra/local/demo/selling.ts';
import { eventsOfType, partnerUser, tenancyWorld, tokenOf, type World } from '../../../support/tenancy.ts';

/** PRG-12, CUS-2: whoever looks at the demo sees what a profile can say. */

/** Members that a profile may well be without. */
const OPTIONAL: Readonly<Record<string, string>> = {
  region: 'of an address: only the company profile repeats the state there',
  district: 'of an address: none of these places writes one',
  addressLine2: 'of an address: one line says it all',
  addressLine3: 'of an address: one line says it all',
  middleName: 'of an address: nobody has one',
  emailAddress: 'of an address: the profile itself has the address for mail',
  organizationRegistrationNumber: 'refused but in some markets, and none of these is one',
};
/** Markets whose addresses have no state. */
const STATELESS = ['GB', 'FR'];

/** Members of the schema that an answer lacks, those of objects inside too. */
function missing(schema: unknown, value: unknown, place = ''): string[] {
  const shape = (schema as { def: { innerType?: z.ZodType } }).def;
  if (shape.innerType) return missing(shape.innerType, value, place);
  const members = (schema as { shape?: Record<string, z.ZodType> }).shape;
  if (!members || typeof value !== 'object' || value === null) return [];
  return Object.entries(members).flatMap(([name, member]) => {
    const found = (value as Record<string, unknown>)[name];
    return found === undefined ? [`${place}${name}`] : missing(member, found, `${place}${name}.`);
  });
}

const isExpected = (country: string, member: string): boolean => {
  const name = member.split('.').at(-1)!;
  return Object.hasOwn(OPTIONAL, name) || name === 'etag' || (name === 'state' && STATELESS.includes(country));
};

/** The program's first user as the demo drives it, without the network between. */
const clientOf = (world: World, tenantId: string, token: string): Client => ({
  tenantId,
  token: async () => token,
  ask: () => Promise.reject(new Error('the demo sends')),
  async send<T>(call: string, { body }: { body?: unknown } = {}) {
    const [method, path] = call.split(' ') as [string, string];
    const answer = await world.ask(method, path, { token, ...(body !== undefined && { body: body as object }) });
    if (answer.status >= 300) throw new Error(`${call}: ${answer.status} ${answer.text}`);
    return answer.json as T;
  },
});

async function enrolled(plan: PartnerPlan) {
  const world = await tenancyWorld();
  const partnerId = plan.tenantId;
  await nominateAndApprove(clientOf(world, partnerId, world.operatorToken), plan);
  const user = eventsOfType(world.table, 'PartnerUserChanged').find(({ tenantId }) => tenantId === partnerId);
  const token = tokenOf({ tenantId: partnerId, userId: user!.detail.userId as string });
  await signAgreement(clientOf(world, partnerId, token), plan);
  await describeCompany(clientOf(world, partnerId, token), plan);
  return { world, partnerId, token };
}

const PROFILES = {
  viewOrganizationProfile: '/v1/profiles/organization',
  viewPartnerBillingProfile: '/v1/profiles/billing',
  viewLegalBusinessProfile: '/v1/profiles/legalbusiness',
  viewSupportProfile: '/v1/profiles/support',
  viewMpnProfile: '/v1/profiles/mpn',
} as const;

describe('PRG-12: every partner of the demo, and of the empty program', () => {
  test.each([...enrolledPartners, ...demoPartners].map((plan) => ({ ...plan })))(
    'PRG-12: $companyName in $country has all that its profiles can say',
    async (plan) => {
      const { world, token } = await enrolled(plan);
      for (const [operation, path] of Object.entries(PROFILES)) {
        const answer = await world.ask('GET', path, { token });
        expect(answer.status).toBe(200);
        const schema = tenancyRoutes.routes[operation as keyof typeof PROFILES].response[200];
        const lacking = missing(schema, answer.json).filter((member) => !isExpected(plan.country, member));
        expect(lacking, path).toEqual([]);
      }
    },
  );
});

describe('CUS-2: every customer of the demo', () => {
  // For whom a provider creates a customer changes nothing of its profiles.
  const sold = customers.map(({ reseller: _, ...plan }) => plan);
  const partners = [...enrolledPartners, ...demoPartners];

  test.each(sold.map((plan) => ({ ...plan })))(
    'CUS-2: $companyName has all that its profiles can say',
    async (plan) => {
      const partner = partners.find(({ key }) => key === plan.partner)!;
      const { world, partnerId, token } = await enrolled(partner);
      const userId = await partnerUser(world, { token, partnerId, roles: ['AdminAgent'] });
      const agent = tokenOf({ tenantId: partnerId, userId });
      const client = clientOf(world, partnerId, agent);
      const seller = { key: partner.key, client, offer: unused, reseller: unused };
      const customerId = await createCustomer(seller, plan);
      for (const [operation, path] of [
        ['viewCustomerBillingProfile', 'billing'],
        ['viewCustomerCompanyProfile', 'company'],
      ] as const) {
        const answer = await world.ask('GET', `/v1/customers/${customerId}/profiles/${path}`, { token: agent });
        expect(answer.status).toBe(200);
        const schema = tenancyRoutes.routes[operation].response[200];
        const lacking = missing(schema, answer.json).filter((member) => !isExpected(plan.country, member));
        expect(lacking, path).toEqual([]);
      }
    },
  );
});

const unused = (): never => {
  throw new Error('creating a customer asks for neither offers nor resellers');
};
