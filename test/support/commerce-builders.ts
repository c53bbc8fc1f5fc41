import type { LineContext, LineRequest } from '../../functions/commerce/buying/domain/line.ts';
import type { PriceLock } from '../../functions/commerce/buying/domain/price-lock.ts';
import type { Purchase } from '../../functions/commerce/buying/domain/purchase-eligibility.ts';
import { UNKNOWN_RESELLER } from '../../functions/commerce/buying/domain/reseller.ts';
import { catalogue } from '../../functions/commerce/catalogue/domain/catalogue.ts';
import { STANDARD_CATEGORIES } from '../../functions/commerce/catalogue/domain/category.ts';
import type { Offer } from '../../functions/commerce/catalogue/domain/offer.ts';
import type { Subscription } from '../../functions/commerce/subscriptions/domain/subscription.ts';
import { day, instant } from '../../shared/kernel/time.ts';

/** Readable commerce data: an offer E3, an add-on to it, a subscription of ten seats, a buyer in the United States. */
export const E3 = '796B6B5F-613C-4E24-A17C-EBA730D49C02';
export const CALLING = 'C94271D8-B431-4A25-A3C5-A57737A1C909';

export const anOffer = (change: Partial<Offer> = {}): Offer => ({
  id: E3,
  name: 'Office E3',
  description: 'Office, mail and archive.',
  translations: {},
  family: 'office365',
  categoryId: 'Enterprise_Key',
  rank: 1,
  isAddOn: false,
  prerequisiteOffers: [],
  billing: 'license',
  supportedBillingCycles: ['annual', 'monthly'],
  minimumQuantity: 1,
  maximumQuantity: 300,
  limitUnitOfMeasure: 'None',
  limit: 0,
  unitType: 'Licenses',
  plan: { id: 'PLAN-E3', name: 'Office E3', unit: 'Licenses' },
  salesGroupId: 'Default',
  isAutoRenewable: true,
  termUnitOfMeasure: 'Year',
  term: 1,
  resellerQualifications: [],
  reselleeQualifications: [],
  segments: ['commercial'],
  supportedCatalogTypes: ['sandbox', 'live'],
  markets: ['*'],
  state: 'published',
  renewable: true,
  version: 1,
  ...change,
});

export const anAddOn = (change: Partial<Offer> = {}): Offer =>
  anOffer({
    id: CALLING,
    name: 'Calling',
    categoryId: '',
    isAddOn: true,
    prerequisiteOffers: [E3],
    plan: { id: 'PLAN-CALLING', name: 'Calling', unit: 'Licenses' },
    ...change,
  });

export const aMeteredOffer = (change: Partial<Offer> = {}): Offer =>
  anOffer({
    id: 'MS-AZR-0145P',
    name: 'Azure',
    family: 'azure',
    billing: 'usage',
    supportedBillingCycles: ['monthly'],
    maximumQuantity: 999_999_999,
    isAutoRenewable: false,
    ...change,
  });

export const aPriceLock = (change: Partial<PriceLock> = {}): PriceLock => ({
  priceList: '2026-02',
  currency: 'USD',
  wholesale: '17.00',
  list: '20.00',
  discountPercent: '0',
  lockedAt: instant('2026-02-10T09:00:00Z'),
  ...change,
});

export const BASE_ID = 'aaaaaaaa-0000-4000-8000-000000000001';
export const ADD_ON_ID = 'aaaaaaaa-0000-4000-8000-000000000002';

export const aSubscription = (change: Partial<Subscription> = {}): Subscription => ({
  subscriptionId: BASE_ID,
  partnerId: 'partner',
  customerId: 'customer',
  customerCountry: 'US',
  currency: 'USD',
  orderId: 'order',
  lineNumber: 0,
  offerId: E3,
  offerName: 'Office E3',
  family: 'office365',
  planId: 'PLAN-E3',
  unitType: 'Licenses',
  segment: 'commercial',
  friendlyName: 'Staff',
  quantity: 10,
  billingType: 'license',
  billingCycle: 'monthly',
  addOnIds: [],
  addOnsVersion: 0,
  status: 'active',
  autoRenewEnabled: true,
  createdAt: instant('2026-02-10T09:00:00Z'),
  anchorOn: day('2026-02-10'),
  termStartOn: day('2026-02-10'),
  termEndOn: day('2027-02-10'),
  priceLock: aPriceLock(),
  version: 1,
  ...change,
});

export const anAddOnSubscription = (change: Partial<Subscription> = {}): Subscription =>
  aSubscription({
    subscriptionId: ADD_ON_ID,
    lineNumber: 1,
    offerId: CALLING,
    offerName: 'Calling',
    planId: 'PLAN-CALLING',
    parentSubscriptionId: BASE_ID,
    ...change,
  });

export const aLine = (change: Partial<LineRequest> = {}): LineRequest => ({
  lineNumber: 0,
  itemId: E3,
  quantity: 5,
  billingCycle: 'monthly',
  ...change,
});

export const aLineContext = (offers: readonly Offer[], change: Partial<LineContext> = {}): LineContext => ({
  at: instant('2026-02-10T09:00:00Z'),
  catalogue: catalogue(offers, STANDARD_CATEGORIES),
  priceMonth: '2026-02',
  itemMonths: ['2026-02'],
  missingRateOf: () => undefined,
  priceOf: () => ({ list: '20.00', wholesale: '17.00' }),
  hasRateCard: true,
  partner: { region: 'US', currency: 'USD', isIndirect: false, isSandbox: false, networkId: '4500001' },
  customer: { country: 'US', qualification: 'none' },
  baseOf: () => undefined,
  heldOf: () => ({ live: 0, ever: 0 }),
  capLeft: () => undefined,
  inventoryLeft: () => undefined,
  resellerOf: () => UNKNOWN_RESELLER,
  ...change,
});

export const aPurchase = (change: Partial<Purchase> = {}): Purchase => ({
  partner: { tenantId: 'partner', domain: 'contoso.example', regionCountries: ['US', 'GU'] },
  customer: {
    tenantId: 'customer',
    domain: 'fabrikam.example',
    country: 'US',
    isPartner: false,
    validation: 'allowed',
  },
  standing: { isOrderingSuspended: false },
  hasAgreement: true,
  ...change,
});
