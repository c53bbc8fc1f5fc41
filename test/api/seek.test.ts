import { beforeAll, describe, expect, test } from 'vitest';
import { isSought } from '../../shared/contracts/paging.ts';
import { type ListScope, pageToken } from '../../shared/http/page-token.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { composedRoutes } from '../support/contexts.ts';
import { type ListsWorld, listsWorld, METERED } from '../support/lists.ts';

/** Every list that is sought by token: where it is, who reads it, and who else could. */
interface Sought {
  path(lists: ListsWorld): string;
  /** What the list is asked for with; another value makes another list. */
  readonly query?: string;
  readonly otherQuery: string;
  as?(lists: ListsWorld): TokenClaims;
  other?(lists: ListsWorld): TokenClaims;
}
const customerUsers = { query: 'sortField=DisplayName', otherQuery: 'sortField=UserPrincipalName' };
const office = 'provider=office&invoiceLineItemType=billinglineitems';
const LISTS: Readonly<Record<string, Sought>> = {
  listCustomers: {
    path: () => '/v1/customers',
    query: `filter=${encodeURIComponent('{"Field":"CompanyName","Value":"","Operator":"starts_with"}')}`,
    otherQuery: `filter=${encodeURIComponent('{"Field":"CompanyName","Value":"a","Operator":"starts_with"}')}`,
  },
  listPartners: {
    path: () => '/v1/operator/partners',
    otherQuery: `filter=${encodeURIComponent('{"Field":"CompanyName","Value":"c","Operator":"starts_with"}')}`,
    as: ({ world }) => world.operator,
  },
  listSuccessions: {
    path: ({ partner }) => `/v1/operator/partners/${partner.partnerId}/succession`,
    otherQuery: 'size=3',
    as: ({ world }) => world.operator,
  },
  listOperatorCustomers: {
    path: () => '/v1/operator/customers',
    otherQuery: `filter=${encodeURIComponent('{"Field":"Country","Value":"US","Operator":"equals"}')}`,
    as: ({ world }) => world.operator,
  },
  listMyPartners: { path: () => '/v1/my/partners', otherQuery: 'size=3', as: ({ ownerOfMany }) => ownerOfMany },
  listPartnerRelationships: {
    path: () => '/v1/relationships',
    otherQuery: 'relationship_type=IsIndirectResellerOf',
    as: ({ provider }) => provider.adminAgent,
  },
  listPartnerUsers: {
    path: () => '/v1/partner/users',
    otherQuery: 'size=3',
    as: ({ partner }) => partner.globalAdmin,
  },
  listCustomerUsers: { path: ({ customerId }) => `/v1/customers/${customerId}/users`, ...customerUsers },
  listMyUsers: { path: () => '/v1/my/users', ...customerUsers, as: ({ customerAdmin }) => customerAdmin },
  listPartnerRequests: { path: () => '/v1/partnerRequests', otherQuery: 'size=3' },
  listNonMfaCompliantPrincipals: { path: () => '/v1/nonMfaCompliantPartnerPrincipals', otherQuery: 'size=3' },
  listCustomerDirectoryRoleMembers: {
    path: ({ customerId, roleId }) => `/v1/customers/${customerId}/directoryroles/${roleId}/usermembers`,
    otherQuery: 'size=3',
  },
  listMyDirectoryRoleMembers: {
    path: ({ roleId }) => `/v1/my/directoryroles/${roleId}/usermembers`,
    otherQuery: 'size=3',
    as: ({ customerAdmin }) => customerAdmin,
  },
  listMyApplicationConsents: {
    path: () => '/v1/my/applicationconsents',
    otherQuery: 'size=3',
    as: ({ customerAdmin }) => customerAdmin,
  },
  listOutstandingAgreements: {
    path: () => '/v1/agreements/outstanding',
    otherQuery: 'asOf=2026-03-01',
    as: ({ veteran }) => veteran.adminAgent,
  },
  listAuditRecords: {
    path: () => '/v1/auditrecords',
    otherQuery: `filter=${encodeURIComponent('{"Field":"ResourceType","Value":"order","Operator":"equals"}')}`,
  },
  listMyAuditRecords: {
    path: () => '/v1/my/auditrecords',
    otherQuery: 'endDate=2026-02-01',
    as: ({ customerAdmin }) => customerAdmin,
  },
  listOperatorAuditRecords: {
    path: () => '/v1/operator/auditrecords',
    query: 'startDate=2026-02-06',
    otherQuery: 'startDate=2026-02-05',
    as: ({ world }) => world.operator,
  },
  listPartnerCredits: {
    path: ({ partner }) => `/v1/operator/partners/${partner.partnerId}/credits`,
    otherQuery: 'size=3',
    as: ({ world }) => world.operator,
  },
  listCredits: { path: () => '/v1/partner/credits', otherQuery: 'size=3' },
  listPartnerPayments: {
    path: ({ veteran }) => `/v1/operator/partners/${veteran.partnerId}/payments`,
    otherQuery: 'size=3',
    as: ({ world }) => world.operator,
  },
  listPayments: {
    path: () => '/v1/partner/payments',
    otherQuery: 'size=3',
    as: ({ veteran }) => veteran.adminAgent,
  },
  listPartnerProducts: { path: () => '/v1/partner/products', otherQuery: 'size=3' },
  listAssignedPartnerProducts: {
    path: ({ customerId }) => `/v1/customers/${customerId}/partnerproducts`,
    otherQuery: 'size=3',
  },
  listEarnings: {
    path: () => '/v1/partner/incentives/earnings',
    otherQuery: 'status=paid',
    as: ({ veteran }) => veteran.adminAgent,
  },
  listPartnerEarnings: {
    path: ({ veteran }) => `/v1/operator/partners/${veteran.partnerId}/incentives/earnings`,
    otherQuery: 'size=3',
    as: ({ world }) => world.operator,
  },
  viewRevenue: {
    path: () => '/v1/operator/revenue',
    query: 'from=2025-08-01&to=2026-02-28',
    otherQuery: 'from=2025-08-01&to=2026-03-01',
    as: ({ world }) => world.operator,
  },
  listPartnerInvoices: {
    path: ({ veteran }) => `/v1/operator/partners/${veteran.partnerId}/invoices`,
    otherQuery: 'status=unpaid',
    as: ({ world }) => world.operator,
  },
  listCollectionsCases: {
    path: () => '/v1/operator/collections/cases',
    otherQuery: 'status=promised',
    as: ({ world }) => world.operator,
  },
  listBillingCases: {
    path: () => '/v1/operator/billing/cases',
    otherQuery: 'partnerId=nobody',
    as: ({ world }) => world.operator,
  },
  listImports: { path: () => '/v1/imports', otherQuery: 'size=3' },
  listOrders: {
    path: ({ customerId }) => `/v1/customers/${customerId}/orders`,
    otherQuery: 'billingType=annual',
  },
  listSubscriptions: {
    path: ({ customerId }) => `/v1/customers/${customerId}/subscriptions`,
    otherQuery: 'mpn_id=4512345',
  },
  listDirectSubscriptions: {
    path: ({ customerId }) => `/v1/customers/${customerId}/directsubscriptions`,
    otherQuery: 'size=3',
  },
  listMySubscriptions: {
    path: () => '/v1/my/subscriptions',
    otherQuery: 'size=3',
    as: ({ customerAdmin }) => customerAdmin,
  },
  listTransitionPlans: {
    path: ({ customerId }) => `/v1/customers/${customerId}/transitionplans`,
    otherQuery: 'size=3',
  },
  listAddOns: {
    path: ({ customerId, baseId }) => `/v1/customers/${customerId}/subscriptions/${baseId}/addons`,
    otherQuery: 'size=3',
  },
  listSubscriptionHistory: {
    path: ({ customerId, baseId }) => `/v1/customers/${customerId}/subscriptions/${baseId}/history`,
    otherQuery: 'size=3',
  },
  listPartnerSubscriptions: { path: () => '/v1/subscriptions', otherQuery: 'status=active' },
  listSubscribedSkus: {
    path: ({ customerId }) => `/v1/customers/${customerId}/subscribedskus`,
    otherQuery: 'licenseGroupIds=group2',
  },
  listLicencePool: {
    path: ({ customerId }) => `/v1/customers/${customerId}/licensepool`,
    otherQuery: 'licenseGroupIds=group2',
  },
  listMyLicencePool: {
    path: () => '/v1/my/licensepool',
    otherQuery: 'licenseGroupIds=group2',
    as: ({ customerAdmin }) => customerAdmin,
  },
  listInvoices: {
    path: () => '/v1/invoices',
    otherQuery: 'size=3',
    as: ({ veteran }) => veteran.adminAgent,
  },
  listUnbilledLineItems: {
    path: () => '/v1/invoices/unbilled/lineitems',
    query: 'provider=onetime&invoiceLineItemType=billinglineitems',
    otherQuery: 'provider=marketplace&invoiceLineItemType=billinglineitems',
  },
  listAzureUtilizations: {
    path: ({ customerId }) => `/v1/customers/${customerId}/subscriptions/${METERED}/utilizations/azure`,
    query: 'startTime=2026-01-01&endTime=2026-02-01',
    otherQuery: 'startTime=2026-01-01&endTime=2026-02-02',
  },
  listCustomerUsageRecords: { path: () => '/v1/customers/usagerecords', otherQuery: 'size=3' },
  listServiceCostLineItems: {
    path: ({ customerId }) => `/v1/customers/${customerId}/servicecosts/current/lineitems`,
    otherQuery: 'size=3',
  },
  listInvoiceLineItems: {
    path: ({ invoiceId }) => `/v1/invoices/${invoiceId}/lineitems`,
    query: office,
    otherQuery: `${office}&currencyCode=EUR`,
  },
  listInvoiceLineItemsByType: {
    path: ({ invoiceId }) => `/v1/invoices/${invoiceId}/lineitems/office/billinglineitems`,
    otherQuery: 'currencyCode=EUR',
  },
};

let lists: ListsWorld;
/** The first page of every list, as `first` answers it. */
// biome-ignore lint/suspicious/noExplicitAny: answers are of every shape
const firstPages: Record<string, any> = {};
beforeAll(async () => {
  lists = await listsWorld();
  for (const [name, row] of Object.entries(LISTS)) firstPages[name] = (await first(row)).body;
});

interface Link {
  uri: string;
  headers: { key: string; value: string }[];
}
const ask = async (row: Sought, query: string, token?: string, as = (row.as ?? agent)(lists)) => {
  const { body, status } = await lists.world.program.request({
    path: `${row.path(lists)}?${query}`,
    as,
    headers: token === undefined ? {} : { 'MS-ContinuationToken': token },
  });
  return { body, status, outcome: [status, body.code] };
};
const agent = ({ partner }: ListsWorld): TokenClaims => partner.adminAgent;
const follow = async (row: Sought, { uri, headers }: Link) => {
  const { body, status } = await lists.world.program.request({
    path: `/v1/${uri}`,
    as: (row.as ?? agent)(lists),
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
  });
  expect([uri, status]).toEqual([uri, 200]);
  return body;
};
const idsOf = ({ items }: { items: unknown[] }): string[] => items.map((item) => JSON.stringify(item));
const first = (row: Sought, size = 2) =>
  ask(row, [row.query, `size=${size}`, 'seekOperation=First'].filter(Boolean).join('&'));
/** Pages of two as the whole list has them. */
async function pagesOf(row: Sought): Promise<string[][]> {
  const all = idsOf((await first(row, 100)).body);
  expect(all.length).toBeGreaterThan(4);
  return Array.from({ length: Math.ceil(all.length / 2) }, (_, page) => all.slice(page * 2, page * 2 + 2));
}

const BAD = [400, 800002];

test('API-1: every list that takes seekOperation is in this table', () => {
  const sought = composedRoutes
    .filter(([, { request }]) => isSought(request?.query))
    .map(([name]) => name.split(' ')[1]);
  expect(sought.sort()).toEqual(Object.keys(LISTS).sort());
});

describe.each(Object.entries(LISTS))('API-1: pages of %s', (name, row) => {
  test('next leads to the last page, previous back to the first, and each page is the same again', async () => {
    const pages = await pagesOf(row);
    let { body } = await first(row);
    const there = [idsOf(body)];
    expect(body.links.previous).toBeUndefined();
    while (body.links.next) {
      expect(body.continuationToken).toBe(body.links.next.headers[0].value);
      body = await follow(row, body.links.next);
      there.push(idsOf(body));
      expect(idsOf(await follow(row, body.links.self))).toEqual(idsOf(body));
    }
    expect(there).toEqual(pages);
    expect(body.continuationToken).toBeUndefined();
    const back = [idsOf(body)];
    while (body.links.previous) {
      expect(body.links.previous.headers[0].key).toBe('MS-ContinuationToken');
      body = await follow(row, body.links.previous);
      back.push(idsOf(body));
    }
    expect(back.reverse()).toEqual(pages);
  });

  test('a list that fills its last page ends there', async () => {
    const count = idsOf((await first(row, 100)).body).length;
    const { body } = await first(row, count);
    expect([body.totalCount, body.links.next]).toEqual([count, undefined]);
  });

  test('First, Last and PageIndex need no token, and with one it alone says what is listed', async () => {
    const pages = await pagesOf(row);
    const { body: second } = await ask(
      row,
      [row.query, 'size=2&seekOperation=PageIndex&pageIndex=1'].filter(Boolean).join('&'),
    );
    expect(idsOf(second)).toEqual(pages[1]);
    for (const query of [[row.query, 'size=2'].filter(Boolean).join('&'), '']) {
      const token = query === '' ? second.continuationToken : undefined;
      const at = (choice: string) => ask(row, `${query}&${choice}`, token);
      for (const [index, page] of pages.entries()) {
        const { body } = await at(`seek_operation=page_index&PageIndex=${index}`);
        expect(idsOf(body)).toEqual(page);
        expect([body.links.previous !== undefined, body.links.next !== undefined]).toEqual([
          index > 0,
          index < pages.length - 1,
        ]);
        if (index > 0) expect(idsOf(await follow(row, body.links.previous))).toEqual(pages[index - 1]);
      }
      const { body: last } = await at('seekOperation=LAST');
      expect(idsOf(last)).toEqual(pages.at(-1));
      expect(idsOf(await follow(row, last.links.previous))).toEqual(pages.at(-2));
      expect(idsOf((await at('seekoperation=first')).body)).toEqual(pages[0]);
      const { body: beyond } = await at('seekOperation=PageIndex&pageIndex=100');
      expect([beyond.items, beyond.links.next]).toEqual([[], undefined]);
      expect(idsOf(await follow(row, beyond.links.previous))).toEqual(pages.at(-1));
    }
  });

  test('the token goes in the header or in the query, alone or with what it was made for', async () => {
    const pages = await pagesOf(row);
    const { continuationToken: token } = (await first(row)).body;
    expect(idsOf((await ask(row, '', token)).body)).toEqual(pages[1]);
    expect(idsOf((await ask(row, 'seekOperation=next', `"${token}"`)).body)).toEqual(pages[1]);
    expect(idsOf((await ask(row, `ms-continuationtoken=${token}`)).body)).toEqual(pages[1]);
    expect(idsOf((await ask(row, `${row.query ?? ''}&size=2&seekOperation=Next`, token)).body)).toEqual(pages[1]);
  });

  test('a token of another list, caller, query or size is none', async () => {
    const { continuationToken: token } = (await first(row)).body;
    expect((await ask(row, row.otherQuery, token)).outcome).toEqual(BAD);
    expect((await ask(row, 'size=3', token)).outcome).toEqual(BAD);
    for (const damaged of ['', 'nonsense', token.slice(1), `${token.slice(0, -9)}AAAAAAAAA`])
      expect((await ask(row, '', damaged)).outcome).toEqual(BAD);
    for (const [other, { continuationToken }] of Object.entries(firstPages)) {
      if (other === name) continue;
      for (const query of [row.query ?? '', ''])
        expect([other, ...(await ask(row, query, continuationToken)).outcome]).toEqual([other, ...BAD]);
    }
  });

  test('a page that is none is refused', async () => {
    const { body } = await first(row);
    const choice = (text: string) => [row.query, text].filter(Boolean).join('&');
    for (const query of [
      'seekOperation=Next',
      'seekOperation=Previous',
      'seekOperation=PageIndex',
      'seekOperation=Aside',
    ])
      expect([query, ...(await ask(row, choice(query))).outcome]).toEqual([query, ...BAD]);
    for (const index of ['101', '-1', 'x'])
      expect((await ask(row, choice(`seekOperation=PageIndex&pageIndex=${index}`))).outcome).toEqual(BAD);
    expect((await ask(row, 'seekOperation=Previous', body.continuationToken)).outcome).toEqual(BAD);
  });
});

describe('API-1: a token is one caller’s', () => {
  test.each([
    ['listCustomers', (made: ListsWorld) => made.colleague],
    ['listCustomers', (made: ListsWorld) => made.stranger.adminAgent],
    ['listUnbilledLineItems', (made: ListsWorld) => made.stranger.adminAgent],
    ['listInvoiceLineItems', (made: ListsWorld) => made.colleague],
    ['listPartnerUsers', (made: ListsWorld) => made.stranger.globalAdmin],
  ])('%s', async (name, other) => {
    const row = LISTS[name]!;
    const { continuationToken } = (await first(row)).body;
    expect((await ask(row, '', continuationToken)).status).toBe(200);
    expect((await ask(row, '', continuationToken, other(lists))).outcome).toEqual(BAD);
  });
});

test('API-1: what is no sought list takes no token', async () => {
  const as = lists.partner.adminAgent;
  const { continuationToken } = (await first(LISTS.listCustomers!)).body;
  for (const path of [
    '/v1/invoices',
    '/v1/subscriptions',
    '/v1/offers?country=US',
    `/v1/customers/${lists.customerId}`,
  ]) {
    const answer = await lists.world.program.request({
      path,
      as,
      headers: { 'MS-ContinuationToken': continuationToken },
    });
    expect([path, answer.status, answer.body.code]).toEqual([path, ...BAD]);
    expect((await lists.world.program.request({ path, as })).status).toBe(200);
  }
});

describe('API-1: a token that somebody makes up, with the right mark, shows nothing foreign', () => {
  interface Content {
    readonly m: string;
    readonly q: Record<string, string>;
    readonly z: number;
    readonly s?: Record<string, string>;
    readonly n?: Record<string, string>;
    readonly k?: string;
  }
  const readToken = (token: string): Content => JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));

  /** The list as its tokens are bound to it: everything in it is known to its caller. */
  function scopeOf(name: string, row: Sought): ListScope {
    const [, route] = composedRoutes.find(([of]) => of.split(' ')[1] === name)!;
    const given = row.path(lists).split('/');
    const params = route.path
      .split('/')
      .flatMap((part, at) => (part.startsWith('{') ? [[part.slice(1, -1), given[at]]] : []));
    const path = route.request?.path?.parse(Object.fromEntries(params));
    const { tenantId, userId, applicationId } = (row.as ?? agent)(lists);
    return { operationId: name, path, tenantId, principalId: userId ?? applicationId };
  }

  /** The places of all lists, as they are and as they would be of other tenants; each once. */
  function places(): Record<string, string>[] {
    const own = Object.values(firstPages).map(({ continuationToken }) =>
      JSON.stringify(readToken(continuationToken).n!),
    );
    const others = [lists.veteran, lists.stranger, lists.provider].map(({ partnerId }) => partnerId);
    const all = [...own, ...others.flatMap((other) => own.map((at) => at.replaceAll(lists.partner.partnerId, other)))];
    return [...new Set(all)].map((place) => JSON.parse(place));
  }

  test.each(Object.entries(LISTS))('%s', async (name, row) => {
    const { body } = await first(row);
    const whole = new Set(idsOf((await first(row, 100)).body));
    const { q: query, k: kept, n: next } = readToken(body.continuationToken);
    const page = { query, size: 2, ...(kept !== undefined && { kept }) };
    const scope = scopeOf(name, row);
    expect(pageToken({ ...page, next: next! }, scope), 'made up as the program makes it').toBe(body.continuationToken);
    for (const place of places())
      for (const forged of [{ next: place }, { start: place }, { next: { ...place, ...next } }]) {
        const operation = 'start' in forged ? 'Previous' : 'Next';
        const token = pageToken({ ...page, ...forged }, scope);
        const answer = await ask(row, `seekOperation=${operation}`, token);
        expect([200, 400]).toContain(answer.status);
        for (const id of idsOf({ items: answer.body.items ?? [] })) expect(whole).toContain(id);
      }
  });
});
