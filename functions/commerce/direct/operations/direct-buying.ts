import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { type AccountRecord, accessKeys } from '../../../../shared/identity/access.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { billingCurrencyOf } from '../../../../shared/kernel/billing-currency.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Buying } from '../../buying/index.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import type { DirectDeps } from './dependencies.ts';

interface Buyer {
  readonly at: Instant;
  readonly cause: Cause;
  /** Who calls, and for which tenant. */
  readonly caller: Caller;
  readonly account: AccountRecord;
}

/**
 * A direct purchase as every other one is checked: the program sells, in the country of the customer and its currency, with no
 * partner's cloud, standing or agreement; and the customer is there when it is written. It may buy for itself, whatever it is to
 * others (PRG-5 is about partners that resell).
 */
export async function directBuying(
  { at, cause, caller, account: { partner: _, ...account } }: Buyer,
  { table }: Pick<DirectDeps, 'table'>,
): Promise<Buying & { readonly cause: Cause }> {
  const { tenantId: customerId, country } = account;
  const region = (await catalogueStore(table).read()).markets.regionOf(country);
  return {
    at,
    cause,
    caller: {
      ...caller,
      tenantId: DIRECT_CHANNEL,
      account: {
        tenantId: DIRECT_CHANNEL,
        name: 'Program',
        domain: '',
        country,
        partner: {
          programRole: 'directPartner',
          status: 'active',
          region: region ?? '',
          regionCountries: [country],
          currency: billingCurrencyOf(country, region),
          cloud: 'global',
          isSandbox: false,
          agreementSignedOn: ALWAYS,
        },
      },
    },
    customer: {
      customerId,
      account,
      relationship: {
        partnerId: DIRECT_CHANNEL,
        customerId,
        relationship: 'none',
        delegatedAdmin: false,
        agreements: [],
      },
      agreementPolicy: { templates: [] },
      unchanged: { check: accessKeys.account(customerId), if: { kind: 'present' } },
    },
  };
}

/** The program needs no agreement with itself. */
const ALWAYS = '2000-01-01' as NonNullable<NonNullable<AccountRecord['partner']>['agreementSignedOn']>;
