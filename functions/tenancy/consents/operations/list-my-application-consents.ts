import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { shownRecords } from '../../../../shared/identity/access.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { consentsRoutes } from '../routes.ts';
import { consentStore } from '../store/consent-store.ts';
import { toMyConsentWire } from './consent-wire.ts';
import type { Deps } from './dependencies.ts';

/** Consents on a page: the partner of each is read for its name, and the largest ones make some four megabytes. */
const CONSENTS_PER_PAGE = 100;

/**
 * The customer sees which applications its people may sign in through, and whose they are (DAP-1, CUS-3). A deleted one lets
 * nobody in any more, and is left out.
 */
export const listMyApplicationConsents: Operation<typeof consentsRoutes.listMyApplicationConsents, Deps> = async (
  call,
  { table },
) => {
  const list = consentStore(table).inForce(call.caller.tenantId);
  const page = await seekPage(call, list, { sizeDefault: CONSENTS_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const records = shownRecords(table);
  const [partners, applications] = await Promise.all([
    records.accounts(items.map(({ partnerId }) => partnerId)),
    records.callers(items.map((consent) => ({ tenantId: consent.partnerId, principalId: consent.applicationId }))),
  ]);
  const gone = new Set(applications.filter(({ isActive }) => !isActive).map(({ principalId }) => principalId));
  const consents = items.filter(({ applicationId }) => !gone.has(applicationId));
  const names = new Map(partners.map(({ tenantId, name }) => [tenantId, name]));
  const shown = consents.map((consent) => toMyConsentWire(consent, names.get(consent.partnerId) ?? consent.partnerId));
  return ok({ status: 200, body: collection(shown, links, token) });
};
