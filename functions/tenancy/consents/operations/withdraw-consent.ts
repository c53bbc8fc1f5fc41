import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { ended } from '../domain/consent.ts';
import type { consentsRoutes } from '../routes.ts';
import { consentStore } from '../store/consent-store.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof consentsRoutes;

/**
 * The partner withdraws what it consented to (ROL-1): no new token from now on, and the access tokens that there are end
 * within a minute. Another partner's consent is one that nobody has.
 */
export const deleteApplicationConsent: Operation<Routes['deleteApplicationConsent'], Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const { customerId } = call.customer;
    const consents = consentStore(table);
    const before = await consents.load({ customerId, applicationId: call.path.applicationId });
    if (!before?.isInForce || before.partnerId !== call.caller.tenantId) return refuse('resource_not_found');
    const writes = consents.writes(before, ended(before, 'partner'), occasionOf(call));
    await table.write([...writes, call.customer.unchanged]);
    return ok({ status: 200 });
  });

/** The customer withdraws what a partner consented to for it, likewise (DAP-1). */
export const deleteMyApplicationConsent: Operation<Routes['deleteMyApplicationConsent'], Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    if (!call.caller.roles.has('GlobalAdmin')) return refuse('customer_global_admin_required');
    const consents = consentStore(table);
    const before = await consents.load({ customerId: call.caller.tenantId, applicationId: call.path.applicationId });
    if (!before?.isInForce) return refuse('resource_not_found');
    await table.write(consents.writes(before, ended(before, 'customer'), occasionOf(call)));
    return ok({ status: 204 });
  });
