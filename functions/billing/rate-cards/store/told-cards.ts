import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { allOf, putIfVersion, type Table } from '../../../../shared/dynamo/table.ts';
import type { CardId, RateCardName } from '../domain/rate-card.ts';
import { rateCardKey, rateCardsQuery, rateVersionsQuery } from './keys.ts';
import { rateCardItem, rateVersionItem } from './rate-card-items.ts';
import { published } from './rate-card-store.ts';

/** Cards that others may not know of: they were last saved before events named the objects of a card. */
export const toldCards = (table: Table) => ({
  async untold(): Promise<readonly CardId[]> {
    const heads = await allOf(table, rateCardsQuery);
    return heads.filter((item) => !rateCardItem.fromItem(item).isTold).map(({ sk }) => cardOf(sk));
  },

  /**
   * Tells where all versions of a card lie, and notes that. False where that was told meanwhile.
   * @throws WriteConflictError when the card was saved since it was read.
   */
  async tell(card: CardId, occasion: Occasion): Promise<boolean> {
    const item = await table.get(rateCardKey(card), { consistent: true });
    const head = item && rateCardItem.fromItem(item);
    if (!head || head.isTold) return false;
    const versions = (await allOf(table, rateVersionsQuery(card))).map((each) => rateVersionItem.fromItem(each));
    const version = head.version + 1;
    await table.write([
      putIfVersion(rateCardItem.toItem(rateCardKey(card), { version, isTold: true }), head.version),
      ...outboxWrite({
        aggregate: rateCardKey(card),
        version,
        events: [published(card, versions, occasion)],
        cause: occasion.cause,
      }),
    ]);
    return true;
  },
});

/** `CARD#azure#USD#US` names it. */
function cardOf(sk: string): CardId {
  const [, name, currency, region] = sk.split('#');
  return { name: name as RateCardName, currency: currency!, region: region! };
}
