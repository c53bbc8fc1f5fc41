import type { ImportAdvanced } from '../../../../events/commerce.ts';
import type { CustomerRowsTaken } from '../../../../events/tenancy.ts';
import type { EventOf, EventRecord } from '../../../../shared/contracts/events.ts';
import { actingCaller } from '../../../../shared/identity/caller.ts';
import { causeOf, type Delivery } from '../../../../shared/messaging/consumer.ts';
import { isGoingOn, isOver } from '../domain/import.ts';
import type { WorkDeps } from './dependencies.ts';
import type { Working } from './order-rows.ts';
import { workImport } from './work-import.ts';

/** Pieces of one delivery: a hundred rows. */
const PIECES_PER_STEP = 4;

/**
 * ORD-8: goes on with an import from where the event left it, for whoever began it or had it go on, as that one may now. What is bought
 * is bought when its row is carried out: at the prices of that day.
 */
export async function advanceImport(
  event: EventOf<typeof ImportAdvanced>,
  deps: WorkDeps,
  delivery: Delivery,
): Promise<void> {
  if (isOver(event.detail) || event.detail.state === 'cancelled') return;
  const ids = { partnerId: event.tenantId, importId: event.detail.importId };
  const step = event.aggregateVersion;
  await workImport(
    {
      ids,
      isDue: (of) => of.step === step && isGoingOn(of) && !of.awaited,
      piecesMax: PIECES_PER_STEP,
    },
    await workingFor(event, delivery, deps),
    deps,
  );
}

/** ORD-8: puts in its place what tenancy said of rows; one answer comes twice, or after the import was stopped. */
export async function placeCustomerRows(
  event: EventOf<typeof CustomerRowsTaken>,
  deps: WorkDeps,
  delivery: Delivery,
): Promise<void> {
  const { importId, mode, firstRow, results } = event.detail;
  await workImport(
    {
      ids: { partnerId: event.tenantId, importId },
      isDue: ({ awaited, state }) =>
        awaited?.mode === mode && awaited.firstRow === firstRow && (state !== 'cancelled' || mode === 'create'),
      answer: { mode, firstRow, results },
      piecesMax: 1,
    },
    await workingFor(event, delivery, deps),
    deps,
  );
}

const workingFor = async (event: EventRecord, { receivedAt }: Delivery, { records }: WorkDeps): Promise<Working> => ({
  at: receivedAt,
  cause: causeOf(event),
  caller: await actingCaller(records)(event.actor, receivedAt),
});
