import { collection, link } from '../../../../shared/contracts/wire.ts';
import type { SoughtList } from '../../../../shared/dynamo/sought.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { type AgreementPolicyRecord, hasCustomerAgreement, shownRecords } from '../../../../shared/identity/access.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { startOfDay, toWireInstant } from '../../../../shared/kernel/time.ts';
import { type CustomerEntry, pairStore } from '../../relationships/index.ts';
import type { agreementsRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

type List = typeof agreementsRoutes.listOutstandingAgreements;

/** Customers on a page, and looked at for one: what each has accepted is read beside the list. */
const CUSTOMERS_PER_PAGE = 100;

/**
 * The own customers whose agreement unlocks no order on a day (AGR-1, AGR-2): those for which nothing was attested, and on a
 * day to come those that still have to accept the version that is due by then. A page looks at a hundred customers; where
 * most have accepted it is short, and `links.next` goes on.
 */
export const listOutstandingAgreements: Operation<List, Deps> = async (call, deps) => {
  const page = await seekPage(call, await outstanding(call, deps), { sizeDefault: CUSTOMERS_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items.map(toWire), links, token) });
};

async function outstanding(
  { caller, query, at }: Call<List>,
  { table, records }: Deps,
): Promise<SoughtList<Outstanding>> {
  const asOf = query.asOf === undefined ? at : startOfDay(query.asOf);
  const partnerId = caller.tenantId;
  const policy = await records.agreementPolicy();
  const shown = shownRecords(table);
  return pairStore(table).joinedEntries(partnerId, {
    itemsMax: CUSTOMERS_PER_PAGE,
    async join(entries) {
      const ids = entries.filter(({ relationship }) => relationship === 'reseller').map(({ customerId }) => customerId);
      const [pairs, accounts] = await Promise.all([
        shown.relationships(ids.map((customerId) => ({ partnerId, customerId }))),
        shown.accounts(ids),
      ]);
      const pairOf = new Map(pairs.map((pair) => [pair.customerId, pair]));
      const accountOf = new Map(accounts.map((account) => [account.tenantId, account]));
      return entries.map((entry): Outstanding | undefined => {
        const [pair, account] = [pairOf.get(entry.customerId), accountOf.get(entry.customerId)];
        if (!pair || !account || hasCustomerAgreement(asOf, policy, pair, account.customer)) return undefined;
        const templates = [
          ...pair.agreements.map(({ templateId }) => templateId),
          ...(account.customer?.acceptedTemplates ?? []),
        ];
        return { entry, accepted: newestOf(policy, templates) };
      });
    },
  });
}

interface Outstanding {
  readonly entry: CustomerEntry;
  /** The newest version that was attested or accepted, if any. */
  readonly accepted: AgreementPolicyRecord['templates'][number] | undefined;
}

/** Versions stand in rising order. */
const newestOf = ({ templates }: AgreementPolicyRecord, ids: readonly string[]) =>
  templates.filter(({ templateId }) => ids.includes(templateId)).at(-1);

const toWire = ({ entry: { customerId, companyName, domain }, accepted }: Outstanding) => ({
  customerId,
  companyName,
  domain,
  ...(accepted && {
    lastAccepted: {
      templateId: accepted.templateId,
      agreementType: accepted.agreementType as 'MicrosoftCloudAgreement',
      versionRank: accepted.versionRank,
      reacceptanceFrom: toWireInstant(accepted.reacceptanceFrom),
    },
  }),
  links: { self: link(`/customers/${customerId}/agreements`) },
  attributes: { objectType: 'OutstandingAgreement' as const },
});
