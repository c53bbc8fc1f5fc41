import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { customerStore } from '../../customers/index.ts';
import { type Acceptance, type AgreementTemplate, checkConfirmation } from '../domain/agreement.ts';
import type { agreementsRoutes } from '../routes.ts';
import { acceptanceStore, accepted } from '../store/acceptance-store.ts';
import { agreementStore } from '../store/agreement-store.ts';
import { toAcceptanceWire } from './agreement-wire.ts';
import type { Deps } from './dependencies.ts';

type Accept = typeof agreementsRoutes.acceptMyAgreement;

/**
 * The customer accepts a version of the customer agreement itself (AGR-1): from now on it unlocks the orders of all its
 * partners, as far as that version does. Refuses one that is not in effect, and one that was accepted before.
 */
export const acceptMyAgreement: Operation<Accept, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Accept>, { table }: Deps): ReturnType<Operation<Accept, Deps>> => {
  const { caller, body, at } = call;
  if (!caller.roles.has('GlobalAdmin')) return refuse('customer_global_admin_required');
  const template = await agreementStore(table).load(body.templateId);
  const type = body.type ?? template?.agreementType ?? 'MicrosoftCloudAgreement';
  const checked = checkConfirmation(template, { type, agreedAt: at }, at);
  if (!checked.ok) return checked;
  const customers = customerStore(table);
  const customer = await customers.load(caller.tenantId);
  if (!customer) return refuse('tenant_not_found');
  const { templateId } = checked.value;
  if (customer.acceptedTemplates.includes(templateId)) return refuse('agreement_confirmation_exists');
  const acceptance = newAcceptance(call, checked.value);
  const after = { ...customer, acceptedTemplates: [...customer.acceptedTemplates, templateId] };
  const reply = { status: 201, body: toAcceptanceWire(acceptance, call.root) } as const;
  await table.write([
    ...(await customers.writes(customer, after, occasionOf(call), accepted(acceptance))),
    acceptanceStore(table).write(acceptance),
    ...call.once.complete(reply),
  ]);
  return ok(reply);
};

function newAcceptance({ caller, body, at }: Call<Accept>, template: AgreementTemplate): Acceptance {
  invariant(caller.userId, 'a user accepts');
  const { templateId, agreementType } = template;
  const primaryContact = given(body.primaryContact);
  return {
    customerId: caller.tenantId,
    templateId,
    agreementType,
    primaryContact,
    userId: caller.userId,
    acceptedAt: at,
  };
}
