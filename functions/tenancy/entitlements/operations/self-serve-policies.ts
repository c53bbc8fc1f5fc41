import type * as z from 'zod';
import { collection, link } from '../../../../shared/contracts/wire.ts';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { CallBase, Operation } from '../../../../shared/http/call.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { type RelationshipRecord, relationshipUnchanged } from '../../../../shared/identity/access.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { alike } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type * as s from '../../schemas.ts';
import { policyId, policyIds, type SelfServePolicy } from '../domain/self-serve-policy.ts';
import type { entitlementsRoutes } from '../routes.ts';
import { policyStore } from '../store/policy-store.ts';
import type { Deps } from './dependencies.ts';

/** Self-serve policies of a partner for its customers (tenancy contract 10.2). They are kept, and grant nothing (CUS-3). */
type Routes = typeof entitlementsRoutes;
type PolicyWire = z.input<typeof s.SelfServePolicy>;

const etag = (policy: SelfServePolicy): string => etagOf(policyId(policy), policy.version);

const toPolicyWire = (policy: SelfServePolicy): PolicyWire => ({
  id: policyId(policy),
  selfServeEntity: { selfServeEntityType: 'customer', tenantID: policy.customerId },
  grantor: { grantorType: 'billToPartner', tenantID: policy.partnerId },
  permissions: policy.permissions.map((permission) => ({ ...permission })) as PolicyWire['permissions'],
  links: { self: link(`/SelfServePolicy/${policyId(policy)}`) },
  attributes: { objectType: 'SelfServePolicy', etag: etag(policy) },
});

/** What the caller is to the customer, if it sells to it. */
async function sellingTo(
  customerId: string,
  { caller }: { caller: Caller },
  { records }: Pick<Deps, 'records'>,
): Promise<RelationshipRecord | undefined> {
  const relationship = await records.relationship({ partnerId: caller.tenantId, customerId });
  return relationship?.relationship === 'reseller' ? relationship : undefined;
}

/** Refuses another grantor than the caller, a customer of somebody else, and a second policy for the same customer. */
export const createSelfServePolicy: Operation<Routes['createSelfServePolicy'], Deps> = (call, deps) =>
  retryOnConflict(async () => {
    const { grantor, selfServeEntity, permissions } = call.body;
    const partnerId = call.caller.tenantId;
    if (grantor.tenantID !== partnerId)
      return refuse('invalid_input', {
        field: 'grantor.tenantID',
        description: 'grantor.tenantID: must be your own tenant.',
      });
    const ids = { partnerId, customerId: selfServeEntity.tenantID };
    const relationship = await sellingTo(ids.customerId, call, deps);
    if (!relationship) return refuse('no_relationship', { field: 'selfServeEntity.tenantID' });
    const policies = policyStore(deps.table);
    const before = await policies.load(ids);
    if (before?.isThere) return refuse('self_serve_policy_exists');
    const after = { ...ids, version: before?.version ?? 0, permissions, changedAt: call.at, isThere: true };
    const reply = { status: 201, body: toPolicyWire({ ...after, version: after.version + 1 }) } as const;
    await deps.table.write([
      ...policies.writes(before, after, occasionOf(call)),
      relationshipUnchanged(relationship),
      ...call.once.complete(reply),
    ]);
    return ok(reply);
  });

export const listSelfServePolicies: Operation<Routes['listSelfServePolicies'], Deps> = async (call, deps) => {
  const customerId = call.query.entity_id;
  if (!(await sellingTo(customerId, call, deps))) return refuse('no_relationship', { field: 'entity_id' });
  const policy = await policyStore(deps.table).load({ partnerId: call.caller.tenantId, customerId });
  return ok({ status: 200, body: collection(policy?.isThere ? [toPolicyWire(policy)] : []) });
};

interface Found {
  readonly policy: SelfServePolicy;
  readonly relationship: RelationshipRecord;
}

/** The caller's own policy for a customer of its own; any other is one that nobody has. */
async function found(
  id: string,
  call: { caller: Caller },
  deps: Deps,
): Promise<Result<Found, Refusal<'self_serve_policy_not_found'>>> {
  const ids = policyIds(id);
  if (ids?.partnerId !== call.caller.tenantId) return refuse('self_serve_policy_not_found');
  const relationship = await sellingTo(ids.customerId, call, deps);
  const policy = relationship && (await policyStore(deps.table).load(ids));
  return relationship && policy?.isThere ? ok({ policy, relationship }) : refuse('self_serve_policy_not_found');
}

export const viewSelfServePolicy: Operation<Routes['viewSelfServePolicy'], Deps> = async (call, deps) => {
  const one = await found(call.path.policyId, call, deps);
  return one.ok ? ok({ status: 200, body: toPolicyWire(one.value.policy) }) : one;
};

type Body = z.output<typeof s.SelfServePolicyChangeBody>;
type ReplaceCall = Pick<CallBase, 'at' | 'ifMatch'> & {
  readonly caller: Caller;
  readonly cause: Cause;
  readonly body: Body;
};

/** Refuses an id that is not of the grantor and customer that the body names, and an ETag that is not the present one. */
const replace = (id: string, call: ReplaceCall, deps: Deps) =>
  retryOnConflict(async () => {
    const { body } = call;
    const one = await found(id, call, deps);
    if (!one.ok) return one;
    if (!isIdOf(id, body)) return refuse('self_serve_policy_id_wrong');
    const { policy: before, relationship } = one.value;
    if ((call.ifMatch ?? body.attributes?.etag) !== etag(before)) return refuse('stale_etag');
    const permissions = body.permissions ?? before.permissions;
    if (alike(permissions, before.permissions)) return ok({ status: 200, body: toPolicyWire(before) } as const);
    const after = { ...before, permissions, changedAt: call.at };
    const writes = policyStore(deps.table).writes(before, after, occasionOf(call));
    await deps.table.write([...writes, relationshipUnchanged(relationship)]);
    return ok({ status: 200, body: toPolicyWire({ ...after, version: before.version + 1 }) } as const);
  });

/** What a body says of the policy's id, its grantor and its customer fits the id. */
function isIdOf(id: string, { id: inBody = id, grantor, selfServeEntity }: Body): boolean {
  const ids = policyIds(id);
  return (
    inBody.toLowerCase() === id.toLowerCase() &&
    (!grantor || grantor.tenantID === ids?.partnerId) &&
    (!selfServeEntity || selfServeEntity.tenantID === ids?.customerId)
  );
}

export const replaceSelfServePolicy: Operation<Routes['replaceSelfServePolicy'], Deps> = async (call, deps) =>
  replace(call.body.id ?? '', call, deps);

export const replaceSelfServePolicyById: Operation<Routes['replaceSelfServePolicyById'], Deps> = async (call, deps) =>
  replace(call.path.policyId, call, deps);

export const deleteSelfServePolicy: Operation<Routes['deleteSelfServePolicy'], Deps> = (call, deps) =>
  retryOnConflict(async () => {
    const one = await found(call.path.policyId, call, deps);
    if (!one.ok) return one;
    const { policy: before, relationship } = one.value;
    const after = { ...before, isThere: false, changedAt: call.at };
    const writes = policyStore(deps.table).writes(before, after, occasionOf(call));
    await deps.table.write([...writes, relationshipUnchanged(relationship)]);
    return ok({ status: 204 });
  });
