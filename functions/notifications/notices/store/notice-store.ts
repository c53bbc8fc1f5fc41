import { putNew, type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Notice } from '../domain/notice.ts';
import { noticeKey } from './keys.ts';
import { noticeItem, toItem } from './notice-item.ts';

/** Notices to a partner. Open until mails to all its receivers are stored. */
export const noticeStore = (table: Table) => ({
  /** Stores a notice unless it is there already; answers the stored one. */
  async open(notice: Notice): Promise<Notice> {
    try {
      await table.write([putNew(toItem(notice))]);
      return notice;
    } catch (error) {
      if (!(error instanceof WriteConflictError && error.reasons[0] === 'condition')) throw error;
      return (await this.load(notice)) ?? notice;
    }
  },

  async load(id: { partnerId: string; noticeId: string }): Promise<Notice | undefined> {
    const item = await table.get(noticeKey(id), { consistent: true });
    return item && noticeItem.fromItem(item);
  },

  /** Stores a closed notice. */
  async close(notice: Notice): Promise<void> {
    await table.write([{ put: toItem(notice) }]);
  },

  /** Open notices, oldest first. From an index: load a notice again before anything is decided on it. */
});
