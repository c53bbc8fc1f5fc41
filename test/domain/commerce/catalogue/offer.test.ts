import { describe, expect, test } from 'vitest';
import { addOnsOf, catalogue, visibleOffers } from '../../../../functions/commerce/catalogue/domain/catalogue.ts';
import { firstMarkets } from '../../../../functions/commerce/catalogue/domain/markets.ts';
import { isOnSale, isRenewable, isSoldIn, textsIn } from '../../../../functions/commerce/catalogue/domain/offer.ts';
import {
  changeOffer,
  definitionErrors,
  draftOffer,
  publishOffer,
  retireOffer,
} from '../../../../functions/commerce/catalogue/domain/offer-change.ts';
import {
  isClosed,
  openSegments,
  qualificationsNeeded,
  segmentsFor,
} from '../../../../functions/commerce/catalogue/domain/openings.ts';
import { day, instant } from '../../../../shared/kernel/time.ts';
import { aMeteredOffer, anAddOn, anOffer, CALLING, E3 } from '../../../support/commerce-builders.ts';

const at = instant('2026-02-10T09:00:00Z');
const crm = ['*', '-AF', '-BW', '-ET', '-NA', '-NP', '-TJ', '-TZ', '-UG', '-ZM'];

describe('CAT-2: an offer is sold in given markets', () => {
  test.each`
    markets         | country | sold     | because
    ${['*']}        | ${'US'} | ${true}  | ${'every market of the program'}
    ${['*']}        | ${'KP'} | ${false} | ${'the program sells nothing there'}
    ${['US', 'CA']} | ${'CA'} | ${true}  | ${'it is named'}
    ${['US', 'CA']} | ${'FR'} | ${false} | ${'it is not named'}
    ${crm}          | ${'DE'} | ${true}  | ${'CRM is sold nearly everywhere'}
    ${crm}          | ${'AF'} | ${false} | ${'Afghanistan is taken out'}
    ${crm}          | ${'ZM'} | ${false} | ${'Zambia is taken out'}
  `('CAT-2: $country of $markets: $sold, because $because', ({ markets, country, sold }) => {
    expect(isSoldIn({ markets }, country, firstMarkets)).toBe(sold);
  });
});

describe('what a viewer sees', () => {
  const german = anOffer({ id: 'GERMAN', nationalCloud: 'germany', markets: ['DE'] });
  const nonprofit = anOffer({ id: 'NONPROFIT', segments: ['nonprofit'], reselleeQualifications: ['Nonprofit'] });
  const academic = anOffer({ id: 'ACADEMIC', segments: ['education'] });
  const community = anOffer({ id: 'COMMUNITY', segments: ['government'], nationalCloud: 'governmentCommunity' });
  const government = anOffer({ id: 'GOVERNMENT', segments: ['government'] });
  const all = catalogue([german, nonprofit, academic, community, government], []);
  const seen = (viewer: Partial<Parameters<typeof visibleOffers>[1]>) =>
    visibleOffers(all, { country: 'DE', cloud: 'germany', isOperator: false, ...viewer }, at).map(({ id }) => id);

  test('CAT-6: national-cloud offers are listed only to partners that are authorised for that cloud', () => {
    expect(seen({})).toContain('GERMAN');
    expect(seen({ cloud: 'global' })).not.toContain('GERMAN');
    expect(seen({ cloud: undefined, isOperator: true })).toContain('GERMAN');
    expect(seen({ country: 'US' })).not.toContain('GERMAN');
  });

  test('CUS-5: academic and government community cloud stay closed, government pricing does not', () => {
    expect(seen({})).toEqual(['GERMAN', 'GOVERNMENT', 'NONPROFIT']);
  });

  test('CUS-5: a customer is not shown what it is not qualified for', () => {
    expect(seen({ qualification: 'none' })).not.toContain('NONPROFIT');
    expect(seen({ qualification: 'nonprofit' })).toContain('NONPROFIT');
  });

  test('CAT-5: add-ons are found by their base, in any case of its id', () => {
    const shop = catalogue([anOffer(), anAddOn(), anAddOn({ id: 'OTHER', prerequisiteOffers: ['X'] })], []);
    const viewer = { country: 'US', cloud: 'global', isOperator: false } as const;
    expect(addOnsOf(shop, E3.toLowerCase(), viewer, at).map(({ id }) => id)).toEqual([CALLING]);
    expect([...shop.withAddOns]).toEqual([E3, 'X']);
  });
});

describe('sale and renewal', () => {
  test.each`
    change                                                                  | onSale   | renews   | because
    ${{}}                                                                   | ${true}  | ${true}  | ${'it is published'}
    ${{ state: 'draft' }}                                                   | ${false} | ${true}  | ${'a draft is not sold'}
    ${{ saleFrom: instant('2026-02-10T09:00:01Z') }}                        | ${false} | ${true}  | ${'its sale begins a second later'}
    ${{ saleUntil: instant('2026-02-10T09:00:00Z') }}                       | ${false} | ${true}  | ${'the end does not belong to it'}
    ${{ state: 'retired', retiredFrom: day('2026-02-11') }}                 | ${true}  | ${true}  | ${'it retires tomorrow'}
    ${{ state: 'retired', retiredFrom: day('2026-02-10') }}                 | ${false} | ${true}  | ${'it retires today'}
    ${{ state: 'retired', retiredFrom: at.slice(0, 10), renewable: false }} | ${false} | ${false} | ${'it ends for good'}
    ${{ isAutoRenewable: false }}                                           | ${true}  | ${false} | ${'it never renews'}
  `('SUB-1: on sale $onSale, renews $renews, because $because', ({ change, onSale, renews }) => {
    const offer = anOffer(change);
    expect([isOnSale(offer, at), isRenewable(offer)]).toEqual([onSale, renews]);
  });
});

describe('definitions', () => {
  const known = (id: string) => id === E3;
  test.each`
    offer                                                    | field                       | because
    ${anOffer({ maximumQuantity: 0 })}                       | ${'maximumQuantity'}        | ${'it is below the minimum'}
    ${anOffer({ limit: 2 })}                                 | ${'limit'}                  | ${'None means no limit'}
    ${anOffer({ limitUnitOfMeasure: 'Concurrent' })}         | ${'limit'}                  | ${'a limit is at least one'}
    ${anAddOn({ prerequisiteOffers: [] })}                   | ${'prerequisiteOffers'}     | ${'an add-on names its bases'}
    ${anAddOn({ prerequisiteOffers: ['X'] })}                | ${'prerequisiteOffers'}     | ${'the base is not known'}
    ${anOffer({ prerequisiteOffers: [E3] })}                 | ${'prerequisiteOffers'}     | ${'only add-ons have bases'}
    ${aMeteredOffer({ supportedBillingCycles: ['annual'] })} | ${'supportedBillingCycles'} | ${'usage is billed monthly'}
    ${aMeteredOffer({ isAutoRenewable: true })}              | ${'isAutoRenewable'}        | ${'usage has no term'}
    ${anOffer({ markets: ['*', '-KP'] })}                    | ${'markets'}                | ${'the program has no such market'}
  `('CAT-1, CAT-5: $field is wrong, because $because', ({ offer, field }) => {
    expect(definitionErrors(offer, { isKnownOffer: known, markets: firstMarkets }).map((error) => error.field)).toEqual(
      [field],
    );
  });

  test('CAT-5: a sound offer and a sound add-on have no errors', () => {
    expect([
      definitionErrors(anOffer(), { isKnownOffer: known, markets: firstMarkets }),
      definitionErrors(anAddOn(), { isKnownOffer: known, markets: firstMarkets }),
    ]).toEqual([[], []]);
  });

  test.each`
    change                                         | frozen       | because
    ${{ name: 'Office E3 2026' }}                  | ${undefined} | ${'texts may change'}
    ${{ markets: ['US'] }}                         | ${undefined} | ${'markets may change'}
    ${{ maximumQuantity: 500 }}                    | ${undefined} | ${'limits may change'}
    ${{ plan: { id: 'X', name: 'X', unit: 'X' } }} | ${'plan'}    | ${'licences pool by it'}
    ${{ billing: 'usage' }}                        | ${'billing'} | ${'subscriptions are billed by it'}
  `('CAT-1: a published offer: $because', ({ change, frozen }) => {
    const changed = changeOffer(anOffer(), { ...anOffer(), ...change });
    expect(changed.ok ? undefined : changed.refusal.field).toBe(frozen);
    if (changed.ok) expect(changed.value.version).toBe(2);
  });

  test('CAT-1: a draft may change whole, and the same content changes nothing', () => {
    const draft = draftOffer(anOffer());
    const changed = changeOffer(draft, { ...anOffer(), billing: 'usage' });
    expect(changed.ok && [changed.value.billing, changed.value.state, changed.value.version]).toEqual([
      'usage',
      'draft',
      2,
    ]);
    expect(changeOffer(draft, anOffer())).toEqual({ ok: true, value: draft });
  });

  test('CAT-3: publishing needs a price; metered offers need none', () => {
    expect(publishOffer(anOffer({ state: 'draft' }), false).ok).toBe(false);
    expect(publishOffer(anOffer({ state: 'draft' }), true)).toMatchObject({ ok: true, value: { state: 'published' } });
    expect(publishOffer(aMeteredOffer({ state: 'draft' }), false)).toMatchObject({ value: { state: 'published' } });
    expect(publishOffer(anOffer({ state: 'retired' }), true)).toMatchObject({ refusal: { name: 'wrong_state' } });
  });

  test('SUB-1: retiring says from when, and whether running subscriptions renew', () => {
    const retired = retireOffer(anOffer(), day('2026-03-01'), false);
    expect(retired).toMatchObject({
      value: { state: 'retired', retiredFrom: '2026-03-01', renewable: false, version: 2 },
    });
    expect(retired.ok && retireOffer(retired.value, day('2026-03-01'), false)).toEqual(retired);
    expect(retireOffer(anOffer({ state: 'draft' }), day('2026-03-01'), true)).toMatchObject({
      refusal: { name: 'wrong_state' },
    });
  });
});

describe('CUS-5: what is closed, and who may buy', () => {
  const gcc = { segments: ['government'], nationalCloud: 'governmentCommunity' };
  const mixed = { segments: ['education', 'nonprofit'] };
  test.each`
    offer                                                       | open                             | closed   | needed                        | because
    ${{}}                                                       | ${{}}                            | ${false} | ${[]}                         | ${'anybody may buy it'}
    ${{ segments: ['government'] }}                             | ${{}}                            | ${false} | ${[]}                         | ${'of government pricing the partner answers for who may'}
    ${{ segments: ['nonprofit'] }}                              | ${{}}                            | ${false} | ${['nonprofit']}              | ${'the segment asks for it'}
    ${{ reselleeQualifications: ['none'] }}                     | ${{}}                            | ${false} | ${[]}                         | ${'none is no qualification'}
    ${{ reselleeQualifications: ['Nonprofit', 'Education'] }}   | ${{}}                            | ${false} | ${['nonprofit', 'education']} | ${'any of those named will do'}
    ${{ reselleeQualifications: ['GovernmentCommunityCloud'] }} | ${{}}                            | ${false} | ${['government']}             | ${'it is the other name of it'}
    ${{ segments: ['education'] }}                              | ${{}}                            | ${true}  | ${[]}                         | ${'academic use is closed'}
    ${{ segments: ['education'] }}                              | ${{ education: true }}           | ${false} | ${['education']}              | ${'it was opened'}
    ${{ segments: ['education'] }}                              | ${{ education: false }}          | ${true}  | ${[]}                         | ${'it was closed again'}
    ${gcc}                                                      | ${{ education: true }}           | ${true}  | ${[]}                         | ${'the community cloud is another thing'}
    ${gcc}                                                      | ${{ governmentCommunity: true }} | ${false} | ${['government']}             | ${'it was opened'}
    ${mixed}                                                    | ${{}}                            | ${false} | ${['nonprofit']}              | ${'one of its segments is open'}
    ${mixed}                                                    | ${{ education: true }}           | ${false} | ${['education', 'nonprofit']} | ${'both are'}
  `('CUS-5: $offer, open: $open: $closed $needed, because $because', ({ offer: change, open, closed, needed }) => {
    const offer = anOffer(change);
    const named = openSegments(offer, open).flatMap((segment) => qualificationsNeeded(offer, segment));
    expect([isClosed(offer, open), [...new Set(named)]]).toEqual([closed, needed]);
    const mayBuy = (qualification: string) => segmentsFor(offer, open, qualification).length > 0;
    const all = ['none', 'education', 'nonprofit', 'government'];
    const buyers = closed ? [] : needed.length === 0 ? all : all.filter((name) => needed.includes(name));
    expect(all.filter(mayBuy)).toEqual(buyers);
  });
});

test('CAT-1: texts come in the culture asked for, else its language, else as defined', () => {
  const german = { name: 'Büro E3', description: 'Büro, Post, Archiv.' };
  const offer = anOffer({ translations: { de: german, 'de-CH': { ...german, name: 'Büro E3 (CH)' } } });
  expect(textsIn(offer, 'de-CH').name).toBe('Büro E3 (CH)');
  expect(textsIn(offer, 'de-AT').name).toBe('Büro E3');
  expect(textsIn(offer, 'fr-FR').name).toBe('Office E3');
});
