import { caseWrite as collectionsCaseWrite } from '../../functions/billing/collections/store/collections-store.ts';
import { spendingStore } from '../../functions/billing/costs/store/spending-store.ts';
import { caseWrite } from '../../functions/billing/history/store/case-store.ts';
import { ownerStore } from '../../functions/billing/usage/index.ts';
import { NO_SEATS, poolWrites } from '../../functions/commerce/licences/index.ts';
import { directoryRoleId } from '../../functions/tenancy/directory/operations/role-id.ts';
import { seenNotes } from '../../shared/identity/seen.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { day, instant } from '../../shared/kernel/time.ts';
import { memoryFiles } from './memory-ports.ts';
import { OFFERS, placeOrder, publishPrices, publishRateCard, putOnSale } from './sales.ts';
import { aDaySheet, aSheetRow, putSheets } from './usage/sheets.ts';
import {
  addUser,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from './world.ts';

/** A program in which every list has several pages of two. */
export interface ListsWorld {
  readonly world: World;
  readonly partner: EnrolledPartner;
  /** Others who may read the same lists of the partner, or of their own. */
  readonly colleague: TokenClaims;
  readonly stranger: EnrolledPartner;
  readonly customerId: string;
  /** A subscription of the customer with five saves and five add-ons. */
  readonly baseId: string;
  readonly customerAdmin: TokenClaims;
  /** The role of the customer's directory that its five users have. */
  readonly roleId: string;
  /** With five resellers. */
  readonly provider: EnrolledPartner;
  /** The admin of a customer with five partners. */
  readonly ownerOfMany: TokenClaims;
  readonly invoiceId: string;
  /** A run of the operator with two partners. */
  readonly runId: string;
  /** An import of five rows, of which two are right; the partner has five. */
  readonly importId: string;
  /** With five invoices, and five customers that have accepted no agreement. */
  readonly veteran: EnrolledPartner;
}

/** A metered subscription that its owner sees, used on five days of January. */
export const METERED = 'a2e00000-0000-4000-8000-000000000001';
async function meteredUse(
  { program: { table } }: World,
  { partnerId, customerId }: { readonly partnerId: string; readonly customerId: string },
): Promise<void> {
  const about = { partnerId, customerId, subscriptionId: METERED };
  await ownerStore(table).record({
    ...about,
    billingType: 'usage',
    orderId: 'order',
    offerId: OFFERS.metered,
    offerName: 'Metered',
    friendlyName: 'Metered',
    version: 1,
    on: day('2026-01-01'),
    status: 'active',
    isBeginning: true,
    isHandedOver: false,
    isTurn: false,
  });
  const sheets = [10, 11, 12, 13, 14].map((date) =>
    aDaySheet({
      ...about,
      usageOn: day(`2026-01-${date}`),
      rows: [
        aSheetRow({
          reportedOn: day(`2026-01-${date}`),
          firstAt: instant(`2026-01-${date}T10:00:00Z`),
          quantity: `${date}`,
        }),
      ],
    }),
  );
  await putSheets({ table, files: memoryFiles() }, sheets);
}

export async function listsWorld(): Promise<ListsWorld> {
  const world = await createWorld({ at: '2025-08-05T09:00:00Z' });
  const { program, send } = world;
  const offers = [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' },
    { id: OFFERS.otherBase, name: 'Other', listPrice: '10.00', wholesalePrice: '8.00' },
    { id: OFFERS.crm, name: 'CRM', family: 'crm' as const, listPrice: '65.00', wholesalePrice: '48.75' },
    { id: OFFERS.addOn, name: 'Calling', listPrice: '2.00', wholesalePrice: '1.60', addOnTo: [OFFERS.base] },
  ];
  await putOnSale(world, '202508', offers);
  await publishPrices(world, '202601', offers);
  await publishRateCard(world);
  await publishRateCard(world, { effectiveDate: '2027-01-01' });
  const veteran = await enrolPartner(world, { name: 'tailspin' });
  await placeOrder(world, veteran.adminAgent, await createCustomer(world, veteran, { name: 'woodgrove' }), [
    { offerId: OFFERS.base, quantity: 1 },
    { offerId: OFFERS.crm, quantity: 1 },
  ]);
  await program.moveTo('2026-01-05T09:00:00Z', { daily: true });
  const partner = await enrolPartner(world, { name: 'contoso' });
  const stranger = await enrolPartner(world, { name: 'litware' });
  const colleague = await addUser(world, partner, ['AdminAgent', 'GlobalAdmin']);
  for (const _ of [1, 2, 3]) await addUser(world, partner, ['SalesAgent']);
  const { provider, ownerOfMany } = await manyPartners(world);
  const as = partner.adminAgent;
  const customers: string[] = [];
  for (const name of ['fabrikam', 'wingtip', 'coho', 'adatum', 'alpine'])
    customers.push(await createCustomer(world, partner, { name }));
  const [customerId] = customers as [string];
  const { body: users } = await send({ path: `/v1/customers/${customerId}/users`, as });
  const domain = 'fabrikam.onprogram.example';
  for (const name of ['ben', 'cleo', 'dora', 'emil'])
    await send({
      method: 'POST',
      path: `/v1/customers/${customerId}/users`,
      as,
      body: {
        userPrincipalName: `${name}@${domain}`,
        displayName: name,
        usageLocation: 'US',
        passwordProfile: { password: 'Str0ng-Pass-word', forceChangePassword: true },
      },
    });
  const globalAdmins = directoryRoleId(customerId, 'GlobalAdmin');
  const { body: all } = await send({ path: `/v1/customers/${customerId}/users`, as });
  for (const { id } of all.items) {
    const path = `/v1/customers/${customerId}/directoryroles/${globalAdmins}/usermembers`;
    await send({ method: 'POST', path, as, body: { id } });
  }
  const order = (quantity: number) => placeOrder(world, as, customerId, [{ offerId: OFFERS.base, quantity }]);
  for (const quantity of [1, 2, 3, 4, 5]) await order(quantity);
  await program.moveTo('2026-02-06T09:00:00Z', { daily: true });
  const { body: invoices } = await send({ path: '/v1/invoices', as });
  for (const quantity of [1, 2, 3, 4, 5]) await order(quantity);
  for (const other of customers.slice(1)) await placeOrder(world, as, other, [{ offerId: OFFERS.base, quantity: 1 }]);
  const [parentSubscriptionId] = (await order(1)).subscriptionIds as [string];
  const path = `/v1/customers/${customerId}/subscriptions/${parentSubscriptionId}`;
  for (const quantity of [2, 3, 4, 5]) await send({ method: 'PATCH', path, as, body: { quantity } });
  await placeOrder(world, as, customerId, Array(5).fill({ offerId: OFFERS.addOn, quantity: 1, parentSubscriptionId }));
  const { body: direct } = await send({
    method: 'POST',
    path: `/v1/operator/customers/${customerId}/directsubscriptions`,
    as: world.operator,
    body: [1, 2, 3, 4, 5].map((quantity) => ({ offerId: OFFERS.base, quantity })),
  });
  for (const { id } of direct.items) {
    const body = { directSubscriptionIds: [id] };
    await send({ method: 'POST', path: `/v1/customers/${customerId}/transitionplans`, as, body });
  }
  await program.settle();
  const { partnerId } = partner;
  const sold = { customerId, channel: partnerId, before: NO_SEATS, after: { active: 3, suspended: 0 } };
  await program.table.write(poolWrites([1, 2, 3, 4].map((number) => ({ ...sold, planId: `plan-${number}` }))));
  for (const number of [1, 2, 3, 4, 5])
    await program.table.write([
      caseWrite({
        partnerId: partner.partnerId,
        customerId,
        subscriptionId: `5ab00000-0000-4000-8000-00000000000${number}`,
        reason: 'saveMissing',
        detail: 'A save is missing.',
        fromOn: day('2026-01-05'),
        foundAt: instant('2026-02-05T01:00:00Z'),
      }),
    ]);
  for (const number of [1, 2, 3, 4, 5])
    await program.table.write([
      collectionsCaseWrite(undefined, {
        ...{ caseId: `ca5e0000-0000-4000-8000-00000000000${number}`, partnerId, currency: 'USD', version: 0 },
        ...{ openedOn: day('2026-01-05'), status: 'open' },
        invoices: [{ invoiceId: 'D000000001', dueOn: day('2025-12-06'), overdue: 1600n }],
      }),
    ]);
  for (const customer of customers) {
    const spending = { partnerId, customerId: customer, version: 0 };
    const period = { start: day('2026-02-05'), end: day('2026-03-05'), at: instant('2026-02-06T09:00:00Z') };
    await spendingStore(program.table).save(spending, {
      ...spending,
      cost: { ...period, total: '12.5', currency: 'USD', usd: '12.5', isUsed: true },
    });
  }
  await meteredUse(world, { partnerId, customerId });
  await seenRequests(world, partner);
  await consents(world, partner, customerId);
  for (const name of ['v-one', 'v-two', 'v-three', 'v-four', 'v-five'])
    await createCustomer(world, veteran, { name, isAttested: false });
  const { body: run } = await send({
    method: 'POST',
    path: '/v1/operator/billing/runs',
    as: world.operator,
    body: { asOfDate: '2026-02-05', mode: 'preview', partnerIds: ['a', 'c'].map((digit) => idOfDigit(digit)) },
  });
  await program.settle();
  const importId = await fiveImports(world, partner, customerId);
  await ownProducts(world, partner, customerId);
  for (const paymentReference of ['TRF 1', 'TRF 2', 'TRF 3', 'TRF 4', 'TRF 5'])
    await world.send({
      method: 'POST',
      path: `/v1/operator/partners/${veteran.partnerId}/payments`,
      as: world.operator,
      body: { paymentReference, receivedDate: '2026-01-05', amount: '10', currencyCode: 'USD' },
    });
  for (const creditReference of ['GW 1', 'GW 2', 'GW 3', 'GW 4', 'GW 5'])
    await world.send({
      method: 'POST',
      path: `/v1/operator/partners/${partner.partnerId}/credits`,
      as: world.operator,
      body: { creditReference, customerId, subscriptionId: parentSubscriptionId, reason: 'goodwill', amount: '1' },
    });
  return {
    world,
    importId,
    partner,
    colleague,
    stranger,
    customerId,
    baseId: parentSubscriptionId,
    customerAdmin: userClaims(program, users.items[0].userPrincipalName),
    roleId: globalAdmins,
    provider,
    ownerOfMany,
    invoiceId: invoices.items[0].id,
    runId: run.id,
    veteran,
  };
}

/** Five dry runs, one after the other; answers the last one. */
async function fiveImports({ send }: World, { adminAgent: as }: EnrolledPartner, customerId: string): Promise<string> {
  const rows = [1, 0, 2, 0, 0].map((quantity, row) => `row-${row},${customerId},${OFFERS.base},${quantity}\n`);
  const body = `rowKey,customerId,offerId,quantity\n${rows.join('')}`;
  const path = '/v1/imports?type=orders&dryRun=true';
  const headers = { 'content-type': 'text/csv' };
  let importId = '';
  for (let count = 0; count < 5; count += 1)
    importId = (await send({ method: 'POST', path, as, body, headers })).body.id;
  return importId;
}

/** Five products of a partner's own, each assigned to the customer. */
async function ownProducts({ send }: World, { adminAgent: as }: EnrolledPartner, customerId: string): Promise<void> {
  for (const sku of ['A', 'B', 'C', 'D', 'E']) {
    const described = { sku, name: `Service ${sku}`, billingFrequency: 'monthly', unitPrice: 1 };
    const { body: product } = await send({ method: 'POST', path: '/v1/partner/products', as, body: described });
    const body = { productId: product.id, quantity: 1 };
    await send({ method: 'POST', path: `/v1/customers/${customerId}/partnerproducts`, as, body });
  }
}

/** Five requests, each of another user without a second factor, on two days. */
async function seenRequests({ program, send }: World, { partnerId, globalAdmin }: EnrolledPartner): Promise<void> {
  const { body: users } = await send({ path: '/v1/partner/users', as: globalAdmin });
  const notes = seenNotes(program.table, (error) => {
    throw error;
  });
  for (const number of [1, 2, 3, 4, 5])
    await notes.note({
      at: instant(`2026-02-0${number < 3 ? 4 : 5}T0${number}:00:00Z`),
      id: `5ee00000-0000-4000-8000-00000000000${number}`,
      tenantId: partnerId,
      userId: users.items[number - 1].id,
      userPrincipalName: users.items[number - 1].userPrincipalName,
      applicationId: 'sign-in-client',
      requestId: `5ee10000-0000-4000-8000-00000000000${number}`,
      correlationId: `5ee20000-0000-4000-8000-00000000000${number}`,
      operation: 'GET /v1/customers',
      sourceIp: '192.0.2.1',
      hasMfa: false,
      isSignedIn: true,
    });
}

/** Five applications of a partner, which a customer's people may sign in through. */
async function consents({ send }: World, partner: EnrolledPartner, customerId: string): Promise<void> {
  const grants = [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' }];
  for (const displayName of ['one', 'two', 'three', 'four', 'five']) {
    const { body: application } = await send({
      method: 'POST',
      path: '/v1/partner/applications',
      as: partner.globalAdmin,
      body: { displayName, redirectUris: ['https://reports.example/take'] },
    });
    await send({
      method: 'POST',
      path: `/v1/customers/${customerId}/applicationconsents`,
      as: partner.adminAgent,
      body: { applicationId: application.appId, applicationGrants: grants },
    });
  }
}

/** A provider with five resellers, and a customer with five partners: the provider and others. */
async function manyPartners(world: World): Promise<Pick<ListsWorld, 'provider' | 'ownerOfMany'>> {
  const { send } = world;
  const provider = await enrolPartner(world, { name: 'alpine-ski', programRole: 'indirectProvider' });
  const { body: request } = await send({ path: '/v1/relationships/requests', as: provider.adminAgent });
  for (const name of ['r-one', 'r-two', 'r-three', 'r-four', 'r-five']) {
    const { globalAdmin: as } = await enrolPartner(world, { name, programRole: 'indirectReseller' });
    await send({ method: 'POST', path: `/v1/relationships/requests/${tokenIn(request.url)}/acceptance`, as });
  }
  const customerId = await createCustomer(world, provider, { name: 'margie' });
  const { body: users } = await send({ path: `/v1/customers/${customerId}/users`, as: provider.adminAgent });
  const ownerOfMany = userClaims(world.program, users.items[0].userPrincipalName);
  for (const name of ['p-one', 'p-two', 'p-three', 'p-four']) {
    const { adminAgent } = await enrolPartner(world, { name });
    const { body: invitation } = await send({ path: '/v1/customers/relationshiprequests', as: adminAgent });
    const path = `/v1/my/invitations/${tokenIn(invitation.url)}/acceptance`;
    await send({ method: 'POST', path, as: ownerOfMany });
  }
  return { provider, ownerOfMany };
}

const tokenIn = (url: string): string => new URL(url).pathname.split('/').at(-1)!;

/** Nobody's id: a run says of it that it has no account. */
const idOfDigit = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000001`;
