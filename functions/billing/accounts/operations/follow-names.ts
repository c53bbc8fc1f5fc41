import type { OfferChanged } from '../../../../events/commerce.ts';
import type {
  CustomerChanged,
  CustomerCreated,
  CustomerErased,
  CustomerRelationshipChanged,
  PartnerChanged,
} from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { firstPeriod } from '../../../../shared/kernel/billing-period.ts';
import { addMs, type Day, instant } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../store/account-store.ts';
import { namesStore } from '../store/names-store.ts';
import { periodStore } from '../store/period-store.ts';
import type { AccountsDeps } from './dependencies.ts';

type Deps = Pick<AccountsDeps, 'table'>;

/** Kinds of partner that are invoiced: resellers and advisors buy nothing here (PRG-1). */
const INVOICED: readonly string[] = ['directPartner', 'indirectProvider'];

/**
 * Keeps the partner's billing account and opens its first period once the agreement is signed: that date fixes the
 * billing day for good (PRG-2, L1). An older event than the one stored changes nothing.
 */
export async function followPartner(event: EventOf<typeof PartnerChanged>, { table }: Deps): Promise<void> {
  const { detail } = event;
  const { showThirdPartyHostingSuggestions: _, ...profile } = detail;
  await accountStore(table).follow(profile, event.aggregateVersion);
  const { agreementSignedOn, billingDay, programRole, partnerId } = detail;
  if (!agreementSignedOn || !billingDay || !INVOICED.includes(programRole)) return;
  const periods = periodStore(table);
  if (await periods.latest(partnerId)) return;
  await periods.openFirst(partnerId, firstPeriod(agreementSignedOn as Day, billingDay));
}

/** Keeps what a customer is called, for the lines of its partners. */
export async function followCustomer(
  { detail, occurredAt }: EventOf<typeof CustomerCreated | typeof CustomerChanged>,
  { table }: Deps,
): Promise<void> {
  const { customerId, companyName, domain, country } = detail;
  await namesStore(table).renameCustomer({ customerId, name: companyName, domain, country, asOf: occurredAt });
}

/** What lines that are still to come call a customer that was erased. */
const ERASED_NAME = 'Erased customer';

/**
 * Forgets what a customer was called (CUS-6). What its partners are charged for it stays, by ids, until it is invoiced and
 * explained. The newest name counts: one from before, or
 * of the same moment, does not come back however late it is told.
 */
export async function eraseCustomer(
  { detail, occurredAt }: EventOf<typeof CustomerErased>,
  { table }: Deps,
): Promise<void> {
  const { customerId, country } = detail;
  const asOf = addMs(instant(occurredAt), 1);
  await namesStore(table).renameCustomer({ customerId, name: ERASED_NAME, domain: '', country, asOf });
}

/** Lets a partner know its customer's name. */
export async function followRelationship(
  { detail, occurredAt }: EventOf<typeof CustomerRelationshipChanged>,
  { table }: Deps,
): Promise<void> {
  const { partnerId, customerId, customerName, customerDomain, customerCountry } = detail;
  await namesStore(table).tie(partnerId, {
    customerId,
    name: customerName,
    domain: customerDomain,
    country: customerCountry,
    asOf: occurredAt,
  });
}

/** Keeps what an offer and its product are called, for lines and invoices. */
export async function followOffer(
  { detail, occurredAt }: EventOf<typeof OfferChanged>,
  { table }: Deps,
): Promise<void> {
  const { offerId, name, productName, family } = detail;
  await namesStore(table).nameOffer({ offerId, name, productName, family, asOf: occurredAt });
}
