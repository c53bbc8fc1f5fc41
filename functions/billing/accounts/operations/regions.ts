import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type PartnerRegion, withRegion } from '../domain/region.ts';
import type { BillingAccount } from '../store/account-store.ts';
import { periodStore } from '../store/period-store.ts';

/** Regions of the periods up to the open one that begins on a day; its own is the partner's as long as no run locked it. */
export const regionsOf = async (
  { partnerId, profile }: BillingAccount,
  { start }: { start: Day },
  { table }: { table: Table },
): Promise<readonly PartnerRegion[]> =>
  withRegion(await periodStore(table).regionsBefore(partnerId, start), { from: start, region: profile.region });
