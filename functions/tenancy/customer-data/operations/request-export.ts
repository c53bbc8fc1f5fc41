import { contributingPerPartner, contributingTo } from '../../../../events/exports.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { tooMany } from '../../../../shared/http/limits.ts';
import { accessRecords } from '../../../../shared/identity/access.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { everyPartnerOf } from '../../relationships/index.ts';
import { newExport, withPageToCome } from '../domain/data-export.ts';
import type { customerDataRoutes } from '../routes.ts';
import { exportStore } from '../store/export-store.ts';
import { PARTNERS_PER_EVENT } from './ask-further.ts';
import type { Deps } from './dependencies.ts';
import { toExportWire } from './export-wire.ts';

type Request = typeof customerDataRoutes.requestMyExport;

/** When whoever has all that may run at once may look again: most are done in a minute. */
const ROOM_SECONDS = 60;

/**
 * Asks for an archive of the customer's own data (CUS-6). All contexts that have something of it are asked by one event;
 * tenancy puts the archive together when they have answered. Two reads and four writes, and a page of the
 * customer's partners; {@link askFurther} asks about further ones.
 */
export const requestMyExport: Operation<Request, Deps> = async (call, { table }) => {
  const customerId = call.caller.tenantId;
  const partners = await everyPartnerOf(table, customerId, { size: PARTNERS_PER_EVENT });
  return retryOnConflict(() => begin(call, partners, table));
};

const begin = async (
  { caller, body, at, once, limits, cause }: Call<Request>,
  { partnerIds, hasMore }: { readonly partnerIds: readonly string[]; readonly hasMore: boolean },
  table: Deps['table'],
): ReturnType<Operation<Request, Deps>> => {
  const customerId = caller.tenantId;
  const exports = exportStore(table);
  const [underway, account] = await Promise.all([
    exports.underway(customerId),
    accessRecords(table).account(customerId),
  ]);
  if (!account?.customer) return refuse('resource_not_found');
  const max = limits.settings.exports;
  if (underway >= max)
    return { ok: false, refusal: tooMany(ROOM_SECONDS, `At most ${max} exports are under way at once.`) };
  const scope = body?.scope ?? 'all';
  const contexts = contributingTo(scope);
  const first = newExport({ exportId: once.id('export'), customerId, scope, createdAt: at }, contexts);
  const created = hasMore ? withPageToCome(first, contributingPerPartner(scope), 2) : first;
  const reply = {
    status: 202,
    headers: { location: `/v1/my/exports/${created.exportId}` },
    body: toExportWire(created, at),
  } as const;
  await table.write([
    ...exports.beginWrites(created, { underway, contexts, partnerIds, cause }),
    ...once.complete(reply),
  ]);
  return ok(reply);
};
