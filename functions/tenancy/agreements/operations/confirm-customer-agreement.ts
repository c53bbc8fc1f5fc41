import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { type Confirmation, confirmAgreement, pairStore } from '../../relationships/index.ts';
import { checkConfirmation, DEFAULT_AGREEMENT_TYPE } from '../domain/agreement.ts';
import type { agreementsRoutes } from '../routes.ts';
import { agreementStore } from '../store/agreement-store.ts';
import { toAgreementWire } from './agreement-wire.ts';
import type { Deps } from './dependencies.ts';

export type ConfirmRoute = typeof agreementsRoutes.confirmCustomerAgreement;
type Confirm = ConfirmRoute;
export type ConfirmDeps = Pick<Deps, 'table'>;

/**
 * Confirms that the customer accepted the customer agreement (AGR-1): who, when, which version. It unlocks orders of this
 * partner at the very next call. Refuses the same confirmation again, and one of a version that is not in effect.
 */
export const confirmCustomerAgreement: Operation<Confirm, ConfirmDeps> = (call, deps) =>
  retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Confirm>, { table }: ConfirmDeps): ReturnType<Operation<Confirm, ConfirmDeps>> => {
  const { type = DEFAULT_AGREEMENT_TYPE, templateId, dateAgreed } = call.body;
  const agreedAt = instant(dateAgreed);
  const template = await agreementStore(table).load(templateId);
  const checked = checkConfirmation(template, { type, agreedAt }, call.at);
  if (!checked.ok) return checked;
  const pairs = pairStore(table);
  const before = await pairs.load({ partnerId: call.caller.tenantId, customerId: call.customer.customerId });
  const confirmation = newConfirmation(call, { templateId, agreementType: type, agreedAt });
  const after = confirmAgreement(before, confirmation);
  if (!after.ok) return after;
  const reply = { status: 201, body: toAgreementWire(confirmation, call.root) } as const;
  const change = { before, after: after.value, checked: call.customer.relationship };
  await table.write([...pairs.confirmationWrites(change, occasionOf(call)), ...call.once.complete(reply)]);
  return ok(reply);
};

function newConfirmation(
  { body, caller, at }: Call<Confirm>,
  about: Pick<Confirmation, 'templateId' | 'agreementType' | 'agreedAt'>,
): Confirmation {
  invariant(caller.userId, 'a user confirms');
  return { ...about, primaryContact: given(body.primaryContact), userId: caller.userId, confirmedAt: at };
}
