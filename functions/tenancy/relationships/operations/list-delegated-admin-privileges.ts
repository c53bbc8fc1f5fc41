import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { relationshipsRoutes } from '../routes.ts';
import { pairStore } from '../store/pair-store.ts';
import type { Deps } from './dependencies.ts';

type List = typeof relationshipsRoutes.listDelegatedAdminPrivileges;

/** The own spans of delegated administration, newest first; those of other partners stay theirs (DAP-1, R6). */
export const listDelegatedAdminPrivileges: Operation<List, Deps> = async (
  { caller, customer: { customerId } },
  { table },
) => {
  const { grants } = await pairStore(table).load({ partnerId: caller.tenantId, customerId });
  const items = [...grants].reverse().map(({ grantedAt, source, endedAt, endedBy }) => ({
    grantedDate: toWireInstant(grantedAt),
    source,
    ...given({ endedDate: endedAt && toWireInstant(endedAt), endedBy }),
    attributes: { objectType: 'DelegatedAdminGrant' as const },
  }));
  return ok({ status: 200, body: collection(items) });
};
