import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { customerStore } from '../../customers/index.ts';
import { applyPairEvent, pairStore } from '../../relationships/index.ts';
import { accountStore } from '../../tenants/index.ts';
import type { erasureRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { eraseWrites } from './erase-writes.ts';

type Delete = typeof erasureRoutes.deleteCustomer;

/**
 * Deletes a customer of an integration sandbox (tenancy contract 2.5): tenant, account, relationship and domain in one
 * transaction, so that nobody signs in, buys or accepts for it any more; everything else by `CustomerErased`. Refuses a
 * partner that is no sandbox, a customer that the sandbox did not make or that another partner has as well, and one that became
 * a partner (PRG-5), whose people and domain are its own: also what comes at the same moment.
 */
export const deleteCustomer: Operation<Delete, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Delete>, { table }: Deps): ReturnType<Operation<Delete, Deps>> => {
  const { caller } = call;
  if (!caller.account.partner?.isSandbox)
    return refuse('not_supported_in_environment', {
      description: 'Only an integration sandbox deletes customers. End the relationship with this one instead.',
    });
  const ids = { partnerId: caller.tenantId, customerId: call.customer.customerId };
  const [customers, pairs] = [customerStore(table), pairStore(table)];
  const [customer, account, before, { partnerIds, isSo: relations }] = await Promise.all([
    customers.load(ids.customerId),
    accountStore(table).load(ids.customerId),
    pairs.load(ids),
    pairs.partnersOf(ids.customerId, 2),
  ]);
  if (!customer || !account) return refuse('no_relationship');
  if (account.record.partner)
    return refuse('not_supported_in_environment', {
      description: 'This customer is enrolled in the program itself. End the relationship with it instead.',
    });
  if (customer.createdBy !== ids.partnerId || partnerIds.some((partnerId) => partnerId !== ids.partnerId))
    return refuse('not_supported_in_environment', {
      description: 'This customer does not belong to the sandbox alone. End the relationship with it instead.',
    });
  const event = 'partnerRemovedRelationship';
  const after = applyPairEvent(before, event, call.at);
  const change = { before, after, event, customer, checked: call.customer.relationship, relations } as const;
  await table.write([
    ...(await eraseWrites({ customer, account }, 'sandboxDeletion', occasionOf(call), table)),
    ...(await pairs.changeWrites(change, occasionOf(call))),
  ]);
  return ok({ status: 204 });
};
