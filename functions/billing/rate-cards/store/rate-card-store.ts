import { RateCardPublished } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { allOf, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import { type CardContent, type CardId, cardWith, type RateCardName } from '../domain/rate-card.ts';
import { putContent, type ReadContent, readContent } from './card-contents.ts';
import { namedVersionsQuery, rateCardKey, rateVersionKey, rateVersionsQuery } from './keys.ts';
import { type RateVersion, rateCardItem, rateVersionItem } from './rate-card-items.ts';

/** A card with all of its versions, oldest first. */
export interface RateCard {
  readonly card: CardId;
  readonly version: number;
  readonly versions: readonly RateVersion[];
}

export const rateCardStore = ({ table, files }: { readonly table: Table; readonly files: Files }) => ({
  /** Consistent: what is published next depends on it. */
  async load(card: CardId): Promise<RateCard> {
    const head = await table.get(rateCardKey(card), { consistent: true });
    const versions = await allOf(table, rateVersionsQuery(card));
    return {
      card,
      version: head ? rateCardItem.fromItem(head).version : 0,
      versions: versions.map((item) => rateVersionItem.fromItem(item)),
    };
  },

  /** Versions of a card alone; consistent. */
  async versions(card: CardId): Promise<readonly RateVersion[]> {
    return (await allOf(table, rateVersionsQuery(card))).map((item) => rateVersionItem.fromItem(item));
  },

  /** All versions of a name: a few a month for each currency and region. */
  async named(name: RateCardName): Promise<readonly RateVersion[]> {
    return (await allOf(table, namedVersionsQuery(name))).map((item) => rateVersionItem.fromItem(item));
  },

  content: (key: string): Promise<ReadContent> => readContent(files, key),

  /**
   * Publishes what a version sets from its day on, and makes those after it anew, in one transaction. Objects come
   * first: they are named by their content, so what a stopped attempt left is what the next one writes.
   * @throws WriteConflictError when the card was saved since it was loaded.
   */
  async publish(
    before: RateCard,
    { effectiveOn, content }: { readonly effectiveOn: Day; readonly content: CardContent },
    { occasion, completeWith }: { readonly occasion: Occasion; completeWith(cardMeterCount: number): readonly Write[] },
  ): Promise<RateVersion> {
    const { card } = before;
    const earlier = before.versions.findLast((each) => each.effectiveOn < effectiveOn);
    const own = {
      ...card,
      effectiveOn,
      publishedAt: occasion.at,
      ownFile: await putContent(files, card, content),
      meterCount: content.meters.length,
      ...(content.terms && { termCount: content.terms.length }),
    };
    let merged: CardContent | undefined = earlier && (await readContent(files, earlier.cardFile));
    const saved: RateVersion[] = [];
    for (const each of [own, ...before.versions.filter((other) => other.effectiveOn > effectiveOn)]) {
      const sets = each === own ? content : await readContent(files, each.ownFile);
      merged = cardWith(merged, { meters: sets.meters, ...(sets.terms && { terms: sets.terms }) });
      const isAll = each === own && !earlier;
      const cardFile = isAll ? own.ownFile : await putContent(files, card, merged);
      saved.push({ ...each, cardFile, cardMeterCount: merged.meters.length });
    }
    const version = before.version + 1;
    await table.write([
      putIfVersion(rateCardItem.toItem(rateCardKey(card), { version, isTold: true }), before.version),
      ...saved.map((each) => ({ put: rateVersionItem.toItem(rateVersionKey(card, each.effectiveOn), each) })),
      ...outboxWrite({
        aggregate: rateCardKey(card),
        version,
        events: [published(card, saved, occasion)],
        cause: occasion.cause,
      }),
      ...completeWith(saved[0]!.cardMeterCount),
    ]);
    return saved[0]!;
  },
});

/** What is told of a card's versions, oldest first. */
export const published = (card: CardId, saved: readonly RateVersion[], { at }: Occasion) =>
  newEvent(
    RateCardPublished,
    { tenantId: 'program', aggregateId: `${card.name}/${card.currency}/${card.region}`, occurredAt: at },
    {
      ...{ card: card.name, currency: card.currency, region: card.region },
      effectiveOn: saved[0]!.effectiveOn,
      meterCount: saved[0]!.meterCount,
      cards: saved.map(({ effectiveOn, cardFile }) => ({ effectiveOn, file: cardFile })),
    },
  );
