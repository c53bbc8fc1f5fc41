import { beforeAll, describe, expect, test } from 'vitest';
import { RegionsChanged } from '../../../../events/index.ts';
import { commerceContext } from '../../../../functions/commerce/lambda/context.ts';
import { dispatchEvent } from '../../../../shared/messaging/consumer.ts';
import {
  customerPath,
  demoFile,
  ids,
  offers,
  openShop,
  type Shop,
  stockShop,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';
import { anEvent } from '../../../support/events.ts';

const csv = { 'content-type': 'text/csv' };
const importCsv = (shop: Shop, body: string) =>
  shop.send({ as: shop.operator, method: 'POST', path: '/v1/operator/offers', body, headers: csv });

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await stockShop(shop);
});

describe('importing the catalogue', () => {
  test('CAT-1: 271 rows are created, and skipped when the file comes again', async () => {
    const empty = await openShop();
    const first = await importCsv(empty, demoFile('catalogue.csv'));
    expect([first.status, first.body.rows]).toEqual([200, { total: 271, succeeded: 271, failed: 0 }]);
    expect(new Set(first.body.results.map(({ status }: { status: string }) => status))).toEqual(new Set(['created']));
    const second = await importCsv(empty, demoFile('catalogue.csv'));
    expect(new Set(second.body.results.map(({ status }: { status: string }) => status))).toEqual(new Set(['skipped']));
    expect(empty.events.filter(({ type }) => type === 'OfferChanged')).toHaveLength(271);
  });

  test('CAT-3: rows to be published wait for a price; the metered offer does not', async () => {
    const empty = await openShop();
    await importCsv(empty, demoFile('catalogue.csv'));
    const before = await empty.send({ as: empty.operator, path: `/v1/operator/offers/${offers.e3}` });
    expect([before.body.state, before.body.publishWhenPriced]).toEqual(['draft', true]);
    const metered = await empty.send({ as: empty.operator, path: `/v1/operator/offers/${offers.azure}` });
    expect(metered.body.state).toBe('published');
    const after = await shop.send({ as: shop.operator, path: `/v1/operator/offers/${offers.e3}` });
    expect([after.body.state, after.body.publishWhenPriced]).toEqual(['published', undefined]);
  });

  test('CAT-1: a bad row is answered with its errors, the others are stored', async () => {
    const header = 'offerId,name,family,planId,planName,markets,isAddOn,prerequisiteOffers,maximumQuantity,state';
    const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
    const answer = await importCsv(
      shop,
      [
        header,
        `${id(1)},Good,crm,P1,Plan,US,false,,10,draft`,
        `${id(2)},No family,,P1,Plan,US,false,,10,draft`,
        `${id(3)},Lost add-on,crm,P1,Plan,US,true,${id(9)},10,draft`,
        `${id(1)},Twice,crm,P1,Plan,US,false,,10,draft`,
        `${id(4)},Good add-on,crm,P1,Plan,US|CA,true,${id(1)},10,draft`,
        `${id(5)},Add-on of a bad row,crm,P1,Plan,US,true,${id(2)},10,draft`,
        `${id(6)},Nowhere,crm,P1,Plan,XX,false,,ten,unsold`,
        ',No id,crm,P1,Plan,US,false,,10,draft',
      ].join('\n'),
    );
    const results = answer.body.results.map(
      (row: { row: number; status: string; errors: { field: string; code: number }[] }) => [
        row.row,
        row.status,
        row.errors.map(({ field, code }) => `${field} ${code}`).join(),
      ],
    );
    expect(results).toEqual([
      [1, 'created', ''],
      [2, 'failed', 'family 3000'],
      [3, 'failed', 'prerequisiteOffers 3000'],
      [4, 'failed', 'offerId 3000'],
      [5, 'created', ''],
      [6, 'failed', 'prerequisiteOffers 3000'],
      [7, 'failed', 'state 3000'],
      [8, 'failed', 'offerId 3000'],
    ]);
    expect(answer.body.rows).toEqual({ total: 8, succeeded: 2, failed: 6 });
  });

  test.each([
    ['not CSV', 'a,"b\nc', 'The body is no CSV'],
    ['no rows', 'offerId,name,family,planId,planName,markets\n', 'no rows'],
    [
      'too many rows',
      `offerId,name,family,planId,planName,markets\n${'x,x,crm,x,x,US\n'.repeat(2001)}`,
      'at most 2000',
    ],
    ['a column is missing', 'offerId,name\nX,Y\n', 'no column family'],
  ])('CAT-1: a file is refused whole: %s', async (_, body, description) => {
    const answer = await importCsv(shop, body);
    expect([answer.status, answer.body.code]).toEqual([400, 800002]);
    expect(answer.body.description).toContain(description);
  });

  test('CAT-1: 2,000 rows in one go, right or wrong, and the answer is kept for a repeat', async () => {
    const own = await openShop();
    const header = 'offerId,name,family,planId,planName,markets';
    const row = (n: number, family: string) =>
      `10000000-0000-4000-8000-${String(n).padStart(12, '0')},Offer ${n},${family},P,Plan,US`;
    const send = (family: string, requestId: string) =>
      own.send({
        as: own.operator,
        method: 'POST',
        path: '/v1/operator/offers',
        body: [header, ...Array.from({ length: 2000 }, (_, n) => row(n, family))].join('\n'),
        headers: { ...csv, 'ms-requestid': requestId },
      });
    const wrong = await send('games', '00000000-0000-4000-8000-00000000f0f0');
    expect(wrong.body.rows).toEqual({ total: 2000, succeeded: 0, failed: 2000 });
    expect((await send('games', '00000000-0000-4000-8000-00000000f0f0')).body).toEqual(wrong.body);
    expect((await send('crm', '00000000-0000-4000-8000-00000000f0f1')).body.rows.succeeded).toBe(2000);
    const largest = Math.max(...[...own.table.items.values()].map((item) => JSON.stringify(item).length));
    expect(largest).toBeLessThan(400_000);
  });

  test('CAT-1: a published offer takes new texts from a file, and refuses another plan', async () => {
    const own = await openShop();
    await stockShop(own);
    const [header, ...rows] = demoFile('catalogue.csv').split('\n');
    const row = rows.find((line) => line.startsWith(offers.e3))!;
    const renamed = await importCsv(own, [header, row.replace('Office 365 Enterprise E3', 'Office 365 E3')].join('\n'));
    expect(renamed.body.results[0]).toMatchObject({
      status: 'updated',
      resource: { type: 'offer', id: offers.e3 },
    });
    const moved = await importCsv(
      own,
      [header, row.replace(',license,annual|monthly,', ',license,annual,')].join('\n'),
    );
    expect(moved.body.results[0]).toMatchObject({
      status: 'failed',
      errors: [{ field: 'supportedBillingCycles', code: 3000 }],
    });
  });
});

describe('defining offers one by one', () => {
  const definition = {
    name: 'Office E1',
    family: 'office365',
    plan: { id: 'plan-e1', name: 'Office E1' },
    markets: ['*', '-AF'],
    translations: { de: { name: 'Büro E1', description: 'Büro im Netz.' } },
  };
  const post = (body: object, headers = {}) =>
    shop.send({ as: shop.operator, method: 'POST', path: '/v1/operator/offers', body, headers });

  test('CAT-1: what is not said takes the value that most offers have', async () => {
    const created = await post(definition);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      state: 'draft',
      billing: 'license',
      supportedBillingCycles: ['annual', 'monthly'],
      minimumQuantity: 1,
      plan: { id: 'PLAN-E1', unit: 'Licenses' },
    });
    const read = await shop.send({ as: shop.operator, path: `/v1/operator/offers/${created.body.id.toLowerCase()}` });
    expect(read.body).toEqual(created.body);
  });

  test('CAT-1: an id that is taken is refused with 409; the same request twice defines once', async () => {
    const id = '00000000-0000-4000-8000-0000000000e1';
    const headers = { 'ms-requestid': '00000000-0000-4000-8000-00000000aaaa' };
    const [first, again] = [await post({ ...definition, id }, headers), await post({ ...definition, id }, headers)];
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
    expect((await post({ ...definition, id })).body.code).toBe(950008);
  });

  test.each([
    ['name', { name: undefined }],
    ['markets', { markets: ['KP'] }],
    ['prerequisiteOffers', { isAddOn: true, prerequisiteOffers: ['00000000-0000-4000-8000-00000000dead'] }],
    ['id', { id: 'office-e1' }],
    ['family', { family: 'games' }],
    ['plan.id', { plan: { id: 'a/b:c', name: 'No part of a path' } }],
  ])('CAT-1, CAT-5: a wrong %s is refused with 3000', async (field, change) => {
    const answer = await post({ ...definition, ...change });
    expect([answer.status, answer.body.code, answer.body.parameters.field]).toEqual([400, 3000, field]);
  });

  test('API-1: a date that an SDK did not set keeps what is stored; on creation it is refused', async () => {
    const { id } = (await post({ ...definition, saleUntil: '9999-12-31T23:59:59Z' })).body;
    const body = { name: 'Office E1 plus', saleUntil: '0001-01-01T00:00:00' };
    const path = `/v1/operator/offers/${id}`;
    const changed = await shop.send({ as: shop.operator, method: 'PUT', path, body });
    expect([changed.status, changed.body.saleUntil]).toEqual([200, '9999-12-31T23:59:59Z']);
    const refused = await post({ ...definition, saleUntil: '0001-01-01T00:00:00' });
    expect([refused.status, refused.body.code, refused.body.parameters.field]).toEqual([400, 3000, 'saleUntil']);
  });

  test('CAT-3: publish, change and retire', async () => {
    const { id } = (await post(definition)).body;
    const path = `/v1/operator/offers/${id}`;
    const as = shop.operator;
    const early = await shop.send({ as, method: 'POST', path: `${path}/publish` });
    expect([early.status, early.body.code]).toEqual([400, 3000]);
    expect(early.body.description).toContain('Office E1');
    const renamed = await shop.send({ as, method: 'PUT', path, body: { name: 'Office E1 plus' } });
    expect([renamed.status, renamed.body.name, renamed.body.markets]).toEqual([200, 'Office E1 plus', ['*', '-AF']]);
    expect((await shop.send({ as, method: 'POST', path: `${path}/retire`, body: {} })).body.code).toBe(950005);
    const retired = await shop.send({
      as,
      method: 'POST',
      path: `/v1/operator/offers/${offers.audioConferencing}/retire`,
      body: { from: '2027-01-01T00:00:00Z', renewable: false },
    });
    expect(retired.body).toMatchObject({ state: 'retired', retiredFrom: '2027-01-01T00:00:00Z', renewable: false });
  });

  test('ROL-4: nobody but the operator defines offers', async () => {
    const answer = await shop.send({ method: 'POST', path: '/v1/operator/offers', body: definition });
    expect([answer.status, answer.body.code]).toEqual([403, 2032]);
  });
});

describe('reading the catalogue', () => {
  const list = (query: string, headers = {}) => shop.send({ path: `/v1/offers?${query}`, headers });

  test('CAT-1: one page holds all 271 offers, base offers and add-ons', async () => {
    const answer = await list('country=us');
    expect([answer.status, answer.body.totalCount, answer.body.links.next]).toEqual([200, 271, undefined]);
    const e3 = answer.body.items.find(({ id }: { id: string }) => id === offers.e3);
    expect(e3).toMatchObject({
      name: 'Office 365 Enterprise E3',
      isAddOn: false,
      hasAddOns: true,
      isTrial: false,
      billing: 'license',
      country: 'US',
      locale: 'en-US',
      category: { id: 'Enterprise_Key', rank: 20 },
      uri: `/${ids.partner}/Offers/${offers.e3}`,
      links: { self: { uri: `/offers/${offers.e3}?country=US`, method: 'GET' } },
    });
    const addOn = answer.body.items.find(({ id }: { id: string }) => id === offers.audioConferencing);
    expect([addOn.category.id, addOn.category.rank, addOn.prerequisiteOffers.includes(offers.e3)]).toEqual([
      '',
      0,
      true,
    ]);
  });

  test('CAT-1: pages of an offset list follow each other without gap', async () => {
    const seen: string[] = [];
    let path = '/v1/offers?country=US&size=100';
    for (let pages = 0; path && pages < 10; pages += 1) {
      const { body } = await shop.send({ path });
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      path = body.links.next && `/v1${body.links.next.uri}`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([271, 271]);
  });

  test('CAT-1: a category keeps its own offers', async () => {
    const { body } = await list('country=US&offer_category_id=government_key');
    expect(body.totalCount).toBe(4);
  });

  test('CAT-2: CRM is not sold in Afghanistan, everything is in Germany', async () => {
    expect([(await list('country=AF')).body.totalCount, (await list('country=DE')).body.totalCount]).toEqual([
      178, 271,
    ]);
  });

  test.each([
    ['country is missing', 'size=2', 800002],
    ['country is malformed', 'country=USA', 800002],
    ['country is outside the program', 'country=KP', 800070],
  ])('CAT-2: %s: 400', async (_, query, code) => {
    const answer = await list(query);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  test('CAT-1: names come in the language of X-Locale', async () => {
    const own = await openShop();
    await stockShop(own);
    const translations = { de: { name: 'Büro 365 E3', description: 'Alles.' } };
    const path = `/v1/operator/offers/${offers.e3}`;
    expect((await own.send({ as: own.operator, method: 'PUT', path, body: { translations } })).status).toBe(200);
    const one = (locale: string) =>
      own.send({ path: `/v1/offers/${offers.e3}?country=DE`, headers: { 'x-locale': locale } });
    expect((await one('de-AT')).body).toMatchObject({ name: 'Büro 365 E3', locale: 'de-AT' });
    expect((await one('fr-FR')).body.name).toBe('Office 365 Enterprise E3');
  });

  test('CAT-1: one offer by id in any case; an unknown one is 404', async () => {
    const found = await shop.send({ path: `/v1/offers/${offers.e3.toLowerCase()}?country=US` });
    expect([found.status, found.body.id, found.body.isAvailableForPurchase]).toEqual([200, offers.e3, true]);
    const missing = await shop.send({ path: '/v1/offers/00000000-0000-4000-8000-00000000dead?country=US' });
    expect([missing.status, missing.body.code]).toEqual([404, 1000]);
  });

  test('CAT-5: add-ons of an offer name it as their base', async () => {
    const { body } = await shop.send({ path: `/v1/offers/${offers.e3}/addons?country=US` });
    expect(body.totalCount).toBeGreaterThan(5);
    expect(
      body.items.every((offer: { prerequisiteOffers: string[] }) => offer.prerequisiteOffers.includes(offers.e3)),
    ).toBe(true);
  });

  test('CUS-5: a commercial customer is not shown nonprofit offers; one that is qualified is', async () => {
    const own = await openShop();
    await stockShop(own);
    const count = async () => (await own.send({ path: `${customerPath}/offers` })).body.totalCount;
    expect(await count()).toBe(191);
    await storeBuyer(own.table, { customer: { qualification: 'nonprofit' } });
    expect(await count()).toBe(271);
  });

  test('CAT-6: national-cloud offers are shown to partners that are authorised for that cloud only', async () => {
    const own = await openShop();
    const national = {
      name: 'Office Deutschland',
      family: 'office365',
      plan: { id: 'P', name: 'P' },
      markets: ['DE'],
      nationalCloud: 'germany',
      billing: 'usage',
    };
    const { id } = (await own.send({ as: own.operator, method: 'POST', path: '/v1/operator/offers', body: national }))
      .body;
    await own.send({ as: own.operator, method: 'POST', path: `/v1/operator/offers/${id}/publish` });
    const count = async () => (await own.send({ path: '/v1/offers?country=DE' })).body.totalCount;
    expect(await count()).toBe(0);
    for (const [cloud, shown] of [
      ['global', 0],
      ['germany', 1],
    ] as const) {
      const european = await openShop();
      await storeSeller(european.table, { region: 'EU_EFTA', currency: 'EUR', cloud }, { country: 'FR' });
      const as = european.operator;
      await european.send({ as, method: 'POST', path: '/v1/operator/offers', body: { ...national, id } });
      await european.send({ as, method: 'POST', path: `/v1/operator/offers/${id}/publish` });
      expect((await european.send({ path: '/v1/offers?country=DE' })).body.totalCount, cloud).toBe(shown);
    }
  });

  test('PRG-3, CAT-2: the operator’s regions take the place of the program’s, the newest change of them', async () => {
    const own = await openShop();
    const offer = { name: 'Office', family: 'office365', plan: { id: 'P', name: 'P' }, billing: 'usage' };
    const define = (markets: string[]) =>
      own.send({ as: own.operator, method: 'POST', path: '/v1/operator/offers', body: { ...offer, markets } });
    const { body } = await define(['*']);
    await own.send({ as: own.operator, method: 'POST', path: `/v1/operator/offers/${body.id}/publish` });
    const hear = (regions: object[], aggregateVersion: number) => {
      const event = anEvent(RegionsChanged, { regions } as never, { aggregateVersion });
      return dispatchEvent(commerceContext.consumers, commerceContext.consumerFunctions, event, own.deps);
    };
    const seenIn = async (country: string) => {
      const answer = await own.send({ path: `/v1/offers?country=${country}` });
      return answer.status === 200 ? answer.body.totalCount : answer.body.code;
    };
    const refusedIn = await seenIn('KP');
    expect([refusedIn, await seenIn('FR'), (await define(['KP'])).status]).toEqual([expect.any(Number), 1, 400]);
    expect(refusedIn).toBeGreaterThan(1000);
    await hear([{ region: 'NORTH', markets: ['KP', 'US'], territories: ['GU'] }], 3);
    await hear([{ region: 'SOUTH', markets: ['FR'], territories: [] }], 2);
    await hear([{ region: 'NORTH', markets: ['KP', 'US'], territories: ['GU'] }], 3);
    expect([await seenIn('KP'), await seenIn('GU'), await seenIn('FR')]).toEqual([1, 1, refusedIn]);
    expect([(await define(['KP'])).status, (await define(['FR'])).status]).toEqual([201, 400]);
    for (let save = 0; save < 12; save += 1)
      await own.send({
        as: own.operator,
        method: 'PATCH',
        path: `/v1/operator/offers/${body.id}`,
        body: { description: `${save}`.repeat(900) },
      });
    expect(await seenIn('KP'), 'saves of offers keep them').toBe(1);
  });

  test('CAT-1: categories in order, also for a customer', async () => {
    const { body } = await shop.send({ path: '/v1/offercategories?country=US' });
    expect(body.items.map(({ id, rank }: { id: string; rank: number }) => `${id} ${rank}`)).toEqual([
      'Enterprise_Key 20',
      'SmallBusiness_Key 30',
      'Government_Key 40',
      'Nonprofit_Key 60',
      'Trial_Key 70',
      'Internal_Key 100',
    ]);
    const own = await shop.send({ path: `${customerPath}/offercategories` });
    expect(own.body.items).toEqual(body.items);
    const added = { id: 'Schools_Key', name: 'Schools', rank: 50, translations: { de: 'Schulen' } };
    await shop.send({ as: shop.operator, method: 'POST', path: '/v1/operator/offercategories', body: added });
    const german = await shop.send({ path: '/v1/offercategories?country=DE', headers: { 'x-locale': 'de-DE' } });
    expect(german.body.items[3]).toMatchObject({ id: 'Schools_Key', name: 'Schulen', country: 'DE' });
  });

  test('CAT-1: a category is changed by what is said of it, by its id in any case', async () => {
    const own = await openShop();
    await stockShop(own);
    const as = own.operator;
    const change = (id: string, body: unknown) =>
      own.send({ as, method: 'PUT', path: `/v1/operator/offercategories/${id}`, body });
    const { body } = await change('trial_key', { rank: 25, translations: { de: 'Probe' } });
    expect(body).toMatchObject({ id: 'Trial_Key', name: 'Trial', rank: 25, translations: { de: 'Probe' } });
    const listed = await own.send({ path: '/v1/offercategories?country=DE', headers: { 'x-locale': 'de-DE' } });
    expect(listed.body.items[1]).toMatchObject({ id: 'Trial_Key', name: 'Probe', rank: 25 });
    expect((await change('trial_key', {})).body).toEqual(body);
    const refused = [await change('Nobody_Key', { rank: 1 }), await change('Trial_Key', { name: null })];
    expect(refused.map(({ status, body: { code } }) => [status, code])).toEqual([
      [404, 1000],
      [400, 3000],
    ]);
  });

  test('CAT-1: two changes of one category at once both count', async () => {
    const own = await openShop();
    await stockShop(own);
    const change = (body: object) =>
      own.send({ as: own.operator, method: 'PUT', path: '/v1/operator/offercategories/Trial_Key', body });
    await Promise.all([change({ rank: 25 }), change({ name: 'Probe' }), change({ translations: { fr: 'Essai' } })]);
    expect((await change({})).body).toMatchObject({ name: 'Probe', rank: 25, translations: { fr: 'Essai' } });
  });

  test('CAT-1: reading the catalogue again costs one small read', async () => {
    let reads = 0;
    const own = await openShop();
    await stockShop(own);
    const counted = own.table.get;
    const batch = own.table.batchGet;
    Object.assign(own.table, {
      get: (...args: Parameters<typeof counted>) => {
        if (args[0].pk.startsWith('COMMERCE#')) reads += 1;
        return counted(...args);
      },
      batchGet: (...args: Parameters<typeof batch>) => {
        reads += args[0].filter(({ pk }) => pk.startsWith('COMMERCE#')).length;
        return batch(...args);
      },
    });
    await own.send({ path: '/v1/offers?country=US' });
    reads = 0;
    await own.send({ path: '/v1/offers?country=US' });
    expect(reads).toBe(1);
  });
});
