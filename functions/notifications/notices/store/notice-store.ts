import { type Item, pagesOf, putNew, type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Notice } from '../domain/notice.ts';
import { noticeKey, openNoticeIndex, openNoticesPartition } from './keys.ts';

const KEPT_DAYS = 400;

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
    return item && fromItem(item);
  },

  /** Stores a closed notice. */
  async close(notice: Notice): Promise<void> {
    await table.write([{ put: toItem(notice) }]);
  },

  /** Open notices, oldest first. From an index: load a notice again before anything is decided on it. */
  async *allOpen(): AsyncGenerator<readonly Notice[]> {
    for await (const items of pagesOf(table, { index: 'gsi1', pk: openNoticesPartition })) yield items.map(fromItem);
  },
});

const toItem = (notice: Notice): Item => ({
  ...noticeKey(notice),
  ...notice,
  ...(notice.state === 'open'
    ? openNoticeIndex(notice)
    : { expiresAt: Math.floor(Date.parse(notice.causedAt) / 1000) + KEPT_DAYS * 86_400 }),
});

const fromItem = ({ pk: _, sk: __, gsi1pk: ___, gsi1sk: ____, expiresAt: _____, ...notice }: Item): Notice =>
  notice as unknown as Notice;
