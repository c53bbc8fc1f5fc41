import type { Day } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../accounts/index.ts';
import { type MeterRate, rateBook } from '../../rate-cards/index.ts';
import type { UsageDeps } from './dependencies.ts';

/** Meters as the rate card of a partner has them on a day. */
export type MetersOf = (meterId: string, on: Day) => MeterRate | undefined;

/** The meters of a partner's currency and region, for usage of these days, both included. */
export async function metersOf(
  partnerId: string,
  { from, to }: { readonly from: Day; readonly to: Day },
  deps: Pick<UsageDeps, 'table' | 'files'>,
): Promise<MetersOf> {
  const account = await accountStore(deps.table).load(partnerId);
  if (!account) return () => undefined;
  const { currency, region } = account.profile;
  const book = await rateBook(deps, { currency, region, from, to });
  return (meterId, on) => book.meter(meterId, on);
}
