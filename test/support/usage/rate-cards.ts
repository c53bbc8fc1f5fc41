import type { CardId } from '../../../functions/billing/rate-cards/domain/rate-card.ts';
import { rateCardStore } from '../../../functions/billing/rate-cards/store/rate-card-store.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import { day, startOfDay } from '../../../shared/kernel/time.ts';
import type { Files } from '../../../shared/messaging/files.ts';
import type { TestRequest } from '../api.ts';
import { type BillingWorld, OPERATOR, send } from '../billing-world.ts';

/** A meter as an operator publishes it. */
export const aMeter = (id: string, rates: Readonly<Record<string, number | string>>, more: object = {}) => ({
  id,
  name: `Meter ${id}`,
  rates,
  category: 'Virtual Machines',
  subcategory: 'D Series',
  region: 'US West',
  unit: '1 Hour',
  tags: ['Compute'],
  includedQuantity: 0,
  ...more,
});

/** A body of `POST /v1/operator/ratecards/azure/versions`. */
export const aVersion = (effectiveDate: string, meters: readonly object[], more: object = {}) => ({
  currency: 'USD',
  region: 'US',
  effectiveDate,
  meters,
  ...more,
});

/** Publishes a version as the operator does. */
export const publish = (
  world: BillingWorld,
  body: object,
  { at, name = 'azure', ...request }: { at: string; name?: string } & Partial<TestRequest>,
) =>
  send(world, { method: 'POST', path: `/v1/operator/ratecards/${name}/versions`, as: OPERATOR, body, ...request }, at);

interface TermParts {
  readonly name: string;
  readonly discount: string;
  readonly excludedMeterIds?: readonly string[];
}

/**
 * Puts a version where it would lie, of whatever day: for tests of what it leads to. A card of the United States unless
 * told otherwise.
 */
export async function putCard(
  deps: { readonly table: Table; readonly files: Files },
  from: string,
  meters: readonly ReturnType<typeof aMeter>[],
  { terms, ...more }: Partial<CardId> & { readonly terms?: readonly TermParts[] } = {},
): Promise<void> {
  const on = day(from);
  const store = rateCardStore(deps);
  const content = {
    meters: meters.map(({ rates, includedQuantity, ...meter }) => ({
      ...meter,
      includedQuantity: String(includedQuantity),
      tiers: Object.entries(rates).map(([bound, rate]) => ({ from: bound, rate: String(rate) })),
      on,
    })),
    ...(terms && { terms: terms.map((term) => ({ excludedMeterIds: [], ...term, effectiveOn: on })) }),
  };
  await store.publish(
    await store.load({ name: 'azure', currency: 'USD', region: 'US', ...more }),
    { effectiveOn: on, content },
    {
      occasion: {
        at: startOfDay(on),
        cause: { actor: { tenantId: 'operator', kind: 'user' }, correlationId: 'card', causationId: 'card' },
      },
      completeWith: () => [],
    },
  );
}
