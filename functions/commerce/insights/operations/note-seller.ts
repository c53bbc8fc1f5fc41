import type { PartnerChanged } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant, utcDay } from '../../../../shared/kernel/time.ts';
import { sliceStore } from '../store/slice-store.ts';
import type { InsightsDeps } from './dependencies.ts';

/** Who has signed the program agreement may sell: from then on what it sells is gathered every day. */
export async function noteSeller(
  { detail, occurredAt }: EventOf<typeof PartnerChanged>,
  { table }: Pick<InsightsDeps, 'table'>,
): Promise<void> {
  if (detail.agreementSignedOn !== undefined)
    await sliceStore(table).begin(detail.partnerId, utcDay(instant(occurredAt)));
}
