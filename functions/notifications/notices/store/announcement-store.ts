import {
  type Cursor,
  type Item,
  isRefused,
  putIfVersion,
  putNew,
  type Table,
  WriteConflictError,
} from '../../../../shared/dynamo/table.ts';
import type { Announcement } from '../domain/announcement.ts';
import { announcementToPartnersItem } from './announcement-item.ts';
import { announcementKey, openAnnouncementIndex } from './keys.ts';

const toItem = (announcement: Announcement): Item =>
  announcementToPartnersItem.toItem(
    { ...announcementKey(announcement), ...(announcement.isDone ? {} : openAnnouncementIndex(announcement)) },
    announcement,
  );

/** Announcements to all partners, in the index as long as some of them have no notice yet. */
export const announcementStore = (table: Table) => ({
  /** Stores one unless it is there already. */
  async open(announcement: Announcement): Promise<void> {
    try {
      await table.write([putNew(toItem(announcement))]);
    } catch (error) {
      if (!(error instanceof WriteConflictError && error.reasons[0] === 'condition')) throw error;
    }
  },

  async load(announcementId: string): Promise<Announcement | undefined> {
    const item = await table.get(announcementKey({ announcementId }), { consistent: true });
    return item && announcementToPartnersItem.fromItem(item);
  },

  /** Notes how far it has come; undefined when somebody else took it further, who does the rest. */
  async proceed(before: Announcement, after: Cursor | undefined): Promise<Announcement | undefined> {
    const { after: _, ...rest } = before;
    const next: Announcement = {
      ...rest,
      version: before.version + 1,
      isDone: after === undefined,
      ...(after && { after }),
    };
    try {
      await table.write([putIfVersion(toItem(next), before.version)]);
      return next;
    } catch (error) {
      if (isRefused(error)) return undefined;
      throw error;
    }
  },
});
