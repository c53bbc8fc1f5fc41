import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Application, applicationStore } from '../../people/index.ts';
import type { ApplicationConsent } from '../domain/consent.ts';
import type { consentsRoutes } from '../routes.ts';
import { consentStore } from '../store/consent-store.ts';
import { toConsentWire } from './consent-wire.ts';
import type { Deps } from './dependencies.ts';

type Create = typeof consentsRoutes.createApplicationConsent;

/**
 * Consents on a customer's behalf to an application of the partner's own (ROL-1): the customer's people may sign in
 * through it from now on. An application of somebody else is one that nobody has. Refuses a second consent to the same one.
 * Delegated administration and the application still hold when it is written.
 */
export const createApplicationConsent: Operation<Create, Deps> = (call, deps) =>
  retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Create>, { table }: Deps): ReturnType<Operation<Create, Deps>> => {
  const applications = applicationStore(table);
  const { applicationId } = call.body;
  const application = await applications.load({ tenantId: call.caller.tenantId, appId: applicationId });
  if (!application)
    return refuse('invalid_input', {
      field: 'applicationId',
      description: 'applicationId: you have no such application. Register one, or look for its id among yours.',
    });
  const consents = consentStore(table);
  const before = await consents.load({ customerId: call.customer.customerId, applicationId });
  if (before?.isInForce) return refuse('consent_exists');
  const after = newConsent(call, application, before);
  const reply = { status: 201, body: toConsentWire(after) } as const;
  await table.write([
    ...consents.writes(before, after, occasionOf(call)),
    applications.held(application),
    call.customer.unchanged,
    ...call.once.complete(reply),
  ]);
  return ok(reply);
};

function newConsent(
  { caller, customer, body, at }: Call<Create>,
  application: Application,
  before: ApplicationConsent | undefined,
): ApplicationConsent {
  invariant(caller.userId, 'a user consents');
  return {
    customerId: customer.customerId,
    applicationId: application.appId,
    partnerId: application.tenantId,
    version: before?.version ?? 0,
    displayName: body.displayName || application.displayName,
    grants: body.applicationGrants,
    givenAt: at,
    givenBy: caller.userId,
    pairVersion: customer.relationship.version ?? 0,
    isInForce: true,
  };
}
