import type { DaySheet, SheetRow } from '../../../functions/billing/usage/domain/day-sheet.ts';
import { type SheetDeps, usageStore } from '../../../functions/billing/usage/store/sheet-store.ts';
import type { EventRecord } from '../../../shared/contracts/events.ts';
import type { Day, Instant } from '../../../shared/kernel/time.ts';
import { CUSTOMER, idOf, PARTNER, type SubscriptionScript, subscriptionEvents } from '../billing-world.ts';

/** Metered subscriptions, what they used, and sheets of it put directly. */

export const METERED = idOf('a2e', 1);
export const METER = idOf('3e7e', 1);

/** Events of a metered subscription. */
export const meteredEvents = (
  { startOn, subscriptionId = METERED, more = {}, ...script }: SubscriptionScript,
  steps: Parameters<typeof subscriptionEvents>[1] = [],
): EventRecord[] => {
  const metered = { billingType: 'usage', family: 'azure', friendlyName: 'Azure', offerName: 'Azure' } as const;
  const gone = { commitmentEndOn: undefined, priceLock: undefined };
  return subscriptionEvents({ ...script, startOn, subscriptionId, more: { ...metered, ...gone, ...more } }, steps);
};

/** A row of a sheet in the fewest words. */
export const aSheetRow = (over: Partial<SheetRow> & { readonly reportedOn?: Day } = {}): SheetRow => ({
  reportedOn: '2018-02-01' as Day,
  meterId: METER,
  resourceUri: '/subscriptions/one/resourceGroups/web/providers/compute/vm1',
  location: 'westeurope',
  quantity: '1',
  firstAt: '2018-02-01T00:00:00.000Z' as Instant,
  ...over,
});

export const aDaySheet = (over: Partial<DaySheet> = {}): DaySheet => ({
  partnerId: PARTNER,
  customerId: CUSTOMER,
  subscriptionId: METERED,
  usageOn: '2018-02-01' as Day,
  rows: [aSheetRow()],
  ...over,
});

/** Stores sheets as they are, without records behind them. */
export async function putSheets(deps: SheetDeps, sheets: readonly DaySheet[]): Promise<void> {
  for (const sheet of sheets) await deps.table.write([await usageStore(deps).write(sheet)]);
}
