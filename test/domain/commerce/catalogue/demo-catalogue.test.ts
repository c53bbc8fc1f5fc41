import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';

type Row = Record<string, string>;

const text = (name: string): string =>
  readFileSync(new URL(`../../../../infra/local/demo/${name}`, import.meta.url), 'utf8');

/** csv-parse refuses rows with too many or too few fields, so parsing is itself a check. */
const rows = (name: string): Row[] => parse(text(name), { columns: true }) as Row[];

const ids = (joined: string | undefined): string[] => (joined ? joined.split('|') : []);

const offers = rows('catalogue.csv');
const prices = rows('prices.csv');
const offerById = new Map(offers.map((offer) => [offer.offerId, offer]));
const seatOffers = offers.filter((offer) => offer.billing === 'license');
const priceKey = (price: Row): string => `${price.offerId}/${price.country}/${price.currency}/${price.segment}`;
const named = (pattern: RegExp): Row[] => offers.filter((offer) => pattern.test(offer.name ?? ''));
const names = (found: readonly Row[]): (string | undefined)[] => found.map((offer) => offer.name);

const families = ['office365', 'ems', 'crm', 'ax', 'azure'];
const pairs = ['US/USD', 'GB/GBP', 'FR/GBP', 'FR/EUR', 'DE/EUR', 'JP/JPY'];
const derivedFamilies = ['ems', 'crm'];

const guid = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;

describe('files', () => {
  test.each(['catalogue.csv', 'prices.csv'])(
    'CAT-1: %s has LF line ends, no byte-order mark and a last newline',
    (name) => {
      const content = text(name);
      expect(content).not.toContain('\r');
      expect(content.startsWith('\uFEFF')).toBe(false);
      expect(content.endsWith('\n')).toBe(true);
    },
  );
});

describe('catalogue', () => {
  test('CAT-1: offer ids are unique, upper case, GUIDs or the metered id', () => {
    expect(offerById.size).toBe(offers.length);
    const odd = offers.filter((offer) => !guid.test(offer.offerId ?? '') && offer.offerId !== 'MS-AZR-0145P');
    expect(names(odd)).toEqual([]);
  });

  test('CAT-1: every offer has a known family, and every family has offers', () => {
    expect(new Set(offers.map((offer) => offer.family))).toEqual(new Set(families));
  });

  test.each([
    ['Office 365', /^Office 365 Enterprise E3$/, 'office365'],
    ['Intune', /^Intune$/, 'ems'],
    ['rights management', /^Azure Information Protection Plan 1$/, 'ems'],
    ['directory premium', /^Azure Active Directory Premium P1$/, 'ems'],
    ['directory basic', /^Azure Active Directory Basic$/, 'ems'],
    ['the mobility suite', /^Enterprise Mobility \+ Security E3$/, 'ems'],
    ['CRM Online Essential', /CRM Online Essential$/, 'crm'],
    ['CRM Online Basic', /CRM Online Basic$/, 'crm'],
    ['CRM Online Professional', /CRM Online Professional$/, 'crm'],
    ['Social Engagement Professional', /Social Engagement Professional$/, 'crm'],
    ['Dynamics AX', /Dynamics AX Enterprise$/, 'ax'],
    ['metered Azure', /^Microsoft Azure$/, 'azure'],
  ])('CAT-1: %s is sold, once, in its family', (_what, pattern, family) => {
    const found = named(pattern);
    expect(found.map((offer) => offer.family)).toEqual([family]);
    expect(found.map((offer) => offer.state)).toEqual(['published']);
  });

  test('CAT-1: only Azure is metered, by the month and without renewal; seats have both cycles and a year', () => {
    const metered = offers.filter((offer) => offer.billing === 'usage');
    expect(metered.map((offer) => [offer.family, offer.supportedBillingCycles, offer.isAutoRenewable])).toEqual([
      ['azure', 'monthly', 'false'],
    ]);
    expect(seatOffers.length + metered.length).toBe(offers.length);
    const cycles = seatOffers.map(
      (offer) => `${offer.supportedBillingCycles} ${offer.term} ${offer.termUnitOfMeasure}`,
    );
    expect(new Set(cycles)).toEqual(new Set(['annual|monthly 1 Year']));
  });

  test('CAT-1: quantities and limits are whole numbers in order', () => {
    const wrong = offers.filter((offer) => {
      const [minimum, maximum, limit] = [offer.minimumQuantity, offer.maximumQuantity, offer.limit].map(Number);
      const inOrder = Number.isInteger(minimum) && Number.isInteger(maximum) && minimum! >= 1 && minimum! <= maximum!;
      const limited = offer.limitUnitOfMeasure !== 'None';
      return !inOrder || !Number.isInteger(limit) || limit! > 0 !== limited;
    });
    expect(names(wrong)).toEqual([]);
  });

  test('CAT-1: a plan has one name, one unit and one family, whichever offer sells it', () => {
    const plans = new Map<string | undefined, Set<string>>();
    for (const { planId, planName, planUnit, family } of offers) {
      const known = plans.get(planId) ?? new Set();
      plans.set(planId, known.add(`${planName}|${planUnit}|${family}`));
    }
    expect([...plans.values()].filter((variants) => variants.size > 1)).toEqual([]);
  });

  test('CAT-2: CRM is sold everywhere but in nine markets, the rest everywhere', () => {
    const markets = (crm: boolean) =>
      new Set(offers.filter((offer) => (offer.family === 'crm') === crm).map((offer) => offer.markets));
    expect(markets(true)).toEqual(new Set(['* -AF -BW -ET -NA -NP -TJ -TZ -UG -ZM']));
    expect(markets(false)).toEqual(new Set(['*']));
  });

  test('CAT-5: an add-on names base offers of this file, a base offer names none', () => {
    const wrong = offers.filter((offer) => (offer.isAddOn === 'true') !== ids(offer.prerequisiteOffers).length > 0);
    expect(names(wrong)).toEqual([]);
    const unresolved = offers.flatMap((offer) =>
      ids(offer.prerequisiteOffers)
        .filter((id) => id === offer.offerId || !offerById.has(id))
        .map((id) => `${offer.name}: ${id}`),
    );
    expect(unresolved).toEqual([]);
  });

  test('CAT-5: an add-on names each base once and can be reached from an offer that is no add-on', () => {
    const reachable = new Set(offers.filter((offer) => offer.isAddOn === 'false').map((offer) => offer.offerId));
    const addOns = offers.filter((offer) => offer.isAddOn === 'true');
    for (let before = -1; before < reachable.size; ) {
      before = reachable.size;
      for (const addOn of addOns) {
        if (ids(addOn.prerequisiteOffers).some((id) => reachable.has(id))) reachable.add(addOn.offerId);
      }
    }
    expect(names(addOns.filter((addOn) => !reachable.has(addOn.offerId)))).toEqual([]);
    const repeated = addOns.filter(
      (addOn) => new Set(ids(addOn.prerequisiteOffers)).size < ids(addOn.prerequisiteOffers).length,
    );
    expect(names(repeated)).toEqual([]);
  });

  test('CAT-7: there is no trial', () => {
    expect(names(named(/trial/i))).toEqual([]);
    expect(offers.filter((offer) => offer.categoryId === 'Trial_Key')).toEqual([]);
  });

  test('CUS-5: government pricing is that of CRM Online, and nothing is for academic use', () => {
    const government = offers.filter((offer) => offer.segments === 'government');
    expect(government.length).toBeGreaterThan(0);
    expect(new Set(government.map((offer) => `${offer.family} ${offer.categoryId}`))).toEqual(
      new Set(['crm Government_Key']),
    );
    expect(new Set(offers.map((offer) => offer.segments))).toEqual(new Set(['commercial', 'nonprofit', 'government']));
  });

  test('CUS-5: exactly the nonprofit offers ask for the nonprofit qualification', () => {
    const wrong = offers.filter(
      (offer) => (offer.segments === 'nonprofit') !== ids(offer.reselleeQualifications).includes('Nonprofit'),
    );
    expect(names(wrong)).toEqual([]);
  });
});

describe('prices', () => {
  test('CAT-3: every seat offer has one price in each of the six pairs, and nothing else has a price', () => {
    const expected = seatOffers.flatMap((offer) => pairs.map((pair) => `${offer.offerId}/${pair}/${offer.segments}`));
    expect(prices.map(priceKey).sort()).toEqual(expected.sort());
  });

  test('CAT-3: amounts are decimal strings in the minor unit, yen without decimals', () => {
    const wrong = prices.filter((price) => {
      const amount = price.currency === 'JPY' ? /^\d+$/ : /^\d+\.\d{2}$/;
      const wholesale = price.wholesalePrice ?? '';
      return !amount.test(price.listPrice ?? '') || (wholesale !== '' && !amount.test(wholesale));
    });
    expect(wrong).toEqual([]);
  });

  test('CAT-3: wholesale is left to the margin for EMS and CRM, and stated and not above list for the others', () => {
    const wrong = prices.filter((price) => {
      const derived = derivedFamilies.includes(offerById.get(price.offerId)?.family ?? '');
      if (derived) return price.wholesalePrice !== '';
      return price.wholesalePrice === '' || Number(price.wholesalePrice) > Number(price.listPrice);
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    ['Office 365 Enterprise E1', '8.00'],
    ['Office 365 Enterprise E3', '20.00'],
    ['Office 365 Enterprise E5', '35.00'],
    ['Enterprise Mobility + Security E3', '8.74'],
    ['Intune', '6.00'],
    ['Microsoft Dynamics CRM Online Professional', '65.00'],
  ])('CAT-3: %s has the public list price %s in the United States', (name, listPrice) => {
    const offerId = offers.find((offer) => offer.name === name)?.offerId;
    const inUs = prices.filter((price) => price.offerId === offerId && price.country === 'US');
    expect(inUs.map((price) => [price.listPrice, price.source])).toEqual([[listPrice, 'public']]);
  });

  test('CAT-3: only prices of the United States may claim a public source', () => {
    const claims = new Set(prices.map((price) => `${price.country === 'US' ? 'US' : 'other'} ${price.source}`));
    expect(claims).toEqual(new Set(['US public', 'US invented', 'other invented']));
  });
});
