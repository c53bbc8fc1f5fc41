import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { Notice } from '../domain/notice.ts';
import { noticeKey, openNoticeIndex } from './keys.ts';

const KEPT_DAYS = 400;

/** With the second and third shape came what is told of agreements, with the fourth corrections of price lists. */
export const noticeItem = storedKind<Notice>({
  kind: 'notice',
  shape: 4,
  upgrades: [(facts) => facts, (facts) => facts, (facts) => facts],
});

/** A notice is in the index as long as it is open; from then on its days are counted. */
export const toItem = (notice: Notice): Item =>
  noticeItem.toItem(
    {
      ...noticeKey(notice),
      ...(notice.state === 'open'
        ? openNoticeIndex(notice)
        : { expiresAt: Math.floor(Date.parse(notice.causedAt) / 1000) + KEPT_DAYS * 86_400 }),
    },
    notice,
  );
