import { AgreementVersionAnnounced } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import {
  type Cursor,
  putIfVersion,
  putNew,
  type Query,
  type Table,
  WriteConflictError,
} from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { AgreementTemplate } from '../domain/agreement.ts';
import { type Announcement, announcementItem, toldItem } from './agreement-item.ts';
import { announcementIndex, announcementKey, announcementPartition, toldKey } from './keys.ts';

/** Versions that partners are to be told of by an instant. */
export const dueAnnouncements = (before: Instant): readonly Query[] => [
  { index: 'gsi1', pk: announcementPartition, sk: { before } },
];

/** Announcements of versions to partners (AGR-2). */
export const announcementStore = (table: Table) => ({
  /** Which version an item of the index is of; the index lags by moments. */
  due: announcementItem.fromItem,

  async load(templateId: string): Promise<Announcement | undefined> {
    const item = await table.get(announcementKey(templateId), { consistent: true });
    return item && announcementItem.fromItem(item);
  },

  /** Tells a partner: `AgreementVersionAnnounced`, once. False when it was told before. */
  async tell(partnerId: string, template: AgreementTemplate, at: Instant): Promise<boolean> {
    const { templateId, agreementType, versionRank, effectiveAt, reacceptanceFrom } = template;
    const key = toldKey({ partnerId, templateId });
    const event = newEvent(
      AgreementVersionAnnounced,
      { tenantId: partnerId, aggregateId: `${partnerId}#${templateId}`, occurredAt: at },
      { partnerId, templateId, agreementType, versionRank, effectiveAt, reacceptanceFrom },
    );
    const actor = { tenantId: 'program', kind: 'schedule' } as const;
    const cause = { actor, correlationId: templateId, causationId: templateId };
    try {
      await table.write([
        putNew(toldItem.toItem(key, { toldAt: at })),
        ...outboxWrite({ aggregate: key, version: 1, events: [event], cause }),
      ]);
      return true;
    } catch (error) {
      if (error instanceof WriteConflictError && error.reasons[0] === 'condition') return false;
      throw error;
    }
  },

  /** Notes how far partners have been told: the next run goes on behind it. @throws WriteConflictError when another run did. */
  async proceed(before: Announcement, after: Cursor | undefined): Promise<Announcement> {
    const { after: _, ...rest } = before;
    const next = { ...rest, version: before.version + 1, isDone: after === undefined, ...(after && { after }) };
    const keys = { ...announcementKey(next.templateId), ...(next.isDone ? {} : announcementIndex(next)) };
    await table.write([putIfVersion(announcementItem.toItem(keys, next), before.version)]);
    return next;
  },
});
