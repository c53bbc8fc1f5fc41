import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** A fact that a partner is to be told, until its receivers are known. */
export const noticeKey = ({ partnerId, noticeId }: { partnerId: string; noticeId: string }): Key => ({
  pk: `NOTIFICATIONS#${partnerId}#NOTICES`,
  sk: noticeId,
});
/** A fact that all partners are told, until each has a notice of it. */
export const announcementKey = ({ announcementId }: { announcementId: string }): Key => ({
  pk: 'NOTIFICATIONS#PROGRAM#ANNOUNCEMENTS',
  sk: announcementId,
});
export const openAnnouncementsPartition = 'NOTIFICATIONS#OPEN#ANNOUNCEMENTS';
/** Open announcements that are due before an instant, oldest first. */
export const openAnnouncements = (before: string): Query => ({
  index: 'gsi1',
  pk: openAnnouncementsPartition,
  sk: { before },
});
export const openAnnouncementIndex = ({ dueAt, announcementId }: { dueAt: string; announcementId: string }) => ({
  gsi1pk: openAnnouncementsPartition,
  gsi1sk: `${dueAt}#${announcementId}`,
});
/** Index gsi1: notices without receivers yet, oldest first, over all partners. */
export const openNoticesPartition = 'NOTIFICATIONS#OPEN#NOTICES';
/** Open notices, oldest first: load a notice again before anything is decided on it. */
export const openNotices: Query = { index: 'gsi1', pk: openNoticesPartition };
export const openNoticeIndex = ({ causedAt, noticeId }: { causedAt: string; noticeId: string }) => ({
  gsi1pk: openNoticesPartition,
  gsi1sk: `${causedAt}#${noticeId}`,
});
