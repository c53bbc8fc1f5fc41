import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { exchangeStore } from '../store/exchange-store.ts';
import { toldCards } from '../store/told-cards.ts';

/**
 * CAT-3, M3: tells of what was last published before events said where cards lie, and what the exchange rates are. Each is told of once,
 * in the transaction that notes it, so a run that is repeated or broke off goes on with what is left. Two read units a day once
 * nothing is: cards and months are few.
 */
export async function retellRates(
  { scheduledAt }: JobRun,
  { table }: { readonly table: Table },
): Promise<{ readonly cards: number; readonly months: number }> {
  const occasion = {
    at: instant(scheduledAt),
    cause: {
      actor: { tenantId: 'program', kind: 'schedule' as const },
      correlationId: 'billing.retellRates',
      causationId: `billing.retellRates@${scheduledAt}`,
    },
  };
  const [cards, rates] = [toldCards(table), exchangeStore(table)];
  const told = { cards: 0, months: 0 };
  for (const card of await cards.untold()) if (await retryOnConflict(() => cards.tell(card, occasion))) told.cards += 1;
  for (const month of await rates.untold())
    if (await retryOnConflict(() => rates.tell(month, occasion))) told.months += 1;
  return told;
}
