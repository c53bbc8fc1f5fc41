import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { signAgreement } from '../domain/partner.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';
import { toProgramAgreementWire } from './program-agreement-wire.ts';

/** Signs the program agreement (PRG-2): the account becomes active, the UTC day of now the billing day. */
export const signProgramAgreement: Operation<typeof programRoutes.signProgramAgreement, Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const partners = partnerStore(table);
    const before = await partners.load(call.caller.tenantId);
    invariant(before, 'the account record of a partner stands for a partner');
    invariant(call.caller.userId, 'a user signs');
    const signed = signAgreement(before, { ...call.body, userId: call.caller.userId }, call.at);
    if (!signed.ok) return signed;
    const reply = { status: 201, body: toProgramAgreementWire(signed.value, call.at) } as const;
    await table.write([
      ...(await partners.writes(before, signed.value, occasionOf(call))),
      ...call.once.complete(reply),
    ]);
    return ok(reply);
  });
