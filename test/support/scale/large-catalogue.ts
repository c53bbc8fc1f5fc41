import { createHash } from 'node:crypto';
import type { Offer } from '../../../functions/commerce/catalogue/domain/offer.ts';
import { draftOffer } from '../../../functions/commerce/catalogue/domain/offer-change.ts';
import { CATALOGUE_COLUMNS, csvRows, offerOfRow } from '../../../functions/commerce/catalogue/operations/offer-csv.ts';
import { catalogueStore, fittingOffers } from '../../../functions/commerce/catalogue/store/catalogue-store.ts';
import type { Occasion } from '../../../shared/dynamo/aggregate.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import { guidFromHex } from '../../../shared/kernel/ids.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { demoFile } from '../commerce.ts';

const guid = (...parts: readonly unknown[]): string =>
  guidFromHex(createHash('sha256').update(parts.join('/')).digest('hex')).toUpperCase();

export const occasion: Occasion = {
  at: instant('2026-02-10T09:00:00Z'),
  cause: {
    actor: { tenantId: 'program', kind: 'user' },
    correlationId: 'correlation',
    causationId: 'cause',
  },
};

/** So many offers as real ones are: those of the demo again and again, with ids, plans and names of their own. */
export function manyOffers(count: number): Offer[] {
  const rows = csvRows(demoFile('catalogue.csv'), CATALOGUE_COLUMNS);
  const models = (rows.ok ? rows.value : []).map((row) => {
    const parsed = offerOfRow(row);
    if (!parsed.ok) throw new Error('the demo catalogue is right');
    return draftOffer(parsed.value.definition);
  });
  return Array.from({ length: count }, (_, n): Offer => {
    const [copy, model] = [Math.floor(n / models.length), models[n % models.length]!];
    return {
      ...model,
      id: guid(copy, model.id),
      name: `${model.name} ${guid(n).slice(0, 4)}`,
      plan: { ...model.plan, id: guid('plan', copy, model.plan.id) },
      prerequisiteOffers: model.prerequisiteOffers.map((id) => guid(copy, id)),
      state: 'published',
    };
  });
}

/** Saves offers as an import does. */
export async function saveOffers(table: Table, offers: readonly Offer[]): Promise<void> {
  const store = catalogueStore(table);
  for (let done = 0; done < offers.length; ) {
    const rest = offers.slice(done);
    const taken = rest.slice(0, fittingOffers(rest));
    await store.save(await store.load(), taken, occasion);
    done += taken.length;
  }
}
