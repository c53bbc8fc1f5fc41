import type { PartnerChanged } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { runOffStore } from '../store/run-off-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';

/**
 * PRG-8: keeps when the run-off of a partner is over, so that what still runs then is found. Whether it is over is asked of
 * the account record when it is due: a notice that was taken back leaves at most a day on which nothing is done.
 */
export async function followAgreement(
  { detail, aggregateVersion }: EventOf<typeof PartnerChanged>,
  { table }: Pick<SubscriptionsDeps, 'table'>,
): Promise<void> {
  const { partnerId, agreementEndedOn } = detail;
  const endedOn = agreementEndedOn === undefined ? undefined : day(agreementEndedOn);
  await runOffStore(table).note({ partnerId, endedOn, asOf: aggregateVersion });
}
