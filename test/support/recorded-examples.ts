import * as z from 'zod';
import { billingRoutes } from '../../functions/billing/routes.ts';
import { tenancyRoutes } from '../../functions/tenancy/routes.ts';
import type { OperationExamples } from '../../infra/examples.ts';
import { limitSettings } from '../../shared/contracts/limits.ts';
import type { Route } from '../../shared/contracts/routes.ts';
import { day } from '../../shared/kernel/time.ts';
import { TEST_ROOT, type TestAnswer, type TestRequest } from './api.ts';
import { issueDueOn } from './billing/collections.ts';
import type { Cast, Player } from './cast.ts';
import { composedRoutes } from './contexts.ts';
import { callWell, linkFor } from './every-operation.ts';
import { goodBody } from './good-input.ts';
import { OFFERS, placeOrder } from './sales.ts';
import { createWorld, type EnrolledPartner, enrolPartner, requestId, userClaims, type World } from './world.ts';

/** Calls beyond the one with good input, for other kinds of bodies and answers; each is made anew from the start. */
type MoreCalls = (cast: Cast) => Promise<readonly TestRequest[]>;

const CSV = { 'content-type': 'text/csv' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const form = (path: string, fields: Readonly<Record<string, string>>): TestRequest => ({
  method: 'POST',
  path,
  body: new URLSearchParams(fields).toString(),
  headers: FORM,
});

/** The form of a page as a browser would send it, with these values in its fields. */
function formOf(page: TestAnswer, path: string, values: Readonly<Record<string, string>>): TestRequest {
  const names = [...page.text.matchAll(/<input[^>]*\sname="(\w+)"/g)].map(([, name]) => name!);
  return form(path, Object.fromEntries(names.map((name) => [name, values[name] ?? ''])));
}

/** An application of a partner that may ask for tokens, as its form says so. */
async function tokenForm({ send }: World, { globalAdmin: as }: EnrolledPartner): Promise<Record<string, string>> {
  const path = '/v1/partner/applications';
  const { body: made } = await send({ method: 'POST', path, as, body: { displayName: 'Nightly' } });
  const { body } = await send({ method: 'POST', path: `${path}/${made.appId}/secrets`, as, body: {} });
  return { grant_type: 'client_credentials', client_id: made.appId, client_secret: body.secret };
}

const TOKEN_PATHS = {
  issueToken: { version: '', target: { resource: 'https://graph.windows.net' } },
  issueTokenV2: { version: '/v2.0', target: { scope: 'https://graph.windows.net/.default' } },
} as const;

const tokenCalls =
  (operationId: keyof typeof TOKEN_PATHS): MoreCalls =>
  async ({ world, partner }) => {
    const { version, target } = TOKEN_PATHS[operationId];
    const fields = { ...(await tokenForm(world, partner)), ...target };
    const path = `/${partner.partnerId}/oauth2${version}/token`;
    return [
      form(path, fields),
      form(path, { ...fields, grant_type: 'password' }),
      form(path, { ...fields, client_secret: 'not the secret' }),
    ];
  };

/** What the token endpoints answer beyond their limit: the limits of the cast are too high to get there. */
async function tokenLimitAnswers(recorded: Record<string, OperationExamples>): Promise<void> {
  const world = await createWorld({ limits: limitSettings((name) => (name === 'wrongSecrets' ? 1 : undefined)) });
  const partner = await enrolPartner(world, { name: 'contoso' });
  for (const [operationId, { version, target }] of Object.entries(TOKEN_PATHS)) {
    const fields = { ...(await tokenForm(world, partner)), ...target, client_secret: 'not the secret' };
    const request = form(`/${partner.partnerId}/oauth2${version}/token`, fields);
    await world.program.request(request);
    const { status, body } = await world.program.request(request);
    const { answers, ...rest } = recorded[operationId]!;
    recorded[operationId] = { ...rest, answers: { ...answers, [status]: { 'application/json': body } } };
  }
}

/** The case of a partner with an invoice that is long late. */
async function lateCase({ world, otherPartner: { partnerId } }: Cast): Promise<string> {
  await issueDueOn(world.program.table, partnerId, 70, day('2026-01-01'));
  const path = `/v1/operator/partners/${partnerId}/payments`;
  const body = { paymentReference: 'TRF 9', receivedDate: '2026-02-05', amount: '1.00', currencyCode: 'USD' };
  await world.send({ method: 'POST', path, as: world.operator, body });
  await world.program.settle();
  const { body: cases } = await world.send({ path: '/v1/operator/collections/cases', as: world.operator });
  return cases.items[0].id;
}

/** A file of an order, as somebody sends it. */
function importFile({ partner: { adminAgent: as }, ownCustomer }: Cast, rowKey: string): TestRequest {
  const body = `rowKey,customerId,offerId,quantity,billingCycle
${rowKey},${ownCustomer},${OFFERS.base},5,monthly
`;
  return { method: 'POST', path: '/v1/imports?type=orders', as, body, headers: CSV };
}

const pages = tenancyRoutes.routes;
const MORE: Readonly<Record<string, MoreCalls>> = {
  viewPriceList: async ({ partner: { adminAgent: as }, known }) => [
    { path: `/v1/pricelists/${known.month}`, as, headers: { accept: 'text/csv' } },
  ],
  viewUsageBatch: async (cast) => {
    const as = cast.world.operator;
    const body = await goodBody(cast, 'billing sendUsageRecords', billingRoutes.routes.sendUsageRecords, {
      as,
    } as Player);
    const { body: batch } = await cast.world.send({ method: 'POST', path: '/v1/operator/usagerecords', as, body });
    return [{ path: `/v1/operator/usagerecords/batches/${batch.id}`, as }];
  },
  changeBillingAccount: async (cast) => {
    const [as, path] = [cast.world.operator, `/v1/operator/partners/${cast.partner.partnerId}/billingaccount`];
    const { changeBillingAccount } = billingRoutes.routes;
    const body = await goodBody(cast, 'billing changeBillingAccount', changeBillingAccount, { as } as Player);
    const { body: account } = await cast.world.send({ path, as });
    return [{ method: 'PATCH', path, as, body, headers: { 'If-Match': account.attributes.etag } }];
  },
  listCollectionsCases: async (cast) => {
    await lateCase(cast);
    return [{ path: '/v1/operator/collections/cases', as: cast.world.operator }];
  },
  changeCollectionsCase: async (cast) => {
    const path = `/v1/operator/collections/cases/${await lateCase(cast)}`;
    const body = { status: 'promised', promiseDate: '2026-02-15', note: 'They called.' };
    return [{ method: 'PATCH', path, as: cast.world.operator, body }];
  },
  changePartnerProduct: async (cast) => {
    const [as, path] = [cast.partner.adminAgent, `/v1/partner/products/${cast.known.partnerProductId}`];
    const { body: product } = await cast.world.send({ path, as });
    const { changePartnerProduct } = billingRoutes.routes;
    const body = await goodBody(cast, 'billing changePartnerProduct', changePartnerProduct, { as } as Player);
    return [{ method: 'PATCH', path, as, body, headers: { 'If-Match': product.attributes.etag } }];
  },
  changeAssignedPartnerProduct: async (cast) => {
    const [as, path] = [cast.partner.adminAgent, `/v1/customers/${cast.ownCustomer}/partnerproducts`];
    const { body: assigned } = await cast.world.send({ path, as });
    const { changeAssignedPartnerProduct: route } = billingRoutes.routes;
    const body = await goodBody(cast, 'billing changeAssignedPartnerProduct', route, { as } as Player);
    const [{ id, attributes }] = assigned.items;
    return [{ method: 'PATCH', path: `${path}/${id}`, as, body, headers: { 'If-Match': attributes.etag } }];
  },
  startImport: async (cast) => [importFile(cast, 'order-1')],
  listImportResults: async (cast) => {
    const { program, send } = cast.world;
    const { body } = await send(importFile(cast, 'order-2'));
    await program.settle();
    const as = cast.partner.adminAgent;
    return [{ path: `/v1/imports/${body.id}/results`, as, headers: { accept: 'text/csv' } }];
  },
  resumeImport: async (cast) => {
    const { send } = cast.world;
    const as = cast.partner.adminAgent;
    const { body } = await send(importFile(cast, 'order-3'));
    await send({ method: 'POST', path: `/v1/imports/${body.id}/cancel`, as });
    return [{ method: 'POST', path: `/v1/imports/${body.id}/resume`, as }];
  },
  discoverInstance: async () =>
    [TEST_ROOT, 'https://elsewhere.example'].map((root) => {
      const endpoint = encodeURIComponent(`${root}/common/oauth2/v2.0/authorize`);
      return { path: `/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}` };
    }),
  viewOpenidConfiguration: async () => [{ path: '/nowhere.example/.well-known/openid-configuration' }],
  viewOpenidConfigurationV2: async () => [{ path: '/nowhere.example/v2.0/.well-known/openid-configuration' }],
  issueToken: tokenCalls('issueToken'),
  issueTokenV2: tokenCalls('issueTokenV2'),
  placeOrder: async ({ partner: { adminAgent: as }, ownCustomer }) => {
    const body = { billingCycle: 'annual', lineItems: [{ lineItemNumber: 0, offerId: OFFERS.base, quantity: 5 }] };
    return [{ method: 'POST', path: `/v1/customers/${ownCustomer}/orders?dryRun=true`, as, body }];
  },
  defineOffers: async ({ world: { operator: as } }) => {
    const body = `offerId,name,family,planId,planName,markets,isAddOn,prerequisiteOffers,maximumQuantity,state
0b000000-0000-4000-8000-000000000008,Fourth,office365,0c000000-0000-4000-8000-000000000008,Fourth,US|CA,false,,300,draft
`;
    return [{ method: 'POST', path: '/v1/operator/offers', as, body, headers: CSV }];
  },
  putPrices: async ({ world: { operator: as } }) => {
    const body = `offerId,country,currency,segment,listPrice,wholesalePrice
${OFFERS.base},US,USD,commercial,21.00,17.00
`;
    return [{ method: 'PUT', path: '/v1/operator/pricelists/202604/prices', as, body, headers: CSV }];
  },
  changeOfferDefinition: async ({ world: { operator: as, send } }) => {
    const path = `/v1/operator/offers/${OFFERS.base}`;
    const { body } = await send({ path, as });
    const { id, name, family, billing, plan } = body;
    return [{ method: 'PUT', path, as, body: { id, name, description: 'Mail and files.', family, billing, plan } }];
  },
  viewAgreementStatus: async ({ world: { send, operator }, provider: { adminAgent } }) => {
    const { body } = await send({ path: '/v1/operator/partners', as: operator });
    const { mpnId } = body.items.find(({ programRole }: { programRole: string }) => programRole === 'indirectReseller');
    return [{ path: `/v1/compliance/csp/agreementstatus?mpnId=${mpnId}`, as: adminAgent }];
  },
  viewValidationStatus: async ({ world, partner: { adminAgent: as }, ownCustomer }) => {
    const body = { status: 'Allowed', reason: 'The papers are right.' };
    const path = `/v1/operator/customers/${ownCustomer}/validationstatus`;
    await world.program.request({ method: 'PUT', path, as: world.operator, body });
    return [{ path: `/v1/customers/${ownCustomer}/validationstatus?type=account`, as }];
  },
  downloadAgreementText: async ({ world, partner: { adminAgent: as }, known }) => {
    const { body } = await world.send({ path: `/v1/agreementTemplates/${known.templateId}/document`, as });
    return [{ path: body.displayUri.replace(/^https?:\/\/[^/]+/, '') }];
  },
  submitAcceptance: async (cast) => [
    form(`/invitations/${await linkFor(cast, pages.showAcceptance)}/acceptance`, { csrf: 'as in the page' }),
  ],
  submitPassword: async (cast) => {
    const path = `/password/${await linkFor(cast, pages.showPasswordForm)}`;
    const values = { password: 'Str0ng-Pass-word', repeat: 'Str0ng-Pass-word' };
    return [formOf(await cast.world.program.request({ path }), path, values)];
  },
  submitChosenPassword: async ({ world: { program } }) => {
    const values = {
      userName: 'mia@contoso.example',
      current: 'the first one',
      password: 'Str0ng-Pass-word',
      repeat: 'Str0ng-Pass-word',
    };
    return [formOf(await program.request({ path: '/password' }), '/password', values)];
  },
  listMyPartners: async ({ world: { program }, ownCustomer }) => {
    const admin = [...program.identity.users.values()].find(({ tenantId }) => tenantId === ownCustomer)!;
    return [{ path: '/v1/my/partners', as: userClaims(program, admin.userPrincipalName) }];
  },
};

/** Something in every list that can have something. */
async function fillLists({ world, partner, ownCustomer, known }: Cast): Promise<void> {
  const { adminAgent: as, globalAdmin } = partner;
  await placeOrder(world, as, ownCustomer, [
    { offerId: OFFERS.addOn, quantity: 2, parentSubscriptionId: known.subscriptionId! },
  ] as never);
  const secrets = `/v1/partner/applications/${known.appId}/secrets`;
  await world.send({ method: 'POST', path: secrets, as: globalAdmin, body: {} });
  const price = { offerId: OFFERS.base, country: 'US', currency: 'USD', listPrice: '22.00', wholesalePrice: '18.00' };
  const prices = '/v1/operator/pricelists/202604/prices';
  await world.send({ method: 'PUT', path: prices, as: world.operator, body: { prices: [price] } });
}

const mediaType = (headers: Readonly<Record<string, string>> = {}): string =>
  (headers['content-type'] ?? 'application/json').split(';')[0]!;

/** Media types that a person sees as a page or a picture: nothing of them is kept. */
const isShown = (type: string): boolean => !/html|pdf|css/.test(type);

/**
 * What every operation was asked and answered when it was called with good input: the examples of the reference. All
 * operations are called in the order of their manifests, each on the same state.
 */
export async function recordExamples(cast: Cast): Promise<Record<string, OperationExamples>> {
  await fillLists(cast);
  const { program } = cast.world;
  const start = program.table.mark();
  const recorded: Record<string, OperationExamples> = {};
  for (const [name, route] of composedRoutes) {
    const operationId = name.split(' ')[1]!;
    start.undo();
    const good = await goodCall(cast, name, route);
    const calls: Call[] = [];
    for (let next = 0; ; next += 1) {
      start.undo();
      const request = (await MORE[operationId]?.(cast))?.[next];
      if (!request) break;
      const answer = await program.request(request);
      calls.push({ request, answer });
    }
    recorded[operationId] = examplesOf(route, [...calls, good]);
  }
  await tokenLimitAnswers(recorded);
  return recorded;
}

interface Call {
  readonly request: TestRequest;
  readonly answer: TestAnswer;
}

/** The call of {@link callWell} that was answered at last, with what it sent. */
async function goodCall(cast: Cast, name: string, route: Route): Promise<Call> {
  const { program } = cast.world;
  let sent: TestRequest = { path: '' };
  const request = (given: TestRequest): Promise<TestAnswer> => {
    sent = given;
    return program.request(given);
  };
  const listened = { ...cast, world: { ...cast.world, program: { ...program, request } } };
  const answer = await callWell(listened, name, route, { 'MS-RequestId': requestId(2_000_000) });
  return { request: sent, answer };
}

/** JSON that a call wrote out itself is shown as what it says. */
const shownBody = (type: string, body: unknown): unknown =>
  type === 'application/json' && typeof body === 'string' ? JSON.parse(body) : body;

/** Requests that succeeded, and every answer that the route declares: the first of each kind. */
function examplesOf(route: Route, calls: readonly Call[]): OperationExamples {
  const request: Record<string, unknown> = {};
  const answers: Record<string, Record<string, unknown>> = {};
  for (const { request: sent, answer } of calls) {
    const { status, headers, body, text } = answer;
    const isForm = sent.headers === FORM && !isShown(mediaType(headers));
    const asked = mediaType(sent.headers);
    if (sent.body !== undefined && (status < 400 || isForm)) request[asked] ??= shownBody(asked, sent.body);
    const type = mediaType(headers);
    const shape = route.response[status];
    // A refusal of the dispatcher can have the status of an answer that the route declares.
    const isFile = mediaType({ 'content-type': route.files?.[status]?.mediaType ?? '' }) === type;
    const isDeclared = isFile || (shape instanceof z.ZodType ? shape.safeParse(body).success : Boolean(shape));
    if (text === '' || !isShown(type) || !isDeclared) continue;
    answers[status] = { [type]: type === 'application/json' ? body : text, ...answers[status] };
  }
  return { ...(Object.keys(request).length > 0 && { request }), answers };
}
